"""The workflow of an application, compiled from the stages of its programme."""

from collections.abc import Callable
from dataclasses import dataclass

from zhiqiang.kernel.programmes.model import NoticeRules, Programme, Stage, StageCode
from zhiqiang.kernel.workflow import Clock, State, Step, Title, Workflow

APPLICANTS = ("enterprise", "reporter")
RECOGNISED, REJECTED, REFUSED, WITHDRAWN = "recognised", "rejected", "refused", "withdrawn"
#: The condition of the step `recognise` that the domain must hold: the days of the notice are over.
NOTICE_OVER = "notice_over"

#: code → title, colour; what citizens read where it is not the title.
STATES: dict[str, tuple[str, str, str]] = {
    "draft": ("草稿", "none", ""),
    "submitted": ("已提交", "warn", ""),
    "incomplete": ("待补正", "late", ""),
    "accepted": ("已受理", "warn", ""),
    "reviewing": ("评审中", "warn", ""),
    "reviewed": ("评审完成", "warn", ""),
    "visited": ("已现场核查", "warn", "现场核查完成"),
    "proposed": ("拟认定", "warn", "审定中"),
    "on_notice": ("公示中", "warn", ""),
    "contested": ("异议处理中", "late", ""),
    RECOGNISED: ("已认定", "ok", ""),
    REJECTED: ("未通过", "none", ""),
    REFUSED: ("不予受理", "none", ""),
    WITHDRAWN: ("已撤回", "none", ""),
}
CLOSED = frozenset({RECOGNISED, REJECTED, REFUSED, WITHDRAWN})
NO_CLOCK_IN_DRAFT = "草稿由申报单位自行安排，随批次截止"

CLOCKS: dict[str, str] = {
    "check_by": "受理时限",
    "correct_by": "补正时限",
    "review_by": "评审时限",
    "visit_by": "现场核查时限",
    "decide_by": "审定时限",
    "publish_by": "发布公示时限",
    "notice_until": "公示期",
    "objection_by": "异议处理时限",
}
ON_EXPIRY = "列入逾期，提醒办理人"
NOTICE_ENDS = "公示期满，可以办理认定"

STEPS: dict[str, str] = {
    "submit": "提交",
    "return_for_correction": "退回补正",
    "resubmit": "补正后提交",
    "refuse": "不予受理",
    "accept": "受理",
    "begin_review": "开始评审",
    "conclude_review": "评审结束",
    "record_visit": "登记现场核查",
    "decide_for": "拟予认定",
    "decide_against": "不予认定",
    "publish": "发布公示",
    "object": "登记异议",
    "uphold": "异议成立",
    "dismiss": "异议不成立",
    "recognise": "认定",
    "withdraw": "撤回",
}
OPEN_TO_WITHDRAWAL = (
    "draft", "submitted", "incomplete", "accepted", "reviewing", "reviewed", "visited", "proposed", "on_notice",
)  # fmt: skip

Wording = Callable[[str], Title]


def workflow_of(programme: Programme, wording: Wording = str) -> Workflow:
    """The workflow of an application under this programme; `wording` makes a title one that can be translated.

    Raises ValueError for a programme that nobody applies for, WorkflowError where the stages make no way.
    """
    if not programme.stages:
        raise ValueError(f"{programme.code} 只登记外部名单，没有申报流程")
    way = _Way({stage.code: stage for stage in programme.stages}, programme.notice, programme.correction_clock)
    return _build(f"programme.{programme.code}", programme.title, way, wording)


def union_workflow(
    wording: Wording = str, *, officers: tuple[str, ...] = ("city_officer", "city_verifier")
) -> Workflow:
    """A workflow with every state and step, for menus, access and labels; no application runs by it."""
    clocks: dict[StageCode, str] = {
        "check": "programme.check",
        "review": "programme.review",
        "visit": "programme.visit",
        "decide": "programme.decide",
        "notice": "programme.publish",
    }
    stages: dict[str, Stage] = {code: Stage(code, officers, clock) for code, clock in clocks.items()}
    notice = NoticeRules("programme.notice", heard_by=officers, confirmed_by=officers)
    return _build("programme", "项目申报", _Way(stages, notice, "programme.correct", is_union=True), wording)


@dataclass(frozen=True)
class _Way:
    """The stages of one way from submission to recognition."""

    stages: dict[str, Stage]
    notice: NoticeRules | None
    correction_clock: str
    is_union: bool = False

    def roles(self, stage: str) -> tuple[str, ...]:
        return self.stages[stage].roles

    def after(self, stage: str) -> str:
        """The stage that follows review or visit among those this way has."""
        later = {"check": ("review", "visit"), "review": ("visit",), "visit": ()}[stage]
        return next((each for each in later if each in self.stages), "decide")

    def before(self, stage: str) -> tuple[str, ...]:
        """The states in which visit or decision is taken: the last before it, or in the union any that can be."""
        ends = [("check", "accepted"), ("review", "reviewed")] + [("visit", "visited")] * (stage == "decide")
        states = tuple(state for code, state in ends if code in self.stages)
        return states if self.is_union else states[-1:]


