"""A run from its draft to its published results."""

from decimal import Decimal

import pytest

from zhiqiang.domains.assessment.actions.marks import Given, give_marks, verify_marks
from zhiqiang.domains.assessment.actions.runs import open_run
from zhiqiang.domains.assessment.models import PinnedScheme, Result
from zhiqiang.domains.assessment.queries.standings import missing, standings
from zhiqiang.domains.assessment.registers import RUNS
from zhiqiang.domains.assessment.tests.office import MARKED, PERIOD, SCHEME, Office
from zhiqiang.foundation.notices.models import Notice
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import take_step


def test_a_run_ends_with_a_published_result_of_every_unit(office: Office) -> None:
    run = office.published()
    results = Result.objects.filter(run=run, state="published")
    assert results.count() == 13
    assert run.published_on is not None
    mine = office.result(run)
    # 30 + … : the example's points, one blue order against 隆化县.
    assert (mine.score, mine.band, mine.number) == (mine.scored.score, mine.scored.band.code, 1)  # type: ignore[union-attr]  # it has a grade
    assert mine.appeal_until is not None
    assert mine.scored.item("orders").points == 8


def test_the_score_is_what_the_published_formula_gives(office: Office) -> None:
    found = office.result(office.published()).scored
    by_hand = {
        "agri_rate": Decimal(10) * 3 / Decimal("3.5"), "food_rate": Decimal(10) * Decimal("2.8") / Decimal("3.5"),
        "drug_rate": Decimal(10) * Decimal("2.5") / 3, "firm_visits": Decimal(10), "helped_firms": Decimal(10),
        "reports_on_time": Decimal(12) * Decimal("0.8"), "duties_on_time": Decimal(4), "orders": Decimal(8),
        **dict.fromkeys(MARKED, Decimal(4)),
    }  # fmt: skip
    for code, points in by_hand.items():
        assert found.item(code).points is not None
        assert round(found.item(code).points or 0, 6) == round(points, 6), code
    assert found.score == sum(by_hand.values(), Decimal(0)).quantize(Decimal(1))


def test_the_scheme_is_pinned_when_the_run_opens_and_a_pinned_one_is_never_changed(office: Office) -> None:
    run = office.run()
    assert run.pinned is None
    run = office.step(run, "open")
    assert run.pinned is not None
    assert run.pinned.scheme.code == SCHEME
    assert run.pinned.scheme.content_hash == run.pinned.hash
    with pytest.raises(TypeError):
        run.pinned.save()
    with pytest.raises(TypeError):
        PinnedScheme.objects.get(pk=run.pinned.pk).delete()


def test_the_same_period_is_assessed_once_by_a_scheme(office: Office) -> None:
    run = office.run()
    with pytest.raises((RefusedError, WrongValuesError)):
        office.run()
    office.step(run, "cancel", reason="重来")
    assert office.run().pk != run.pk


@pytest.mark.parametrize(
    ("scheme", "period", "words"),
    [
        ("county-quality-2025", PERIOD, "没有代码为“county-quality-2025”的考评方案"),
        (SCHEME, "2026Q5", "不是考评期"),
        (SCHEME, "2025Q3", "不含 2025-09-30"),
        (SCHEME, "2027Q1", "还没有开始"),
    ],
)
def test_a_run_that_cannot_be_is_refused_in_words(office: Office, scheme: str, period: str, words: str) -> None:
    with pytest.raises(WrongValuesError, match=words):
        open_run(scheme=scheme, period=period, title="考评", actor=office.officer)


def test_who_combined_does_not_publish_and_the_officer_has_no_such_step(office: Office) -> None:
    run = office.combined()
    with pytest.raises(NotThereError):
        office.step(run, "publish", office.officer)
    assert office.step(run, "publish", office.leader).state == "published"


def test_results_sent_back_are_withdrawn_and_computed_anew(office: Office) -> None:
    run = office.combined()
    run = office.step(run, "send_back", office.leader, "两个单位的核查材料不全")
    assert set(Result.objects.filter(run=run).values_list("state", flat=True)) == {"withdrawn"}
    run = office.step(run, "combine")
    newest = office.result(run)
    assert (newest.number, newest.state) == (2, "computed")
    assert [one.result.number for one in standings(run) if one.result] == [2] * 13


def test_scores_that_nobody_has_checked_hold_the_combining_up(office: Office) -> None:
    run = office.to_field()
    given = {"activity": Given(Decimal(3), "现场只见一家企业参与")}
    give_marks(run=run, unit=office.city.unit, layer="field", marks=given, actor=office.checker)
    with pytest.raises(RefusedError, match="还有 1 个评分没有审核"):
        office.step(run, "combine")
    verify_marks(run=run, unit=office.city.unit, layer="field", actor=office.another)
    office.step(run, "combine")
    layers = office.result(run).scored.item("activity").layers
    assert {layer: mark.value for layer, mark in layers.items()} == {"department": 4, "field": 3}
    assert office.result(run).scored.item("activity").points == 3


def test_missing_scores_are_listed_by_unit(office: Office) -> None:
    run = office.to_department()
    office.mark(run, "department", office.city.unit, office.department, {"activity": "4"})
    found = {one.unit.code: one for one in missing(run, "department")}
    assert len(found) == 13
    assert found["130825"].absent == ("arrangement", "mechanism", "practice")
    assert found["130802"].absent == MARKED


def test_an_incident_makes_d_whatever_the_score_and_is_said(office: Office) -> None:
    run = office.to_field()
    office.mark(run, "field", office.city.unit, office.checker, {"incident": "1"}, "省市场监管局通报")
    run = office.step(run, "combine")
    found = office.result(run)
    assert found.band == "D"
    assert found.score is not None
    assert found.score > 60
    assert found.scored.forced[0].reason == "省市场监管局通报"


def test_reporters_are_told_of_the_opening_and_of_the_results_once(office: Office) -> None:
    run = office.published()
    told = Notice.objects.filter(person=office.city.users["reporter"], key__startswith="assessment.")
    assert sorted(told.values_list("key", flat=True)) == [
        f"assessment.opened/{run.pk}/130825", f"assessment.published/{run.pk}/130825",
    ]  # fmt: skip


def test_a_result_is_kept_with_all_it_rests_on(office: Office) -> None:
    found = office.result(office.published())
    again = Result.objects.get(pk=found.pk)
    assert again.known == found.known
    assert again.scored.score == again.score
    assert again.facts["observed"]["food_rate"]["value"] == "97.8"
    with pytest.raises(NotThereError):
        take_step(register=RUNS, record_id=found.run_id, step="combine", actor=office.city.users["reporter"])
