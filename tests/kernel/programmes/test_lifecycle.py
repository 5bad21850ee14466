"""An application's workflow follows from the stages; every way of stages makes a sound one."""

import dataclasses
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from zhiqiang.kernel.programmes import Programme, union_workflow, workflow_of
from zhiqiang.kernel.programmes.lifecycle import NOTICE_OVER, STATES, STEPS
from zhiqiang.kernel.workflow import Refusal, Workflow

Altered = Callable[[Callable[[dict[str, Any]], object]], Programme]


def without(programme: Programme, *codes: str) -> Programme:
    stages = tuple(stage for stage in programme.stages if stage.code not in codes)
    return dataclasses.replace(
        programme, stages=stages, notice=None if "notice" in codes else programme.notice, review=None
    )


def walk(flow: Workflow, *steps: str) -> str:
    state = flow.initial
    for step in steps:
        assert state in flow.step(step).source, f"{step} from {state}"
        state = flow.step(step).target
    return state


def test_the_whole_way_leads_through_every_stage_to_recognition(programme: Programme) -> None:
    flow = workflow_of(programme)
    way = ["submit", "accept", "begin_review", "conclude_review", "record_visit", "decide_for", "publish", "recognise"]
    assert walk(flow, *way) == "recognised"
    assert flow.code == "programme.bridge-award"


def test_without_review_visit_and_notice_the_decision_recognises(programme: Programme) -> None:
    flow = workflow_of(without(programme, "review", "visit", "notice"))
    assert walk(flow, "submit", "return_for_correction", "resubmit", "accept", "decide_for") == "recognised"
    assert {state.code for state in flow.states}.isdisjoint({"reviewing", "visited", "proposed", "contested"})


@pytest.mark.parametrize("left_out", list(product([True, False], repeat=3)))
def test_every_choice_of_stages_makes_a_workflow_that_the_kernel_accepts(
    programme: Programme, left_out: tuple[bool, bool, bool]
) -> None:
    codes = [code for code, gone in zip(("review", "visit", "notice"), left_out, strict=True) if gone]
    flow = workflow_of(without(programme, *codes))
    assert {step.target for step in flow.steps} | {"draft"} == {state.code for state in flow.states}
    assert all(flow.clocks_running(state.code) for state in flow.states if state.is_open and state.code != "draft")


def test_clocks_run_by_the_parameters_of_the_stages(programme: Programme) -> None:
    flow = workflow_of(programme)
    assert {clock.code: clock.parameter for clock in flow.clocks} == {
        "check_by": "programme.check",
        "correct_by": "programme.correct",
        "review_by": "programme.review",
        "visit_by": "programme.visit",
        "decide_by": "programme.decide",
        "publish_by": "programme.publish",
        "notice_until": "programme.notice",
        "objection_by": "programme.objection",
    }


def test_the_days_of_the_notice_run_on_while_an_objection_is_heard(programme: Programme) -> None:
    flow = workflow_of(programme)
    assert {clock.code for clock in flow.clocks_running("contested")} == {"notice_until", "objection_by"}
    assert flow.step("recognise").guard == NOTICE_OVER
    assert "contested" not in flow.step("withdraw").source


@pytest.mark.parametrize(
    ("step", "earlier"),
    [("decide_for", "accept"), ("decide_against", "accept"), ("dismiss", "object"), ("recognise", "decide_for")],
)
def test_who_did_one_step_does_not_take_the_one_that_checks_it(programme: Programme, step: str, earlier: str) -> None:
    flow = workflow_of(programme)
    denied = flow.allowed(
        step,
        state=flow.step(step).source[0],
        roles=flow.step(step).roles,
        actor="one",
        previous_actors={earlier: frozenset({"one"})},
    )
    assert not denied
    assert denied.refusal is Refusal.SAME_ACTOR


def test_only_the_applicant_s_people_submit_and_withdraw(programme: Programme) -> None:
    flow = workflow_of(programme)
    for step in ("submit", "resubmit", "withdraw"):
        assert flow.step(step).roles == ("enterprise", "reporter")


@pytest.mark.parametrize("step", ["return_for_correction", "refuse", "decide_against", "object", "uphold", "dismiss"])
def test_what_goes_against_somebody_needs_a_reason(programme: Programme, step: str) -> None:
    assert workflow_of(programme).step(step).needs_reason


def test_the_union_knows_every_state_and_step(programme: Programme) -> None:
    flow = union_workflow()
    assert {state.code for state in flow.states} == set(STATES)
    assert {step.code for step in flow.steps} == set(STEPS)
    own = workflow_of(without(programme, "review"))
    for step in own.steps:
        assert set(step.source) <= set(flow.step(step.code).source)


def test_titles_pass_through_the_translation_that_is_given(programme: Programme) -> None:
    flow = workflow_of(programme, lambda text: f"<{text}>")
    assert flow.state("draft").title == "<草稿>"
    assert flow.step("accept").title == "<受理>"
    assert flow.clock("check_by").title == "<受理时限>"


def test_a_programme_that_only_registers_outside_lists_has_no_way(programme: Programme) -> None:
    with pytest.raises(ValueError, match="只登记外部名单"):
        workflow_of(dataclasses.replace(programme, stages=()))
