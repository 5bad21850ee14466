"""The lives of a duty, a milestone and a report; helpers and confidence are only stated and ended."""

from zhiqiang.foundation.access.roles import CITY, VERIFIERS
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import RECORDED
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

OFFICER, VERIFIER = ("city_officer",), ("city_verifier",)
#: Who answers for a duty: the unit's reporter or the lead department's officer.
HOLDERS = ("reporter", "department")

ASSIGNED, UNDERWAY, FED_BACK, CHECKED = "assigned", "underway", "fed_back", "checked"
SUSPENDED, CLOSED, CANCELLED = "suspended", "closed", "cancelled"
DUTY_CHOICES = (
    (RECORDED, _("立项")),
    (ASSIGNED, _("已交办，待签收")),
    (UNDERWAY, _("办理中")),
    (FED_BACK, _("已反馈，待核查")),
    (CHECKED, _("核查通过，待销号")),
    (SUSPENDED, _("暂停")),
    (CLOSED, _("已销号")),
    (CANCELLED, _("已取消")),
)
_duty_words = dict(DUTY_CHOICES)
#: Somebody still works on it, or should.
AT_WORK = (ASSIGNED, UNDERWAY, FED_BACK, CHECKED)
ASSIGN, SIGN, FEED_BACK, CHECK, CLOSE, SEND_BACK = "assign", "sign", "feed_back", "check", "close", "send_back"
PAUSE, GO_ON, CANCEL, TRANSFER, POSTPONE = "pause", "go_on", "cancel", "transfer", "postpone"
#: It waits for the city: whoever answers for it is not late meanwhile.
WITH_THE_CITY = (FED_BACK, CHECKED)

_ASSIGN, _SIGN, _CHECK, _CLOSE, _HANDLE = ("assign_by",), ("sign_by",), ("check_by",), ("close_by",), ("handle_by",)
#: The time limits of who answers for a duty; the others are the city's own.
HOLDER_CLOCKS = (*_SIGN, *_HANDLE)
_PROMPT = _("列入逾期，提醒经办人")


def duty_workflow(handling: str = "") -> Workflow:
    """The life of a duty. `handling`: the rule of the limit from signing to feedback; without one its own day rules."""
    clocks = [
        Clock(*_ASSIGN, _("交办时限"), "delivery.assign", on_expiry=_PROMPT),
        Clock(*_SIGN, _("签收时限"), "delivery.sign", on_expiry=_PROMPT),
        Clock(*_CHECK, _("核查时限"), "delivery.check", on_expiry=_PROMPT),
        Clock(*_CLOSE, _("销号时限"), "delivery.close", on_expiry=_PROMPT),
    ]
    handle = _HANDLE if handling else ()
    if handling:
        clocks.append(Clock(*_HANDLE, _("办理时限"), handling, on_expiry=_PROMPT))
    return Workflow(
        code="duty",
        title=_("任务"),
        initial=RECORDED,
        starts=_ASSIGN,
        states=_duty_states(),
        steps=(*_way(handle), *_detours(handle)),
        clocks=tuple(clocks),
    )


def _duty_states() -> tuple[State, ...]:
    own_day: Text = _("以任务自己的完成期限和各期报告的时限为准")
    return (
        State(RECORDED, _duty_words[RECORDED], colour="none"),
        State(ASSIGNED, _duty_words[ASSIGNED], colour="warn"),
        State(UNDERWAY, _duty_words[UNDERWAY], colour="ok", no_clock_reason=own_day),
        State(FED_BACK, _duty_words[FED_BACK], colour="warn"),
        State(CHECKED, _duty_words[CHECKED], colour="warn"),
        State(SUSPENDED, _duty_words[SUSPENDED], colour="none", no_clock_reason=_("暂停由市里决定，恢复前不计时")),
        State(CLOSED, _duty_words[CLOSED], kind="closed", colour="ok"),
        State(CANCELLED, _duty_words[CANCELLED], kind="closed", colour="none"),
    )


