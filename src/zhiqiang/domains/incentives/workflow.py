"""The lives of money: a budget line, what others paid, a commitment, a payment approved by two people, a recovery."""

from zhiqiang.foundation.access.roles import VERIFIERS, WRITERS
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import verification
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

OFFICER, FIRST, SECOND = ("city_officer",), ("city_verifier",), ("finance",)
#: Who looks at money: the staff, and finance beside them.
FINANCE = ("finance",)

BUDGET_LINE = verification("budget_line", _("预算额度"), makers=WRITERS, checkers=(*VERIFIERS, *FINANCE))
OUTSIDE_PAYMENT = verification("outside_payment", _("其他资金已支付"), makers=WRITERS, checkers=VERIFIERS)

COMMITTED, SETTLED, RELEASED = "committed", "settled", "released"
COMMITMENT_CHOICES = ((COMMITTED, _("已承诺")), (SETTLED, _("已结清")), (RELEASED, _("已解除")))
_commitment_words = dict(COMMITMENT_CHOICES)
_PAY_OUT = ("pay_out_by",)
COMMITMENT = Workflow(
    code="commitment",
    title=_("资金承诺"),
    initial=COMMITTED,
    starts=_PAY_OUT,
    states=(
        State(COMMITTED, _commitment_words[COMMITTED], colour="warn"),
        State(SETTLED, _commitment_words[SETTLED], kind="closed", colour="ok"),
        State(RELEASED, _commitment_words[RELEASED], kind="closed", colour="none"),
    ),
    steps=(
        Step("settle", _("按已付结清"), (COMMITTED,), SETTLED, (*OFFICER, *FINANCE), stops=_PAY_OUT),
        Step("release", _("解除承诺"), (COMMITTED,), RELEASED, OFFICER, stops=_PAY_OUT, needs_reason=True),
    ),
    clocks=(Clock(*_PAY_OUT, _("付清时限"), "money.pay_out", on_expiry=_("列入逾期，提醒经办人")),),
)

PROPOSED, FIRST_APPROVED, APPROVED, PAID = "proposed", "first_approved", "approved", "paid"
REFUSED, CANCELLED = "refused", "cancelled"
PAYMENT_CHOICES = (
    (PROPOSED, _("待第一次批准")),
    (FIRST_APPROVED, _("待第二次批准")),
    (APPROVED, _("已批准待付")),
    (PAID, _("已付")),
    (REFUSED, _("未批准")),
    (CANCELLED, _("已取消")),
)
OPEN_PAYMENTS = (PROPOSED, FIRST_APPROVED, APPROVED)
#: Payments that take up room of their commitment.
LIVE_PAYMENTS = (*OPEN_PAYMENTS, PAID)
_payment_words = dict(PAYMENT_CHOICES)
APPROVE_FIRST, APPROVE_SECOND, PAY, REFUSE, CANCEL = "approve_first", "approve_second", "pay", "refuse", "cancel"
_APPROVE, _PAY = ("approve_by",), ("pay_by",)
PAYMENT = Workflow(
    code="payment",
    title=_("资金拨付"),
    initial=PROPOSED,
    starts=_APPROVE,
    states=(
        State(PROPOSED, _payment_words[PROPOSED], colour="warn", public_title=_("办理中")),
        State(FIRST_APPROVED, _payment_words[FIRST_APPROVED], colour="warn", public_title=_("办理中")),
        State(APPROVED, _payment_words[APPROVED], colour="warn", public_title=_("办理中")),
        State(PAID, _payment_words[PAID], kind="closed", colour="ok"),
        State(REFUSED, _payment_words[REFUSED], kind="closed", colour="bad"),
        State(CANCELLED, _payment_words[CANCELLED], kind="closed", colour="none"),
    ),
    steps=(
        Step(APPROVE_FIRST, _("第一次批准"), (PROPOSED,), FIRST_APPROVED, FIRST, different_actor_from=(RECORDING,)),
        Step(
            APPROVE_SECOND,
            _("第二次批准"),
            (FIRST_APPROVED,),
            APPROVED,
            SECOND,
            starts=_PAY,
            stops=_APPROVE,
            different_actor_from=(RECORDING, APPROVE_FIRST),
        ),
        Step(
            PAY, _("登记付款"), (APPROVED,), PAID, FINANCE, stops=_PAY, different_actor_from=(RECORDING, APPROVE_FIRST)
        ),
        Step(REFUSE, _("不予批准"), OPEN_PAYMENTS, REFUSED, (*FIRST, *SECOND), needs_reason=True),
        Step(CANCEL, _("取消拨付"), OPEN_PAYMENTS, CANCELLED, OFFICER, needs_reason=True),
    ),
    clocks=(
        Clock(*_APPROVE, _("批准时限"), "money.approve", on_expiry=_("列入逾期，提醒批准人")),
        Clock(*_PAY, _("付款时限"), "money.pay", on_expiry=_("列入逾期，提醒财政")),
    ),
)

DEMANDED, RECEIVED, DROPPED, WAIVED = "demanded", "received", "dropped", "waived"
RECOVERY_CHOICES = (
    (PROPOSED, _("拟追回")),
    (DEMANDED, _("已通知追回")),
    (RECEIVED, _("已收回")),
    (DROPPED, _("不追回")),
    (WAIVED, _("已核销")),
)
#: Recoveries that take up part of what was paid.
LIVE_RECOVERIES = (PROPOSED, DEMANDED, RECEIVED)
_recovery_words = dict(RECOVERY_CHOICES)
DEMAND, DROP, RECEIVE, WAIVE = "demand", "drop", "receive", "waive"
_DECIDE, _RECOVER = ("decide_by",), ("recover_by",)
RECOVERY = Workflow(
    code="recovery",
    title=_("资金追回"),
    initial=PROPOSED,
    starts=_DECIDE,
    states=(
        State(PROPOSED, _recovery_words[PROPOSED], colour="warn"),
        State(DEMANDED, _recovery_words[DEMANDED], colour="late"),
        State(RECEIVED, _recovery_words[RECEIVED], kind="closed", colour="ok"),
        State(DROPPED, _recovery_words[DROPPED], kind="closed", colour="none"),
        State(WAIVED, _recovery_words[WAIVED], kind="closed", colour="none"),
    ),
    steps=(
        Step(
            DEMAND,
            _("通知追回"),
            (PROPOSED,),
            DEMANDED,
            FIRST,
            starts=_RECOVER,
            stops=_DECIDE,
            different_actor_from=(RECORDING,),
        ),
        Step(
            DROP,
            _("决定不追回"),
            (PROPOSED,),
            DROPPED,
            FIRST,
            stops=_DECIDE,
            different_actor_from=(RECORDING,),
            needs_reason=True,
        ),
        Step(RECEIVE, _("登记收回"), (DEMANDED,), RECEIVED, FINANCE, stops=_RECOVER, different_actor_from=(RECORDING,)),
        Step(
            WAIVE,
            _("核销"),
            (DEMANDED,),
            WAIVED,
            FINANCE,
            stops=_RECOVER,
            different_actor_from=(RECORDING, DEMAND),
            needs_reason=True,
        ),
    ),
    clocks=(
        Clock(*_DECIDE, _("决定时限"), "money.approve", on_expiry=_("列入逾期，提醒核实人")),
        Clock(*_RECOVER, _("追回时限"), "money.recover", on_expiry=_("列入逾期，提醒财政")),
    ),
)
