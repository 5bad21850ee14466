"""The explanation as a paper: no digit without its source, every number computed again."""

import pytest
from django.test import override_settings

from zhiqiang.domains.assessment.actions.appeals import file_appeal
from zhiqiang.domains.assessment.facade import reproduce, result_lines
from zhiqiang.domains.assessment.models import Result
from zhiqiang.domains.assessment.presentation.papers import explanation
from zhiqiang.domains.assessment.queries.references import Named
from zhiqiang.domains.assessment.tests.office import Office
from zhiqiang.domains.assessment.tests.test_appeals import decide
from zhiqiang.foundation.papers.reproduce import reproduce_paper
from zhiqiang.kernel.papers import figures_of, plain, runs_of, shows, unbound

REPRODUCERS = {"AS1": "zhiqiang.domains.assessment.facade.reproduce"}


def test_every_digit_of_the_paper_is_bound_and_comes_out_again(office: Office) -> None:
    result = office.result(office.published())
    paper = explanation(result)
    assert unbound(paper) == []
    assert plain(paper.title) == "2026年第三季度隆化县考评得分说明"
    with override_settings(REPRODUCERS=REPRODUCERS):
        found = reproduce_paper(paper)
    assert found.figures > 40
    assert (found.equal, found.differences) == (found.figures, ())


def test_the_paper_after_an_appeal_names_the_score_before(office: Office) -> None:
    result = office.result(office.published())
    appeal = file_appeal(result=result, item="activity", grounds="补齐材料", actor=office.city.users["reporter"])
    decide(appeal, office.leader, "5")
    words = "".join(plain((run,)) for run in runs_of(explanation(office.result(result.run))))
    assert f"原得分{result.scored.score}分" in words
    with override_settings(REPRODUCERS=REPRODUCERS):
        assert reproduce_paper(explanation(office.result(result.run))).holds


def test_a_veto_stands_in_the_paper_with_its_ground(office: Office) -> None:
    run = office.to_field()
    office.mark(run, "field", office.city.unit, office.checker, {"incident": "1"}, "省局〔2026〕8号通报（演示）")
    office.step(run, "combine")
    paper = explanation(office.result(run))
    assert unbound(paper) == []
    assert "省局〔2026〕8号通报（演示）" in "".join(plain((one,)) for one in runs_of(paper))


def test_a_changed_score_is_found_out(office: Office) -> None:
    result = office.result(office.published())
    reference = Named(result.run_id, "130825", 1).reference("score")
    assert reproduce(reference).equal is True
    Result.objects.filter(pk=result.pk).update(score=99)
    assert reproduce(reference).equal is False


@pytest.mark.parametrize(
    ("what", "words"),
    [("nothing.points", "没有值"), ("food_rate.formula.99", "没有值"), ("food_rate.colour", "没有值")],
)
def test_a_number_that_is_not_there_has_no_value(office: Office, what: str, words: str) -> None:
    result = office.result(office.published())
    found = reproduce(Named(result.run_id, "130825", 1).reference(what))
    assert (found.equal, words in found.why) == (False, True)


def test_references_that_nobody_gave_are_said_to_be_so(office: Office) -> None:
    assert reproduce("AS1/1/130825/1/score").equal is False
    assert reproduce("AS1/one/130825").equal is None


def test_other_domains_read_the_results_that_hold_with_their_references(office: Office) -> None:
    run = office.published()
    lines = result_lines(period="2026Q3")
    assert [one.unit for one in lines][:2] == ["130802", "130803"]
    assert len(lines) == 13
    mine = next(one for one in result_lines(unit="130825") if one.run == run.pk)
    outcome = reproduce(mine.reference)
    assert mine.score is not None
    assert any(shows(f"{mine.score:.0f}", value) for value in outcome.values)
    assert mine.rank == 13  # alone with an order against it
    assert result_lines(period="2025Q3") == []
    assert figures_of(explanation(office.result(run)))
