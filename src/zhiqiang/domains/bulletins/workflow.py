"""The life of a bulletin: drafted, submitted as it will be printed, issued by another with its number, published."""

from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

OFFICER, APPROVERS = ("city_officer",), ("city_verifier", "leader")
READERS = ("city_officer", "city_verifier", "leader")

DRAFTED, RETURNED, SUBMITTED = "recorded", "returned", "submitted"
ISSUED, PUBLISHED, VOIDED = "issued", "published", "voided"
SUBMIT, SEND_BACK, ISSUE, PUBLISH, VOID = "submit", "send_back", "issue", "publish", "void"
STATE_CHOICES = (
    (DRAFTED, _("草拟")),
    (RETURNED, _("退回修改")),
    (SUBMITTED, _("送审")),
    (ISSUED, _("已签发")),
    (PUBLISHED, _("已公开")),
    (VOIDED, _("已作废")),
)
_words = dict(STATE_CHOICES)
_DRAFT, _APPROVE, _PUBLISH = ("draft_by",), ("approve_by",), ("publish_by",)

BULLETIN = Workflow(
    code="bulletin",
    title=_("通报"),
    initial=DRAFTED,
    starts=_DRAFT,
    states=(
        State(DRAFTED, _words[DRAFTED], colour="warn"),
        State(RETURNED, _words[RETURNED], colour="late"),
        State(SUBMITTED, _words[SUBMITTED], colour="warn"),
        State(ISSUED, _words[ISSUED], colour="warn"),
        State(PUBLISHED, _words[PUBLISHED], kind="closed", colour="ok"),
        State(VOIDED, _words[VOIDED], kind="closed", colour="none"),
    ),
    steps=(
        Step(SUBMIT, _("送审"), (DRAFTED, RETURNED), SUBMITTED, OFFICER, stops=_DRAFT, starts=_APPROVE),
        Step(
            SEND_BACK,
            _("退回修改"),
            (SUBMITTED,),
            RETURNED,
            APPROVERS,
            stops=_APPROVE,
            starts=_DRAFT,
            needs_reason=True,
        ),
        Step(
            ISSUE,
            _("签发"),
            (SUBMITTED,),
            ISSUED,
            APPROVERS,
            stops=_APPROVE,
            starts=_PUBLISH,
            different_actor_from=(RECORDING, SUBMIT),
        ),
        Step(PUBLISH, _("公开"), (ISSUED,), PUBLISHED, OFFICER, stops=_PUBLISH),
        Step(VOID, _("作废"), (DRAFTED, RETURNED), VOIDED, OFFICER, needs_reason=True),
    ),
    clocks=(
        Clock(*_DRAFT, _("起草时限"), "bulletin.draft", on_expiry=_("列入逾期，提醒起草人")),
        Clock(*_APPROVE, _("审签时限"), "bulletin.approve", on_expiry=_("列入逾期，提醒签发人")),
        Clock(*_PUBLISH, _("公开时限"), "bulletin.publish", on_expiry=_("列入逾期，提醒经办人")),
    ),
)
