"""The lives of an order by its rung, of a review, an interview and a correction."""

from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

OFFICER, CHECKERS = ("city_officer",), ("city_verifier", "leader")
#: From the lowest: who may approve a rung is anybody from its approver upwards.
APPROVERS = ("city_officer", "city_verifier", "leader")
DRAFTERS = ("city_officer", "city_verifier")
UNIT_SIDE = ("reporter", "verifier", "department")
#: Who speaks for the unit itself.
OWN_UNIT = ("reporter", "verifier")
READERS = (*APPROVERS, *UNIT_SIDE)

PROPOSED, APPROVED, SERVED, ACKNOWLEDGED, REPLIED = "proposed", "approved", "served", "acknowledged", "replied"
MET, LAPSED, WITHDRAWN, ANNULLED = "met", "lapsed", "withdrawn", "annulled"
ORDER_CHOICES = (
    (PROPOSED, _("待批准")),
    (APPROVED, _("待送达")),
    (SERVED, _("已送达")),
    (ACKNOWLEDGED, _("已签收")),
    (REPLIED, _("已答复待核查")),
    (MET, _("核查符合，已办结")),
    (LAPSED, _("逾期或未达要求")),
    (WITHDRAWN, _("已撤回")),
    (ANNULLED, _("复核撤销")),
)
WITH_CITY, WITH_UNIT = (PROPOSED, APPROVED), (SERVED, ACKNOWLEDGED)
RUNNING = (*WITH_CITY, *WITH_UNIT, REPLIED)
#: States of an order that was served and stands: what assessment counts.
STANDING = (*WITH_UNIT, REPLIED, MET, LAPSED)
ORDER_WORDS = dict(ORDER_CHOICES)
#: An order is checked by somebody who neither drew it up, nor approved it, nor answered it.
OTHERS = (RECORDING, "approve", "reply")
APPROVE_BY, SERVE_BY, ACKNOWLEDGE_BY = ("approve_by",), ("serve_by",), ("acknowledge_by",)
ANSWER_BY, CHECK_BY = ("answer_by",), ("check_by",)


def order_life(code: str, title: Text, approver: str, answer: str) -> Workflow:
    """The life of an order that is answered: `approver` the lowest role that approves, `answer` its time limit's id."""
    approvers = APPROVERS[APPROVERS.index(approver) :]
    return Workflow(
        code=code,
        title=title,
        initial=PROPOSED,
        starts=APPROVE_BY,
        states=tuple(_state(one) for one in ORDER_WORDS),
        steps=(
            *_before_service(approvers, (*ACKNOWLEDGE_BY, *ANSWER_BY)),
            *_answering(),
            *_endings(approvers, RUNNING),
        ),
        clocks=(*_clocks(), *_answer_clocks(answer)),
    )


def interview_order_life(code: str, title: Text, approver: str) -> Workflow:
    """The life of an order that leads to an interview: served with the notice, concluded with the correction."""
    approvers = APPROVERS[APPROVERS.index(approver) :]
    states = (PROPOSED, APPROVED, SERVED, MET, WITHDRAWN, ANNULLED)
    return Workflow(
        code=code,
        title=title,
        initial=PROPOSED,
        starts=APPROVE_BY,
        states=tuple(_state(one) for one in states),
        steps=(*_before_service(approvers, ()), _conclude(), *_endings(approvers, states[:3])),
        clocks=_clocks(),
    )


def every_order_life() -> Workflow:
    """All that any order can do: for the register as a whole."""
    whole = order_life("order", _("督办"), APPROVERS[0], "supervision.answer_blue")
    return Workflow(
        code=whole.code,
        title=whole.title,
        initial=whole.initial,
        starts=whole.starts,
        states=whole.states,
        steps=(*whole.steps, _conclude()),
        clocks=whole.clocks,
    )


def _state(code: str) -> State:
    colours = {SERVED: "late", MET: "ok", LAPSED: "bad", WITHDRAWN: "none", ANNULLED: "none"}
    kind = "open" if code in RUNNING else "closed"
    reason = _("约谈的督办由约谈的时限管") if code == SERVED else ""
    return State(code, ORDER_WORDS[code], kind=kind, colour=colours.get(code, "warn"), no_clock_reason=reason)  # type: ignore[arg-type]  # a Literal of two words


def _before_service(approvers: tuple[str, ...], begun: tuple[str, ...]) -> tuple[Step, ...]:
    drafted = (PROPOSED,)
    return (
        Step("approve", _("批准"), drafted, APPROVED, approvers, starts=SERVE_BY, stops=APPROVE_BY,
             different_actor_from=(RECORDING,)),
        Step("decline", _("不予批准"), drafted, WITHDRAWN, approvers, needs_reason=True),
        Step("drop", _("撤回拟稿"), drafted, WITHDRAWN, DRAFTERS, needs_reason=True),
        Step("serve", _("送达"), (APPROVED,), SERVED, DRAFTERS, starts=begun, stops=SERVE_BY),
    )  # fmt: skip


