"""The register of bulletins: its form asks for words alone, refuses what does not agree, and opens for who may read."""

from typing import Any

import pytest
from django.urls import reverse

from zhiqiang.domains.bulletins.models import Bulletin
from zhiqiang.domains.bulletins.registers import BULLETINS
from zhiqiang.foundation.registers.write import create_record
from zhiqiang.foundation.testing.browsing import open_as, words

RIGHT = {"kind": "bulletin", "period": "2026Q3", "title": "", "findings": "台账报送拖延。", "next_steps": "逐项跟踪。",
         "corrects": ""}  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_day(as_of: Any) -> None:
    as_of(2026, 10, 12)


def typed(city: Any, **other: str) -> Any:
    officer = open_as(city.users["city_officer"])
    values = {**RIGHT, "unit": str(city.city.pk), "request_key": "key", **other}
    return officer.post(reverse("register-new", args=[BULLETINS.slug]), values, follow=True)


def test_a_typed_bulletin_opens_as_the_paper_that_it_will_be(city: Any) -> None:
    page = words(typed(city))
    assert "关于 2026年第三季度 质量强市建设行动方案进展情况的通报" in page
    assert "（草稿，未编号）" in page
    assert "台账报送拖延。" in page
    assert "送审时定稿" in page
    assert Bulletin.objects.get().state == "recorded"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"period": "2026Q5"}, "无法识别"),
        ({"period": "2027Q1"}, "还没有开始"),
        ({"period": "2022Q4"}, "在方案开始"),
        ({"kind": "analysis", "period": "2026-09"}, "按季度写"),
    ],
)
def test_what_does_not_agree_is_refused_beside_its_field(city: Any, wrong: dict[str, str], message: str) -> None:
    assert message in words(typed(city, **wrong))
    assert not Bulletin.objects.exists()


def test_the_second_of_a_period_is_refused_with_the_way_on(city: Any) -> None:
    typed(city)
    assert "请选“更正哪一件”" in words(typed(city, request_key="another"))


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_a_draft_is_downloaded_by_who_may_read_it(city: Any, ending: str) -> None:
    typed(city)
    row = Bulletin.objects.get()
    address = reverse("bulletin-draft", args=[row.pk, ending])
    answer = open_as(city.users["city_verifier"]).get(address)
    assert answer.content.startswith({"docx": b"PK", "pdf": b"%PDF-"}[ending])
    assert open_as(city.users["city_verifier"]).get(address.replace(ending, "exe")).status_code == 404
    for outsider in ("reporter", "enterprise"):
        assert open_as(city.users[outsider]).get(address).status_code == 404


@pytest.mark.parametrize(
    ("role", "sees"), [("city_officer", True), ("city_verifier", True), ("auditor", True), ("reporter", False)]
)
def test_a_bulletin_opens_for_the_city_alone(city: Any, role: str, sees: bool) -> None:
    values = {"kind": "leader_page", "period": "2026Q3", "unit": city.city}
    row = create_record(register=BULLETINS, values=values, actor=city.users["city_officer"])
    assert open_as(city.users[role]).get(reverse("bulletin", args=[row.pk])).status_code == (200 if sees else 404)
