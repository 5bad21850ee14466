"""The API: figures and registers within the caller's grants, imports, keys, limits and clear refusals."""

import json
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from portal_city import CANARY, Caller, Filled

from zhiqiang.domains.goals.queries import board, rows_behind
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.foundation.access.models import ApiKey, User
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.portals.api.keys import revoke_key
from zhiqiang.portals.api.tables import as_table, number
from zhiqiang.site.cli import board as board_command
from zhiqiang.site.cli import deadline as deadline_command

MakeCaller = Callable[..., Caller]
SAMPLES = "/api/registers/sampling.samples"
HEADER = "样品编号,填报单位,任务级别,抽样方式,产品类别,样品名称,抽样地点,抽样日期,检验机构,检验结论\n"


def workbook(*rows: str, name: str = "抽检.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (HEADER + "\n".join(rows) + "\n").encode(), content_type="text/csv")


def row(number: str, unit: str = "隆化县", day: str = "2026-10-22") -> str:
    return f"{number},{unit},县级,代表性,肉制品,酱牛肉,某超市,{day},承德市食品药品检验中心（演示）,合格"


@pytest.fixture
def officer(filled: Filled, caller: MakeCaller) -> Caller:
    return caller(filled.city.users["city_officer"])


@pytest.fixture
def reporter(filled: Filled, caller: MakeCaller) -> Caller:
    return caller(filled.city.users["reporter"])


def test_the_api_the_command_line_the_public_file_and_the_board_say_the_same(
    filled: Filled, officer: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = board()
    assert board_command.run(Namespace(as_of=None, unit=None, json=True)) == 0
    lines = json.loads(capsys.readouterr().out)
    assert officer.get("/api/board").json() == lines
    assert [as_table(line, shown.plan.content_hash) for line in shown.lines] == lines
    public = Client().get("/api/public/progress").json()["targets"]
    assert [{key: one[key] for key in lines[0]} for one in public] == lines
    assert json.loads(Client().get(reverse("progress-json")).content)["targets"] == public


def test_a_unit_and_a_day_can_be_asked_for(filled: Filled, officer: Caller) -> None:
    unit = filled.city.unit
    found = officer.get("/api/board", unit=unit.code, as_of="2026-03-05").json()
    food = next(one for one in found if one["target"] == "G2027.5")
    line = board(unit=unit, on=date(2026, 3, 5)).line("G2027.5")
    assert line.window
    assert (food["unit"], food["denominator"]) == (unit.code, number(line.window.denominator))
    assert len(officer.get("/api/board", unit="all").json()) == 48 * 14


def test_evidence_counts_what_the_figure_prints(filled: Filled, officer: Caller) -> None:
    line = board().current("food_pass_rate")
    found = officer.get("/api/evidence/food_pass_rate").json()
    behind = rows_behind(line)
    assert behind
    assert (found["numerator"], found["denominator"], found["digest"]) == (11, 12, behind.digest)
    assert found["rows"] == sorted(one.pk for one in [*filled.samples, *filled.other])
    assert officer.get("/api/evidence/food_pass_rate", period="2026-13").status_code == 422
    assert officer.get("/api/evidence/nothing").status_code == 404


def test_indicators_series_and_plan_are_there(filled: Filled, officer: Caller) -> None:
    assert len(officer.get("/api/indicators").json()) == 30
    series = officer.get("/api/indicators/food_pass_rate/series").json()
    assert sum(month["denominator"] for month in series["months"]) == 12
    assert series["points"][-1]["value"] == pytest.approx(91.666667)
    assert Client().get("/api/public/indicators/food_pass_rate").json() == series
    plan = officer.get("/api/plan").json()
    bound = set(active_plan().bound)
    assert (len(plan["targets"]), set(plan["bound"]), set(plan["unbound"])) == (48, bound, {*plan["targets"]} - bound)


def test_a_deadline_is_the_command_lines(filled: Filled, officer: Caller, capsys: pytest.CaptureFixture[str]) -> None:
    found = officer.get(
        "/api/deadline", rule="complaint.accept", start="2026-02-12", suspend="2026-02-24..2026-02-25"
    ).json()
    arguments = type("Arguments", (), {
        "rule": "complaint.accept", "start": "2026-02-12", "suspend": ["2026-02-24..2026-02-25"],
        "json": True, "home": None, "list_rules": False, "batch": None,
    })()  # fmt: skip
    assert deadline_command.run(arguments) == 0
    said = json.loads(capsys.readouterr().out)
    assert found == {key: said[key] for key in found}
    assert officer.get("/api/deadline", rule="no.such", start="2026-02-12").status_code == 422
    assert officer.get("/api/deadline", rule="complaint.accept", start="今天").json()["fields"].keys() == {"start"}


def test_rows_outside_the_scope_are_absent_and_look_like_rows_that_never_were(filled: Filled, reporter: Caller) -> None:
    own, foreign = filled.samples[0].pk, filled.other[0].pk
    assert reporter.get(f"{SAMPLES}/{own}").json()["number"] == "S0"
    hidden, never = reporter.get(f"{SAMPLES}/{foreign}"), reporter.get(f"{SAMPLES}/999999")
    assert hidden.status_code == never.status_code == 404
    assert hidden.content == never.content
    listed = reporter.get(SAMPLES, page_size=200).json()
    assert {one["unit"]["code"] for one in listed["rows"]} == {filled.city.unit.code}
    assert listed["total"] == 11
    assert reporter.get(SAMPLES, unit=filled.city.other_unit.code).json()["total"] == 0


def test_filters_search_and_pages_are_the_declared_ones(filled: Filled, officer: Caller) -> None:
    assert officer.get(SAMPLES, conclusion="fail", state="verified").json()["total"] == 1
    assert officer.get(SAMPLES, q="s3").json()["rows"][0]["number"] == "S3"
    assert officer.get(SAMPLES, sampled_on_from="2026-04-01", sampled_on_to="2026-04-30").json()["total"] == 2
    assert officer.get(SAMPLES, product_class="food-04").json()["total"] == 13
    assert officer.get(SAMPLES, product_class="nothing").json()["total"] == 0
    assert officer.get(SAMPLES, laboratory=str(filled.city.laboratory.pk)).json()["total"] == 13
    assert officer.get(SAMPLES, laboratory="x").json()["total"] == 0
    pages = [officer.get(SAMPLES, page=n, page_size=5).json()["rows"] for n in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [5, 5, 3, 0]
    assert len({one["id"] for page in pages for one in page}) == 13


@pytest.mark.parametrize(
    ("path", "query", "fields"),
    [
        (SAMPLES, {"colour": "red"}, {"colour"}),
        (SAMPLES, {"producer_uscc": CANARY}, {"producer_uscc"}),
        (SAMPLES, {"page_size": "201"}, {"page_size"}),
        (SAMPLES, {"q": "\0"}, {"q"}),
        (SAMPLES, {"page": "0"}, {"page"}),
        (SAMPLES, {"sampled_on_from": "昨天"}, {"sampled_on_from"}),
        (SAMPLES, {"conclusion": "maybe"}, {"conclusion"}),
        (SAMPLES, {"state": ["verified", "recorded"]}, {"state"}),
        ("/api/board", {"unit": "999999"}, {"unit"}),
        ("/api/board", {"units": "130825"}, {"units"}),
        ("/api/board", {"as_of": "2026-13-01"}, {"as_of"}),
        ("/api/public/progress", {"x": "1"}, {"x"}),
        ("/api/deadline", {}, {"rule", "start"}),
    ],
)
def test_a_query_that_cannot_be_understood_is_refused_naming_the_field(
    officer: Caller, path: str, query: dict[str, Any], fields: set[str]
) -> None:
    answer = officer.get(path, **query)
    assert answer.status_code == 422
    assert answer.json()["fields"].keys() == fields
    assert all(name in answer.json()["message"] for name in fields)


def test_the_index_lists_what_the_person_may_open(filled: Filled, caller: MakeCaller, officer: Caller) -> None:
    found = {one["slug"]: one for one in officer.get("/api/registers").json()}
    assert "import" in found["sampling.samples"]["actions"]
    assert {"name": "conclusion", "type": "choice"}.items() <= found["sampling.samples"]["fields"][-2].items()
    laboratory = caller(filled.city.users["laboratory"])
    opened = {slug for slug, one in registers().items() if "laboratory" in one.access["view"]}
    assert "sampling.samples" in opened
    assert {one["slug"] for one in laboratory.get("/api/registers").json()} == opened
    assert laboratory.get("/api/registers/standards.standards").status_code == 404


def test_nobody_reads_without_a_key_or_a_session(filled: Filled) -> None:
    for path in ("/api/board", "/api/plan", "/api/registers", SAMPLES, f"{SAMPLES}/{filled.samples[0].pk}"):
        answer = Client().get(path)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer.json()["message"]


def test_a_session_reads_but_does_not_import(filled: Filled) -> None:
    client = Client()
    client.force_login(filled.city.users["reporter"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(SAMPLES).json()["total"] == 11
    assert client.post(f"{SAMPLES}/imports", {"file": workbook(row("N1"))}).status_code == 401
    assert not Sample.objects.filter(number="N1").exists()


def test_a_key_opens_only_its_scopes(filled: Filled, caller: MakeCaller) -> None:
    person = filled.city.users["city_officer"]
    figures, registers = caller(person, "figures:read"), caller(person, "registers:read")
    assert figures.get("/api/board").status_code == 200
    assert figures.get(SAMPLES).status_code == 403
    assert "registers:read" in figures.get(SAMPLES).json()["message"]
    assert registers.get(SAMPLES).status_code == 200
    assert registers.get("/api/board").status_code == 403
    assert registers.post(f"{SAMPLES}/imports", {"file": workbook(row("N1"))}).status_code == 403
    assert not Sample.objects.filter(number="N1").exists()


def test_a_key_of_one_who_may_not_see_the_board_is_told_where_to_look(filled: Filled, caller: MakeCaller) -> None:
    answer = caller(filled.city.users["enterprise"]).get("/api/board")
    assert answer.status_code == 403
    assert "/api/public/progress" in answer.json()["message"]


def test_a_key_ends_with_its_day_its_revocation_and_its_person(
    filled: Filled, caller: MakeCaller, as_of: Callable[..., Any]
) -> None:
    person = filled.city.users["city_officer"]
    short, stopped, wrong = caller(person, expires_on=date(2026, 11, 23)), caller(person), Caller("x" * 43, Client())
    assert short.get("/api/plan").status_code == stopped.get("/api/plan").status_code == 200
    assert wrong.get("/api/plan").status_code == 401
    key = ApiKey.objects.get(prefix=stopped.secret[:8])
    assert revoke_key(key_id=key.pk, actor=filled.city.users["administrator"])
    assert not revoke_key(key_id=key.pk, actor=filled.city.users["administrator"])
    assert stopped.get("/api/plan").status_code == 401
    as_of(2026, 11, 24)
    assert short.get("/api/plan").status_code == 401
    alive = caller(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert alive.get("/api/plan").status_code == 401


def test_too_many_requests_wait_and_others_are_not_held_up(
    filled: Filled, officer: Caller, reporter: Caller, settings: Any
) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    answers = [officer.get("/api/plan") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert reporter.get("/api/plan").status_code == 200
    assert [Client().get("/api/public/progress").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_file_is_imported_as_the_keys_person_and_again_changes_nothing(filled: Filled, reporter: Caller) -> None:
    found = reporter.post(f"{SAMPLES}/imports", {"file": workbook(row("N1"), row("N2"))}).json()
    assert (found["rows"], found["accepted"], found["new"], found["errors"]) == (2, 2, 2, [])
    made = Sample.objects.get(number="N1")
    assert (made.recorded_by, made.state) == (filled.city.users["reporter"], "recorded")
    assert TrailEntry.objects.filter(action="import", actor=filled.city.users["reporter"]).count() == 1
    again = reporter.post(f"{SAMPLES}/imports", {"file": workbook(row("N1"), row("N2"))}).json()
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert Sample.objects.filter(number__in=("N1", "N2")).count() == 2


def test_a_check_writes_nothing_and_every_error_is_named(filled: Filled, reporter: Caller) -> None:
    wrong = row("N3", day="2026-13-45")
    found = reporter.post(f"{SAMPLES}/imports", {"file": workbook(row("N1"), wrong), "check": "true"}).json()
    assert (found["rows"], found["accepted"], found["status"]) == (2, 1, "preview")
    assert found["errors"][0]["row"] == 3
    assert found["errors"][0]["column"]
    assert not Sample.objects.filter(number="N1").exists()
    shown = reporter.get(f"{SAMPLES}/imports/{found['batch']}").json()
    assert shown == found


def test_a_row_of_another_county_is_not_imported(filled: Filled, reporter: Caller) -> None:
    found = reporter.post(f"{SAMPLES}/imports", {"file": workbook(row("N1", unit="双桥区"))}).json()
    assert (found["accepted"], len(found["errors"]) > 0) == (0, True)
    assert not Sample.objects.filter(number="N1").exists()


def test_a_batch_is_its_owners_alone(filled: Filled, reporter: Caller, officer: Caller) -> None:
    batch = reporter.post(f"{SAMPLES}/imports", {"file": workbook(row("N1")), "check": "true"}).json()["batch"]
    assert officer.get(f"{SAMPLES}/imports/{batch}").status_code == 404
    other = f"/api/registers/standards.standards/imports/{batch}"
    assert reporter.get(other).status_code == 404


def test_what_is_no_table_is_refused_with_a_message(filled: Filled, reporter: Caller) -> None:
    broken = reporter.post(
        f"{SAMPLES}/imports", {"file": SimpleUploadedFile("坏.xlsx", b"PK\x03\x04 no workbook")}
    ).json()
    assert (broken["status"], broken["accepted"], broken["errors"][0]["row"]) == ("refused", 0, 0)
    assert broken["errors"][0]["message"]
    empty = reporter.post(f"{SAMPLES}/imports", {"file": SimpleUploadedFile("空.csv", b"")}).json()
    assert empty["status"] == "refused"
    nothing = reporter.post(f"{SAMPLES}/imports", {})
    assert nothing.status_code == 422
    assert nothing.json()["fields"].keys() == {"file"}
    extra = reporter.post(f"{SAMPLES}/imports", {"file": workbook(row("N1")), "force": "true"})
    assert extra.status_code == 422
    assert extra.json()["fields"].keys() == {"force"}
    assert not ImportBatch.objects.filter(status="committed").exists()


def test_one_who_may_not_import_finds_nothing_there(filled: Filled, caller: MakeCaller) -> None:
    laboratory = caller(filled.city.users["laboratory"])
    answer = laboratory.post(f"{SAMPLES}/imports", {"file": workbook(row("N1"))})
    assert answer.status_code == 404
    assert not ImportBatch.objects.exists()


def test_an_unknown_address_answers_in_json(filled: Filled, officer: Caller) -> None:
    for path in ("/api/", "/api/nothing", "/api/registers/no.such", f"{SAMPLES}/{10**30}"):
        answer = officer.get(path)
        assert answer.status_code == 404
        assert answer.json()["fields"] == {}


def test_the_list_costs_the_same_for_few_rows_and_many(
    filled: Filled, officer: Caller, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10) as few:
        officer.get(SAMPLES, page_size=2)
    with django_assert_max_num_queries(10) as many:
        officer.get(SAMPLES, page_size=200)
    assert len(few) == len(many)


def test_answers_to_a_key_are_kept_by_nobody(filled: Filled, officer: Caller) -> None:
    assert "no-store" in officer.get("/api/board")["Cache-Control"]
    assert "no-store" in Client().get("/api/board")["Cache-Control"]
    assert "max-age=60" in Client().get("/api/public/progress")["Cache-Control"]