def _answering() -> tuple[Step, ...]:
    return (
        Step("acknowledge", _("签收"), (SERVED,), ACKNOWLEDGED, UNIT_SIDE, stops=ACKNOWLEDGE_BY),
        Step("reply", _("答复"), WITH_UNIT, REPLIED, UNIT_SIDE, stops=(*ACKNOWLEDGE_BY, *ANSWER_BY), starts=CHECK_BY,
             needs_reason=True),
        Step("accept", _("核查符合，办结"), (REPLIED,), MET, CHECKERS, different_actor_from=OTHERS, stops=CHECK_BY),
        Step("reject", _("核查未达要求"), (REPLIED,), LAPSED, CHECKERS, different_actor_from=OTHERS, stops=CHECK_BY,
             needs_reason=True),
        Step("lapse", _("记为逾期未复"), WITH_UNIT, LAPSED, DRAFTERS),
    )  # fmt: skip


def _conclude() -> Step:
    return Step("conclude", _("整改复核通过，办结"), (SERVED,), MET, CHECKERS)


def _endings(approvers: tuple[str, ...], running: tuple[str, ...]) -> tuple[Step, ...]:
    closed = (MET, LAPSED) if REPLIED in running else (MET,)
    return (
        Step("withdraw", _("撤回督办"), running[1:], WITHDRAWN, approvers, needs_reason=True),
        Step("annul", _("复核撤销"), (*running, *closed), ANNULLED, CHECKERS, needs_reason=True),
    )


def _clocks() -> tuple[Clock, ...]:
    return (
        Clock(*APPROVE_BY, _("批准时限"), "supervision.approve", on_expiry=_("列入逾期，提醒批准人")),
        Clock(*SERVE_BY, _("送达时限"), "supervision.serve", on_expiry=_("列入逾期，提醒经办人")),
    )


def _answer_clocks(answer: str) -> tuple[Clock, ...]:
    return (
        Clock(*ACKNOWLEDGE_BY, _("签收时限"), "supervision.acknowledge", on_expiry=_("列入逾期，提醒被督办单位")),
        Clock(*ANSWER_BY, _("答复时限"), answer, on_expiry=_("视为逾期未复，可发上一级")),
        Clock(*CHECK_BY, _("核查时限"), "supervision.check", on_expiry=_("列入逾期，提醒核查人")),
    )


APPLIED, UPHELD, DISMISSED, TAKEN_BACK = "applied", "upheld", "dismissed", "taken_back"
REVIEW_CHOICES = (
    (APPLIED, _("复核中")),
    (UPHELD, _("成立，撤销督办")),
    (DISMISSED, _("不成立，维持督办")),
    (TAKEN_BACK, _("单位撤回")),
)
_review_words = dict(REVIEW_CHOICES)
_DECIDE = ("decide_by",)
#: Who decides has had no hand in the order: asked by the effects, for the order's actors are those of another record.
REVIEW = Workflow(
    code="order_review",
    title=_("督办复核"),
    initial=APPLIED,
    starts=_DECIDE,
    states=(
        State(APPLIED, _review_words[APPLIED], colour="warn"),
        State(UPHELD, _review_words[UPHELD], kind="closed", colour="ok"),
        State(DISMISSED, _review_words[DISMISSED], kind="closed", colour="none"),
        State(TAKEN_BACK, _review_words[TAKEN_BACK], kind="closed", colour="none"),
    ),
    steps=(
        Step("uphold", _("复核成立，撤销督办"), (APPLIED,), UPHELD, CHECKERS, stops=_DECIDE, needs_reason=True,
             different_actor_from=(RECORDING,)),
        Step("dismiss", _("复核不成立，维持"), (APPLIED,), DISMISSED, CHECKERS, stops=_DECIDE, needs_reason=True,
             different_actor_from=(RECORDING,)),
        Step("take_back", _("撤回申请"), (APPLIED,), TAKEN_BACK, OWN_UNIT, stops=_DECIDE, needs_reason=True),
    ),
    clocks=(Clock(*_DECIDE, _("复核时限"), "supervision.review_decide", on_expiry=_("列入逾期，提醒复核人")),),
)  # fmt: skip