def _way(handle: tuple[str, ...]) -> tuple[Step, ...]:
    """From 立项 to 销号. Who feeds back neither checks nor strikes the duty off."""
    holders = (SIGN, FEED_BACK)
    return (
        Step(ASSIGN, _("交办"), (RECORDED,), ASSIGNED, CITY, starts=_SIGN, stops=_ASSIGN),
        Step(SIGN, _("签收"), (ASSIGNED,), UNDERWAY, HOLDERS, starts=handle, stops=_SIGN),
        Step(FEED_BACK, _("反馈办结"), (UNDERWAY,), FED_BACK, HOLDERS, starts=_CHECK, stops=handle, needs_reason=True),
        Step(CHECK, _("核查通过"), (FED_BACK,), CHECKED, CITY, starts=_CLOSE, stops=_CHECK,
             different_actor_from=holders),
        Step(CLOSE, _("销号"), (CHECKED,), CLOSED, VERIFIER, stops=_CLOSE, different_actor_from=(*holders, RECORDING)),
        Step(SEND_BACK, _("退回重办"), (FED_BACK, CHECKED), UNDERWAY, CITY, starts=handle, stops=(*_CHECK, *_CLOSE),
             different_actor_from=holders, needs_reason=True),
    )  # fmt: skip


def _detours(handle: tuple[str, ...]) -> tuple[Step, ...]:
    """Postponed, suspended, handed to a successor, cancelled: each by the city, each with its reason."""
    waiting = (*_SIGN, *_CHECK, *_CLOSE, *handle)
    return (
        Step(POSTPONE, _("延期"), (UNDERWAY,), UNDERWAY, CITY, needs_reason=True, dated=True),
        Step(PAUSE, _("暂停"), (ASSIGNED, UNDERWAY), SUSPENDED, CITY, stops=(*_SIGN, *handle),
             needs_reason=True),
        Step(GO_ON, _("恢复"), (SUSPENDED,), ASSIGNED, CITY, starts=_SIGN, needs_reason=True),
        # The same record goes on under the successor: history and running clocks stay; only signing begins anew.
        Step(TRANSFER, _("移交"), (ASSIGNED, UNDERWAY, FED_BACK, SUSPENDED), ASSIGNED, CITY, starts=_SIGN,
             stops=(*_CHECK, *_CLOSE), needs_reason=True),
        Step(CANCEL, _("取消"), (RECORDED, *AT_WORK, SUSPENDED), CANCELLED, CITY, stops=(*_ASSIGN, *waiting),
             needs_reason=True),
    )  # fmt: skip


DUTY = duty_workflow()
#: By difficulty class of a duty done once.
CLASSED = {one: duty_workflow(f"delivery.handle_{one}") for one in ("urgent", "ordinary", "hard")}

CLAIMED, DONE, DROPPED = "claimed", "done", "dropped"
MILESTONE_CHOICES = (
    (RECORDED, _("未完成")),
    (CLAIMED, _("已申报，待核查")),
    (DONE, _("已完成")),
    (DROPPED, _("已撤下")),
)
_milestone_words = dict(MILESTONE_CHOICES)
CLAIM, CONFIRM, DENY, DROP, HAND_OVER = "claim", "confirm", "deny", "drop", "hand_over"
MILESTONE = Workflow(
    code="milestone",
    title=_("节点"),
    initial=RECORDED,
    states=(
        State(RECORDED, _milestone_words[RECORDED], colour="none", no_clock_reason=_("以节点自己的日期为准")),
        State(CLAIMED, _milestone_words[CLAIMED], colour="warn"),
        State(DONE, _milestone_words[DONE], kind="closed", colour="ok"),
        State(DROPPED, _milestone_words[DROPPED], kind="closed", colour="none"),
    ),
    steps=(
        Step(CLAIM, _("申报完成"), (RECORDED,), CLAIMED, HOLDERS, starts=_CHECK),
        Step(CONFIRM, _("核查完成"), (CLAIMED,), DONE, (*CITY, "verifier"), stops=_CHECK,
             different_actor_from=(CLAIM,)),
        Step(DENY, _("退回节点"), (CLAIMED,), RECORDED, (*CITY, "verifier"), stops=_CHECK,
             different_actor_from=(CLAIM,), needs_reason=True),
        Step(HAND_OVER, _("移交节点"), (RECORDED, CLAIMED), RECORDED, CITY, stops=_CHECK),
        Step(DROP, _("撤下节点"), (RECORDED, CLAIMED), DROPPED, CITY, stops=_CHECK, needs_reason=True),
    ),
    clocks=(Clock(*_CHECK, _("核查时限"), "delivery.check", on_expiry=_PROMPT),),
)  # fmt: skip

