"""The lives of windows, services, requests and visits."""

from zhiqiang.foundation.access.roles import STAFF, VERIFIERS, WRITERS
from zhiqiang.foundation.standing.workflow import standing
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import RECORDED, verification
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

WINDOW = standing("one_stop_window", _("一站式平台和窗口"), makers=WRITERS, checkers=VERIFIERS)
SERVICE = standing("one_stop_service", _("服务目录"), makers=WRITERS, checkers=VERIFIERS)
VISIT = verification("firm_visit", _("服务企业行走访"), makers=WRITERS, checkers=VERIFIERS)

ACCEPTED, ANSWERED, CLOSED, DECLINED, TAKEN_BACK = "accepted", "answered", "closed", "declined", "taken_back"
REQUEST_CHOICES = (
    (RECORDED, _("待受理")),
    (ACCEPTED, _("办理中")),
    (ANSWERED, _("已答复")),
    (CLOSED, _("已办结")),
    (DECLINED, _("不予受理")),
    (TAKEN_BACK, _("已撤回")),
)
TITLES = dict(REQUEST_CHOICES)
ACCEPT_BY, ANSWER_BY, EVALUATE_BY = ("accept_by",), ("answer_by",), ("evaluate_by",)
HANDLERS = (*WRITERS, *VERIFIERS)
FILERS = ("reporter", "enterprise")

REQUEST = Workflow(
    code="one_stop_request",
    title=_("服务请求"),
    initial=RECORDED,
    starts=ACCEPT_BY,
    states=(
        State(RECORDED, TITLES[RECORDED], colour="warn"),
        State(ACCEPTED, TITLES[ACCEPTED], colour="warn"),
        State(ANSWERED, TITLES[ANSWERED], colour="ok"),
        State(CLOSED, TITLES[CLOSED], kind="closed", colour="ok"),
        State(DECLINED, TITLES[DECLINED], kind="closed", colour="bad"),
        State(TAKEN_BACK, TITLES[TAKEN_BACK], kind="closed", colour="none"),
    ),
    steps=(
        # Whoever filed a request does not handle it: a firm counts as served by two people's word.
        Step("accept", _("受理"), (RECORDED,), ACCEPTED, HANDLERS, stops=ACCEPT_BY, starts=ANSWER_BY,
             different_actor_from=(RECORDING,)),
        Step("decline", _("不予受理"), (RECORDED,), DECLINED, HANDLERS, needs_reason=True,
             different_actor_from=(RECORDING,)),
        Step("answer", _("答复"), (ACCEPTED,), ANSWERED, HANDLERS, stops=ANSWER_BY, starts=EVALUATE_BY,
             needs_reason=True, different_actor_from=(RECORDING,)),
        Step("evaluate", _("评价"), (ANSWERED,), CLOSED, FILERS, stops=EVALUATE_BY, needs_reason=True,
             different_actor_from=("answer",)),
        Step("reopen", _("未解决，退回办理"), (ANSWERED,), ACCEPTED, FILERS, stops=EVALUATE_BY, starts=ANSWER_BY,
             needs_reason=True, different_actor_from=("answer",)),
        Step("close", _("办结"), (ANSWERED,), CLOSED, VERIFIERS, stops=EVALUATE_BY, different_actor_from=("answer",)),
        Step("take_back", _("撤回"), (RECORDED, ACCEPTED), TAKEN_BACK, FILERS, needs_reason=True),
    ),
    clocks=(
        Clock(*ACCEPT_BY, _("受理时限"), "one_stop.accept", on_expiry=_("列入逾期，提醒窗口")),
        Clock(*ANSWER_BY, _("答复时限"), "one_stop.answer", on_expiry=_("列入逾期，提醒窗口及其主管")),
        Clock(*EVALUATE_BY, _("评价时限"), "one_stop.evaluate", on_expiry=_("提醒企业；由核实人办结")),
    ),
)  # fmt: skip

READERS = (*STAFF, "enterprise")