ARRANGED, NOTIFIED, HELD, CONFIRMED, SIGNED = "arranged", "notified", "held", "confirmed", "signed"
CLOSED, CANCELLED = "closed", "cancelled"
INTERVIEW_CHOICES = (
    (ARRANGED, _("拟约谈")),
    (NOTIFIED, _("已通知")),
    (HELD, _("待单位确认纪要")),
    (CONFIRMED, _("待约谈人确认纪要")),
    (SIGNED, _("整改中")),
    (CLOSED, _("已办结")),
    (CANCELLED, _("已取消")),
)
OPEN_INTERVIEWS = (ARRANGED, NOTIFIED, HELD, CONFIRMED, SIGNED)
_interview_words = dict(INTERVIEW_CHOICES)
_NOTIFY, _HOLD, _SIGN = ("notify_by",), ("hold_by",), ("sign_by",)
_BY_CORRECTION = _("期限由整改的时限管")
INTERVIEW = Workflow(
    code="interview",
    title=_("约谈"),
    initial=ARRANGED,
    starts=_NOTIFY,
    states=(
        State(ARRANGED, _interview_words[ARRANGED], colour="warn"),
        State(NOTIFIED, _interview_words[NOTIFIED], colour="late"),
        State(HELD, _interview_words[HELD], colour="warn"),
        State(CONFIRMED, _interview_words[CONFIRMED], colour="warn"),
        State(SIGNED, _interview_words[SIGNED], colour="late", no_clock_reason=_BY_CORRECTION),
        State(CLOSED, _interview_words[CLOSED], kind="closed", colour="ok"),
        State(CANCELLED, _interview_words[CANCELLED], kind="closed", colour="none"),
    ),
    steps=(
        Step("notify", _("发出约谈通知"), (ARRANGED,), NOTIFIED, DRAFTERS, stops=_NOTIFY, starts=_HOLD),
        Step("hold", _("登记约谈"), (NOTIFIED,), HELD, APPROVERS, stops=_HOLD, starts=_SIGN, needs_reason=True),
        Step("confirm_unit", _("被约谈人确认纪要"), (HELD,), CONFIRMED, OWN_UNIT,
             different_actor_from=("hold",)),
        Step("confirm_city", _("约谈人确认纪要"), (CONFIRMED,), SIGNED, APPROVERS, stops=_SIGN,
             different_actor_from=("confirm_unit",)),
        Step("close", _("整改复核通过，办结"), (SIGNED,), CLOSED, CHECKERS),
        Step("cancel", _("取消约谈"), OPEN_INTERVIEWS, CANCELLED, ("leader",), needs_reason=True),
        Step("fall", _("随督办撤销"), OPEN_INTERVIEWS, CANCELLED, CHECKERS, needs_reason=True),
    ),
    clocks=(
        Clock(*_NOTIFY, _("通知时限"), "supervision.notify_interview", on_expiry=_("列入逾期，提醒经办人")),
        Clock(*_HOLD, _("约谈时限"), "supervision.hold_interview", on_expiry=_("列入逾期，提醒经办人")),
        Clock(*_SIGN, _("纪要确认时限"), "supervision.sign_minutes", on_expiry=_("列入逾期，提醒待确认的一方")),
    ),
)  # fmt: skip

DUE, REPORTED, RETURNED, PASSED, CALLED_OFF = "due", "reported", "returned", "passed", "called_off"
CORRECTION_CHOICES = (
    (DUE, _("待整改报告")),
    (REPORTED, _("待复核整改")),
    (RETURNED, _("整改未到位，重报")),
    (PASSED, _("整改到位")),
    (CALLED_OFF, _("不再整改")),
)
_correction_words = dict(CORRECTION_CHOICES)
_CORRECT, _RECHECK = ("correct_by",), ("recheck_by",)
CORRECTION = Workflow(
    code="correction",
    title=_("整改"),
    initial=DUE,
    starts=_CORRECT,
    states=(
        State(DUE, _correction_words[DUE], colour="late"),
        State(REPORTED, _correction_words[REPORTED], colour="warn"),
        State(RETURNED, _correction_words[RETURNED], colour="bad"),
        State(PASSED, _correction_words[PASSED], kind="closed", colour="ok"),
        State(CALLED_OFF, _correction_words[CALLED_OFF], kind="closed", colour="none"),
    ),
    steps=(
        Step("report", _("提交整改报告"), (DUE, RETURNED), REPORTED, OWN_UNIT, stops=_CORRECT, starts=_RECHECK,
             needs_reason=True),
        Step("pass_recheck", _("复核到位"), (REPORTED,), PASSED, CHECKERS, stops=_RECHECK, needs_reason=True,
             different_actor_from=(RECORDING, "report")),
        Step("fail_recheck", _("复核未到位"), (REPORTED,), RETURNED, CHECKERS, stops=_RECHECK, starts=_CORRECT,
             needs_reason=True, different_actor_from=(RECORDING, "report")),
        Step("call_off", _("不再整改"), (DUE, REPORTED, RETURNED), CALLED_OFF, CHECKERS, needs_reason=True),
    ),
    clocks=(
        Clock(*_CORRECT, _("整改报告时限"), "supervision.correct", on_expiry=_("列入逾期，提醒被约谈单位")),
        Clock(*_RECHECK, _("复核时限"), "supervision.recheck", on_expiry=_("列入逾期，提醒核查人")),
    ),
)  # fmt: skip
