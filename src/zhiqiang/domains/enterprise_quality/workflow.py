"""The lives of the records of enterprise quality; a diagnosis has one of its own, from the visit to its follow-up."""

from zhiqiang.foundation.access.roles import VERIFIERS, WRITERS
from zhiqiang.foundation.standing.workflow import standing
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import RECORDED, RETURNED, VOIDED, verification
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

#: Enterprises report their own officers and commitments; the market authority checks them.
REPORTERS = ("city_officer", "enterprise", "reporter")

ABOVE_SCALE = standing("above_scale", _("规上工业企业名册"), makers=WRITERS, checkers=VERIFIERS)
LIST_EDITION = verification("list_edition", _("名册版本"), makers=WRITERS, checkers=VERIFIERS)
QUALITY_OFFICER = standing("quality_officer", _("首席质量官"), makers=REPORTERS, checkers=VERIFIERS)
COMMITMENT = standing("commitment", _("公开质量承诺"), makers=REPORTERS, checkers=VERIFIERS)
CLINIC = standing("clinic", _("质量诊所"), makers=WRITERS, checkers=VERIFIERS)
EXPERT = standing("expert", _("诊所专家"), makers=WRITERS, checkers=VERIFIERS)
TEMPLATE = verification(
    "diagnosis_template", _("诊断模板"), makers=("city_officer",), checkers=("city_verifier",)
)  # fmt: skip

GRADED, PRESCRIBED, IMPROVED, ENDED = "graded", "prescribed", "improved", "ended"
#: A diagnosis counts once a second person has settled its grade, however it goes on.
SETTLED = (GRADED, PRESCRIBED, IMPROVED, ENDED)
DIAGNOSIS_CHOICES = (
    (RECORDED, _("待审定")),
    (RETURNED, _("已退回")),
    (GRADED, _("已定级，待送处方")),
    (PRESCRIBED, _("已送处方，待回访")),
    (IMPROVED, _("回访已见效")),
    (ENDED, _("已终止")),
    (VOIDED, _("已作废")),
)
TITLES = dict(DIAGNOSIS_CHOICES)
SETTLE_BY, RESUBMIT_BY = ("settle_by",), ("resubmit_by",)
DELIVER_BY, FOLLOW_UP_BY = ("deliver_by",), ("follow_up_by",)
OPEN = (GRADED, PRESCRIBED)

DIAGNOSIS = Workflow(
    code="diagnosis",
    title=_("质量诊断"),
    initial=RECORDED,
    starts=SETTLE_BY,
    states=(
        State(RECORDED, TITLES[RECORDED], colour="warn"),
        State(RETURNED, TITLES[RETURNED], colour="late"),
        State(GRADED, TITLES[GRADED], colour="warn"),
        State(PRESCRIBED, TITLES[PRESCRIBED], colour="warn"),
        State(IMPROVED, TITLES[IMPROVED], kind="closed", colour="ok"),
        State(ENDED, TITLES[ENDED], kind="closed", colour="none"),
        State(VOIDED, TITLES[VOIDED], kind="closed", colour="none"),
    ),
    steps=(
        Step("grade", _("审定定级"), (RECORDED,), GRADED, VERIFIERS, stops=SETTLE_BY, starts=DELIVER_BY,
             different_actor_from=(RECORDING,)),
        Step("send_back", _("退回"), (RECORDED,), RETURNED, VERIFIERS, stops=SETTLE_BY, starts=RESUBMIT_BY,
             needs_reason=True),
        Step("resubmit", _("重新提交"), (RETURNED,), RECORDED, WRITERS, stops=RESUBMIT_BY, starts=SETTLE_BY),
        Step("void", _("作废"), (RECORDED, RETURNED), VOIDED, WRITERS, needs_reason=True),
        Step("deliver", _("送达处方"), (GRADED,), PRESCRIBED, WRITERS, stops=DELIVER_BY, starts=FOLLOW_UP_BY),
        Step("improved", _("回访：已见效"), (PRESCRIBED,), IMPROVED, WRITERS, stops=FOLLOW_UP_BY, needs_reason=True),
        Step("not_yet", _("回访：未到位"), (PRESCRIBED,), PRESCRIBED, WRITERS, stops=FOLLOW_UP_BY,
             starts=FOLLOW_UP_BY, needs_reason=True),
        Step("end", _("终止"), OPEN, ENDED, VERIFIERS, stops=(*DELIVER_BY, *FOLLOW_UP_BY), needs_reason=True),
    ),
    clocks=(
        Clock(*SETTLE_BY, _("审定时限"), "diagnosis.settle", on_expiry=_("列入逾期，提醒审定人")),
        Clock(*RESUBMIT_BY, _("重报时限"), "records.resubmit", on_expiry=_("列入逾期，提醒填报人")),
        Clock(*DELIVER_BY, _("送处方时限"), "diagnosis.deliver", on_expiry=_("列入逾期，提醒诊所")),
        Clock(*FOLLOW_UP_BY, _("回访时限"), "diagnosis.follow_up", on_expiry=_("列入逾期，提醒诊所")),
    ),
)  # fmt: skip