AWAITED, SUBMITTED, SENT_BACK, VERIFIED, WITHDRAWN = "awaited", "submitted", "sent_back", "verified", "withdrawn"
REPORT_CHOICES = (
    (AWAITED, _("待报")),
    (SUBMITTED, _("已报，待核实")),
    (SENT_BACK, _("退回待改")),
    (VERIFIED, _("已核实")),
    (WITHDRAWN, _("免报")),
)
_report_words = dict(REPORT_CHOICES)
#: Reports that the unit still owes.
OWED = (AWAITED, SENT_BACK)
FILL, MEND, SUBMIT, RESUBMIT, VERIFY, LET_OFF = "fill", "mend", "submit", "resubmit", "verify", "let_off"
HAND_OVER_SENT_BACK, ASK = "hand_over_sent_back", "ask"
_REPORT, _VERIFY, _MEND = ("report_by",), ("verify_by",), ("resubmit_by",)


def report_workflow(rhythm: str) -> Workflow:
    """The life of a report of a duty with this rhythm (monthly, quarterly, yearly)."""
    clocks = (
        Clock(*_REPORT, _("报告时限"), f"delivery.report_{rhythm}", on_expiry=_("列入未报，提醒填报人")),
        Clock(*_VERIFY, _("核实时限"), "records.verify", on_expiry=_("列入逾期，提醒核实人")),
        Clock(*_MEND, _("重报时限"), "records.resubmit", on_expiry=_("列入逾期，提醒填报人")),
    )
    return Workflow(
        code="report", title=_("报告"), initial=AWAITED, starts=_REPORT, states=_report_states(),
        steps=(*_reporting(), *_around_reports()), clocks=clocks,
    )  # fmt: skip


def _report_states() -> tuple[State, ...]:
    return (
        State(AWAITED, _report_words[AWAITED], colour="none"),
        State(SUBMITTED, _report_words[SUBMITTED], colour="warn"),
        State(SENT_BACK, _report_words[SENT_BACK], colour="bad"),
        State(VERIFIED, _report_words[VERIFIED], kind="closed", colour="ok"),
        State(WITHDRAWN, _report_words[WITHDRAWN], kind="closed", colour="none"),
    )


def _reporting() -> tuple[Step, ...]:
    authors, checkers = (SUBMIT, RESUBMIT), (*CITY, "verifier")
    return (
        Step(FILL, _("保存草稿"), (AWAITED,), AWAITED, HOLDERS),
        Step(SUBMIT, _("报出"), (AWAITED,), SUBMITTED, HOLDERS, starts=_VERIFY, stops=_REPORT),
        Step(VERIFY, _("核实"), (SUBMITTED,), VERIFIED, VERIFIERS, stops=_VERIFY,
             different_actor_from=(*authors, FILL, MEND)),
        Step(SEND_BACK, _("退回"), (SUBMITTED,), SENT_BACK, checkers, starts=_MEND, stops=_VERIFY,
             different_actor_from=authors, needs_reason=True),
        Step(MEND, _("保存改正"), (SENT_BACK,), SENT_BACK, HOLDERS),
        Step(RESUBMIT, _("改好报出"), (SENT_BACK,), SUBMITTED, HOLDERS, starts=_VERIFY, stops=_MEND),
    )  # fmt: skip


def _around_reports() -> tuple[Step, ...]:
    return (
        Step(ASK, _("加问一个数"), (AWAITED,), AWAITED, OFFICER),
        Step(HAND_OVER, _("移交报告"), (AWAITED,), AWAITED, CITY),
        Step(HAND_OVER_SENT_BACK, _("移交退回的报告"), (SENT_BACK,), SENT_BACK, CITY),
        Step(LET_OFF, _("免报"), OWED, WITHDRAWN, CITY, needs_reason=True),
    )


REPORTS = {rhythm: report_workflow(rhythm) for rhythm in ("monthly", "quarterly", "yearly")}

STATED, ENDED = "stated", "ended"
STATED_CHOICES = ((STATED, _("在册")), (ENDED, _("已结束")))
END = "end"
HELPER = Workflow(
    code="helper",
    title=_("协助单位"),
    initial=STATED,
    states=(
        State(STATED, _("在册"), colour="ok", no_clock_reason=_("协助至所写的日期，没有要办的事")),
        State(ENDED, _("已结束"), kind="closed", colour="none"),
    ),
    steps=(Step(END, _("结束协助"), (STATED,), ENDED, CITY, dated=True),),
)
CONFIDENCE = Workflow(
    code="confidence",
    title=_("交付信心"),
    initial=STATED,
    states=(State(STATED, _("在册"), kind="closed", colour="none"),),
    steps=(),
)
