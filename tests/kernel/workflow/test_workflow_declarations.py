"""A workflow is checked when built and answers who may do what, where."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.kernel.workflow import RECORDING, Clock, Denied, Refusal, State, Step, Workflow, WorkflowError

STATES = (
    State("received", "待受理", public_title="已收到"),
    State("handling", "办理中"),
    State("testing", "检验中", no_clock_reason="检验期间不计入办理期限"),
    State("review", "待审核"),
    State("closed", "已办结", kind="closed", colour="met"),
    State("refused", "不予受理", kind="closed"),
)
STEPS = (
    Step("accept", "受理", ("received",), "handling", ("clerk",), starts=("handle",), stops=("accept",)),
    Step("refuse", "不予受理", ("received",), "refused", ("clerk", "system"), stops=("accept",), needs_reason=True),
    Step("send_test", "送检", ("handling",), "testing", ("clerk",)),
    Step("take_result", "收检验结果", ("testing",), "handling", ("clerk",)),
    Step("submit", "提交审核", ("handling",), "review", ("clerk",)),
    Step("return_to", "退回", ("review",), "handling", ("leader",), needs_reason=True),
    Step(
        "approve", "审核通过", ("review",), "closed", ("leader",), stops=("handle",), different_actor_from=("submit",)
    ),
)
CLOCKS = (
    Clock("accept", "受理期限", "complaint.accept", on_expiry="refuse"),
    Clock("handle", "办理期限", "complaint.handle", pauses_in=("testing",), on_expiry="报告负责人并督办"),
)

# A loaded machine must not fail a test: no time limit for an example.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def build(**changes: Any) -> Workflow:
    parts: dict[str, Any] = {
        "code": "case",
        "title": "投诉办理",
        "initial": "received",
        "states": STATES,
        "steps": STEPS,
        "clocks": CLOCKS,
        "starts": ("accept",),
    }
    return Workflow(**(parts | changes))


def changed(parts: tuple[Any, ...], code: str, /, **changes: Any) -> tuple[Any, ...]:
    return tuple(dataclasses.replace(part, **changes) if part.code == code else part for part in parts)


def problems(**changes: Any) -> tuple[str, ...]:
    with pytest.raises(WorkflowError) as caught:
        build(**changes)
    return caught.value.problems


def test_steps_from_a_state_come_in_declared_order() -> None:
    assert [step.code for step in build().steps_from("handling")] == ["send_test", "submit"]
    assert build().steps_from("closed") == ()


@pytest.mark.parametrize("ask", [Workflow.state, Workflow.steps_from, Workflow.step, Workflow.clock])
def test_unknown_codes_are_key_errors(ask: Callable[[Workflow, str], object]) -> None:
    with pytest.raises(KeyError):
        ask(build(), "nowhere")


@pytest.mark.parametrize(
    ("state", "running", "paused"),
    [
        ("received", ["accept"], []),
        ("handling", ["handle"], []),
        ("testing", [], ["handle"]),
        ("review", ["handle"], []),
        ("closed", [], []),
        ("refused", [], []),
    ],
)
def test_running_and_paused_clocks_follow_from_the_declaration(
    state: str, running: list[str], paused: list[str]
) -> None:
    flow = build()
    assert [clock.code for clock in flow.clocks_running(state)] == running
    assert [clock.code for clock in flow.clocks_paused(state)] == paused


def test_expiry_is_a_step_or_words() -> None:
    assert build().expiry_step("accept") == build().step("refuse")
    assert build().expiry_step("handle") is None


def test_a_citizen_reads_the_public_title_or_else_the_title() -> None:
    assert build().state("received").shown_to_public == "已收到"
    assert build().state("handling").shown_to_public == "办理中"


def test_a_lazy_title_is_not_asked_for_its_text_until_shown() -> None:
    asked = []

    class Lazy:
        def __str__(self) -> str:
            asked.append(1)
            return "待受理"

    flow = build(states=changed(STATES, "received", title=Lazy()))
    assert not asked
    assert "received: 待受理" in flow.diagram()


def test_a_step_is_allowed_in_its_state_for_its_role() -> None:
    answer = build().allowed("accept", state="received", roles={"clerk"}, actor=1, previous_actors={})
    assert answer
    assert answer == build().allowed("accept", state="received", roles=["other", "clerk"], actor=2, previous_actors={})


@pytest.mark.parametrize(
    ("step", "state", "roles", "refusal", "reason"),
    [
        ("fly", "received", {"clerk"}, Refusal.UNKNOWN_STEP, "“投诉办理”没有“fly”这一步。"),
        (
            "accept",
            "review",
            {"clerk"},
            Refusal.WRONG_STATE,
            "当前状态是“待审核”，不能办理“受理”；这一步只能在“待受理”时办理。",
        ),
        (
            "accept",
            "lost",
            {"clerk"},
            Refusal.WRONG_STATE,
            "当前状态是“lost”，不能办理“受理”；这一步只能在“待受理”时办理。",
        ),
        ("accept", "received", {"leader"}, Refusal.NO_ROLE, "您的角色不能办理“受理”，请转有此职责的人员办理。"),
        ("accept", "received", set(), Refusal.NO_ROLE, "您的角色不能办理“受理”，请转有此职责的人员办理。"),
        (
            "approve",
            "review",
            {"leader"},
            Refusal.SAME_ACTOR,
            "本件的“提交审核”是您办的，“审核通过”须由另一人办理（经办与审核分离）。",
        ),
    ],
)
def test_a_refusal_says_why(step: str, state: str, roles: set[str], refusal: Refusal, reason: str) -> None:
    answer = build().allowed(step, state=state, roles=roles, actor=7, previous_actors={"submit": {3, 7}})
    assert not answer
    assert answer == Denied(refusal, reason)


def test_another_person_may_check() -> None:
    assert build().allowed("approve", state="review", roles={"leader"}, actor=8, previous_actors={"submit": {3, 7}})


def test_who_made_the_record_may_be_kept_from_checking_it() -> None:
    flow = build(steps=changed(STEPS, "accept", different_actor_from=(RECORDING,)))
    makers: dict[str, set[object]] = {RECORDING: {7}}
    assert flow.allowed("accept", state="received", roles={"clerk"}, actor=8, previous_actors=makers)
    assert flow.allowed("accept", state="received", roles={"clerk"}, actor=7, previous_actors=makers) == Denied(
        Refusal.SAME_ACTOR, "本件的“填报”是您办的，“受理”须由另一人办理（经办与审核分离）。"
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"initial": "nowhere"}, "initial state 'nowhere' is not declared"),
        ({"states": (*STATES, STATES[0])}, "state 'received' is declared twice"),
        ({"steps": (*STEPS, STEPS[0])}, "step 'accept' is declared twice"),
        ({"clocks": (*CLOCKS, CLOCKS[0])}, "clock 'accept' is declared twice"),
        ({"states": (*STATES, State("Odd Name", "x", kind="closed"))}, "state code 'Odd Name' is not lower_snake_case"),
        ({"states": (*STATES, State("island", "孤岛", kind="closed"))}, "state 'island' cannot be reached"),
        ({"starts": ("accept", "egg")}, "unknown clock 'egg' started at creation"),
        ({"steps": changed(STEPS, "submit", roles=())}, "step 'submit' has no role that may take it"),
        (
            {"steps": changed(STEPS, "return_to", code=RECORDING)},
            "step code 'recording' means the making of the record: choose another",
        ),
        ({"steps": changed(STEPS, "submit", source=())}, "step 'submit' has no source state"),
        ({"steps": changed(STEPS, "submit", source=("handling", "x"))}, "step 'submit' names unknown state 'x'"),
        ({"steps": changed(STEPS, "submit", target="x")}, "step 'submit' names unknown state 'x'"),
        ({"steps": changed(STEPS, "accept", starts=("handle", "x"))}, "step 'accept' names unknown clock 'x'"),
        ({"steps": changed(STEPS, "accept", stops=("x",))}, "step 'accept' names unknown clock 'x'"),
        (
            {"steps": changed(STEPS, "approve", different_actor_from=("x",))},
            "step 'approve' asks for another actor than in unknown step 'x'",
        ),
        ({"clocks": (*CLOCKS, Clock("spare", "备用", "a.b"))}, "clock 'spare' is never started"),
        ({"clocks": changed(CLOCKS, "handle", parameter="")}, "clock 'handle' names no dated rule"),
        ({"clocks": changed(CLOCKS, "handle", pauses_in=("x",))}, "clock 'handle' pauses in unknown state 'x'"),
        (
            {"clocks": changed(CLOCKS, "accept", on_expiry="refuze")},
            "clock 'accept' expires into unknown step 'refuze'",
        ),
        (
            {"starts": (), "steps": changed(STEPS, "return_to", starts=("accept",))},
            "open state 'received' can be entered with no clock running and gives no reason",
        ),
        (
            {"states": changed(STATES, "testing", no_clock_reason="")},
            "open state 'testing' can be entered with no clock running and gives no reason",
        ),
        (
            {"steps": changed(STEPS, "submit", stops=("handle",))},
            "open state 'review' can be entered with no clock running and gives no reason",
        ),
    ],
)
def test_each_mistake_is_found(changes: dict[str, Any], problem: str) -> None:
    assert problem in problems(**changes)


def test_a_dead_end_is_found_even_in_a_circle() -> None:
    steps = tuple(step for step in STEPS if step.code != "approve")
    found = problems(steps=steps)
    for code in ("handling", "testing", "review"):
        assert f"state {code!r} is a dead end: no closed state follows" in found
    assert not any("'received' is a dead end" in problem for problem in found)


def test_a_clock_missing_on_one_of_two_roads_is_found() -> None:
    by_hand = Step("take_over", "直接转办", ("received",), "handling", ("leader",), stops=("accept",))
    assert "open state 'handling' can be entered with no clock running and gives no reason" in problems(
        steps=(*STEPS, by_hand)
    )


def test_all_mistakes_come_in_one_error() -> None:
    with pytest.raises(WorkflowError) as caught:
        build(initial="nowhere", steps=changed(STEPS, "submit", roles=(), target="x"))
    assert "workflow 'case'" in str(caught.value)
    assert len(caught.value.problems) >= 3
    assert all(problem in str(caught.value) for problem in caught.value.problems)


def test_a_closed_state_may_be_reopened_but_starts_without_clocks() -> None:
    reopen = Step("reopen", "重新办理", ("closed",), "handling", ("leader",), starts=("handle",))
    flow = build(steps=(*STEPS, reopen))
    assert [clock.code for clock in flow.clocks_running("handling")] == ["handle"]


def test_the_diagram_is_mermaid_text() -> None:
    flow = Workflow(
        "record",
        "登记",
        "draft",
        (State("draft", "草稿: 未交", no_clock_reason="本人未提交"), State("done", "已核验", kind="closed")),
        (Step("verify", "核验", ("draft",), "done", ("checker",)),),
    )
    assert flow.diagram() == (
        "stateDiagram-v2\n"
        "    draft: 草稿 未交\n"
        "    done: 已核验\n"
        "    [*] --> draft\n"
        "    draft --> done: 核验\n"
        "    done --> [*]\n"
    )
    assert "    received --> handling: 受理（起 办理期限，止 受理期限）\n" in build().diagram()


@steady
@given(st.data())
def test_only_declared_moves_are_ever_allowed(data: st.DataObject) -> None:
    flow = build()
    state = data.draw(st.sampled_from([state.code for state in flow.states]))
    step = data.draw(st.sampled_from(flow.steps))
    roles = data.draw(st.sets(st.sampled_from(["clerk", "leader", "system"])))
    actor = data.draw(st.integers(0, 3))
    previous = {"submit": data.draw(st.frozensets(st.integers(0, 3)))}
    answer = flow.allowed(step.code, state=state, roles=roles, actor=actor, previous_actors=previous)
    expected = (
        step in flow.steps_from(state)
        and any(role in roles for role in step.roles)
        and not (step.code == "approve" and actor in previous["submit"])
    )
    assert bool(answer) is expected