def _build(code: str, title: str, way: _Way, wording: Wording) -> Workflow:
    steps = (*_entry(way), *_examination(way), *_decision(way), *_notice(way), _withdrawal(way))
    used = {"draft", *(step.target for step in steps), *(source for step in steps for source in step.source)}
    return Workflow(
        code=code,
        title=wording(title),
        initial="draft",
        states=tuple(_state(each, wording) for each in STATES if each in used),
        steps=tuple(_worded(step, wording) for step in steps),
        clocks=_clocks(way, {clock for step in steps for clock in step.starts}, wording),
    )


def _entry(way: _Way) -> tuple[Step, ...]:
    officers = way.roles("check")
    check, correct = ("check_by",), ("correct_by",)
    return (
        Step("submit", "", ("draft",), "submitted", APPLICANTS, starts=check),
        Step(
            "return_for_correction", "", ("submitted",), "incomplete", officers, correct, stops=check, needs_reason=True
        ),
        Step("resubmit", "", ("incomplete",), "submitted", APPLICANTS, starts=check, stops=correct),
        Step("refuse", "", ("submitted", "incomplete"), REFUSED, officers, needs_reason=True),
        Step("accept", "", ("submitted",), "accepted", officers, (f"{way.after('check')}_by",), stops=check),
    )


def _examination(way: _Way) -> tuple[Step, ...]:
    steps = []
    if "review" in way.stages:
        roles, after = way.roles("review"), f"{way.after('review')}_by"
        steps.append(Step("begin_review", "", ("accepted",), "reviewing", roles))
        steps.append(Step("conclude_review", "", ("reviewing",), "reviewed", roles, (after,), stops=("review_by",)))
    if "visit" in way.stages:
        roles, source = way.roles("visit"), way.before("visit")
        steps.append(Step("record_visit", "", source, "visited", roles, ("decide_by",), stops=("visit_by",)))
    return tuple(steps)


def _decision(way: _Way) -> tuple[Step, ...]:
    source, roles, stops = way.before("decide"), way.roles("decide"), ("decide_by",)
    target, starts = ("proposed", ("publish_by",)) if way.notice else (RECOGNISED, ())
    others = ("accept",)  # who took an application in does not decide it
    return (
        Step("decide_for", "", source, target, roles, starts, stops, different_actor_from=others),
        Step("decide_against", "", source, REJECTED, roles, different_actor_from=others, needs_reason=True),
    )


def _notice(way: _Way) -> tuple[Step, ...]:
    """The notice runs on while an objection is heard: others may still object, and no day of it is lost."""
    if way.notice is None:
        return ()
    officers, heard, confirmed = way.roles("notice"), way.notice.heard_by, way.notice.confirmed_by
    objection = ("objection_by",)
    return (
        Step("publish", "", ("proposed",), "on_notice", officers, ("notice_until",), stops=("publish_by",)),
        Step("object", "", ("on_notice",), "contested", officers, objection, needs_reason=True),
        Step(
            "uphold", "", ("contested",), REJECTED, heard, different_actor_from=("object",), needs_reason=True
        ),
        Step(
            "dismiss", "", ("contested",), "on_notice", heard, stops=objection,
            different_actor_from=("object",), needs_reason=True,
        ),
        Step(
            "recognise", "", ("on_notice",), RECOGNISED, confirmed,
            different_actor_from=("decide_for",), guard=NOTICE_OVER,
        ),
    )  # fmt: skip


def _withdrawal(way: _Way) -> Step:
    reached = {"draft", "submitted", "incomplete", "accepted"}
    reached |= {"reviewing", "reviewed"} if "review" in way.stages else set()
    reached |= {"visited"} if "visit" in way.stages else set()
    reached |= {"proposed", "on_notice"} if way.notice else set()
    source = tuple(state for state in OPEN_TO_WITHDRAWAL if state in reached)
    return Step("withdraw", "", source, WITHDRAWN, APPLICANTS)


def _state(code: str, wording: Wording) -> State:
    title, colour, public = STATES[code]
    return State(
        code,
        wording(title),
        kind="closed" if code in CLOSED else "open",
        colour=colour,
        public_title=wording(public) if public else "",
        no_clock_reason=wording(NO_CLOCK_IN_DRAFT) if code == "draft" else "",
    )


def _worded(step: Step, wording: Wording) -> Step:
    return Step(**{**vars(step), "title": wording(STEPS[step.code])})


def _clocks(way: _Way, started: set[str], wording: Wording) -> tuple[Clock, ...]:
    parameters = {f"{code}_by": stage.clock for code, stage in way.stages.items() if code != "notice"}
    parameters["correct_by"] = way.correction_clock
    if way.notice is not None:
        parameters["publish_by"] = way.stages["notice"].clock
        parameters["notice_until"], parameters["objection_by"] = way.notice.clock, way.notice.objection_clock
    return tuple(
        Clock(
            code,
            wording(title),
            parameters[code],
            on_expiry=wording(NOTICE_ENDS if code == "notice_until" else ON_EXPIRY),
        )
        for code, title in CLOCKS.items()
        if code in started
    )
