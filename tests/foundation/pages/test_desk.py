"""Today's desk: what waits for me, how long is left, nothing that is somebody else's."""

import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation import clock
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.jobs.models import Job
from zhiqiang.foundation.reference.models import ProductClass
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.portals.console.desk import desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(city):
    """Record a batch on a day of November 2026, for the county or another unit."""

    def recorded(number, day=16, unit=None):
        with clock.as_of(datetime(2026, 11, day, 9, tzinfo=clock.ZONE)):
            return create_record(
                register=SAMPLES,
                values={
                    "number": number,
                    "unit": unit or city.unit,
                    "level": "county",
                    "design": "representative",
                    "product_class": ProductClass.objects.get(code="food-04"),
                    "product": "酱牛肉",
                    "place": "某超市",
                    "sampled_on": date(2026, 10, 22),
                    "laboratory": city.laboratory,
                    "conclusion": "pass",
                },
                actor=city.users["city_officer" if unit else "reporter"],
            )

    return recorded


@pytest.fixture
def monday(as_of):
    as_of(2026, 11, 23)


def open_desk(person):
    browser = Client()
    browser.force_login(person)
    if person.needs_second_factor:
        device = person.totpdevice_set.create(name="app", confirmed=True)
        session = browser.session
        session["otp_device_id"] = device.persistent_id
        session.save()
    return browser.get(reverse("desk"))


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_an_empty_desk_says_so_and_where_to_go(city, monday):
    answer = open_desk(city.users["verifier"])
    assert "没有等您办理的事" in words(answer)
    assert reverse("register-index") in answer.content.decode()


def test_the_title_counts_what_waits_and_what_is_late(city, record, monday):
    record("CD-1", day=10)  # due on the 17th
    record("CD-2", day=20)  # due on the 27th
    text = words(open_desk(city.users["verifier"]))
    assert "今天要办 2 件，其中 1 件已逾期" in text
    assert "逾期 6 天" in text
    assert "剩 4 个工作日" in text
    assert "今日 2" in text


def test_many_of_one_kind_are_one_line_that_opens_them_all(city, record, monday):
    for number in range(5):
        record(f"CD-{number}")
    answer = open_desk(city.users["verifier"])
    assert [(duty.number, duty.row) for duty in answer.context["desk"].duties] == [(5, None)]
    assert f"{reverse('register-list', args=[SAMPLES.slug])}?waiting=verify_by" in answer.content.decode()


def test_what_waits_elsewhere_or_for_others_is_not_on_my_desk(city, record, monday):
    record("CD-1", unit=city.other_unit)
    assert desk_of(city.users["verifier"]).number == 0
    assert desk_of(city.users["reporter"]).number == 0
    assert desk_of(city.users["city_verifier"]).number == 1
    assert desk_of(city.users["auditor"]).number == 0


def test_a_record_sent_back_moves_to_the_desk_of_who_records(city, record, monday):
    sample = record("CD-1")
    take_step(register=SAMPLES, record_id=sample.pk, step="send_back", actor=city.users["verifier"], reason="地点不全")
    assert desk_of(city.users["verifier"]).number == 0
    assert [duty.row for duty in desk_of(city.users["reporter"]).duties] == [sample]


def test_my_imports_and_jobs_stand_beside_it(city, monday):
    person = city.users["reporter"]
    document = Document.objects.create(
        sha256="0" * 64, name="十月.xlsx", type="x", size=1, uploaded_by=person, uploaded_at=clock.now()
    )
    ImportBatch.objects.create(
        register=SAMPLES.slug, file_name="十月.xlsx", document=document, status="preview", actor=person,
        created_at=clock.now(), accepted=3, rejected=1,
    )  # fmt: skip
    Job.objects.create(name="导出", status="running", actor=person, done=1, total=4, created_at=clock.now())
    text = words(open_desk(person))
    assert "十月.xlsx" in text
    assert "3 行可导入，1 行要改" in text
    assert "导出" in text
