"""The lives of a run of assessment, of the scores given in it, of its results and of appeals against them."""

from zhiqiang.foundation.access.roles import STAFF
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import RECORDED, RETURNED, VERIFIED, VOIDED
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

OFFICER, CITY_VERIFIER, LEADER = ("city_officer",), ("city_verifier",), ("leader",)
READERS = (*STAFF, "leader")

DRAFT, SELF_SCORING, DEPARTMENT, FIELD = "draft", "self_scoring", "department", "field"
COMBINED, PUBLISHED, CANCELLED = "combined", "published", "cancelled"
RUN_CHOICES = (
    (DRAFT, _("草拟")),
    (SELF_SCORING, _("自评")),
    (DEPARTMENT, _("部门评分")),
    (FIELD, _("实地核查")),
    (COMBINED, _("综合")),
    (PUBLISHED, _("已公布结果")),
    (CANCELLED, _("已取消")),
)
#: The state of a run in which a layer's scores are given.
STAGE_OF = {"self": SELF_SCORING, "department": DEPARTMENT, "field": FIELD}
COMBINE, PUBLISH = "combine", "publish"
_run_words = dict(RUN_CHOICES)
_OPEN = (DRAFT, SELF_SCORING, DEPARTMENT, FIELD, COMBINED)
_SELF, _DEPARTMENT, _FIELD, _PUBLISH = ("self_by",), ("department_by",), ("field_by",), ("publish_by",)
RUN = Workflow(
    code="assessment_run",
    title=_("考评轮次"),
    initial=DRAFT,
    states=(
        State(DRAFT, _run_words[DRAFT], colour="none", no_clock_reason=_("尚未开始，单位还没有要办的事")),
        State(SELF_SCORING, _run_words[SELF_SCORING], colour="warn"),
        State(DEPARTMENT, _run_words[DEPARTMENT], colour="warn"),
        State(FIELD, _run_words[FIELD], colour="warn"),
        State(COMBINED, _run_words[COMBINED], colour="warn"),
        State(PUBLISHED, _run_words[PUBLISHED], kind="closed", colour="ok"),
        State(CANCELLED, _run_words[CANCELLED], kind="closed", colour="none"),
    ),
    steps=(
        Step("open", _("开始自评"), (DRAFT,), SELF_SCORING, OFFICER, starts=_SELF),
        Step("to_department", _("转部门评分"), (SELF_SCORING,), DEPARTMENT, OFFICER, stops=_SELF, starts=_DEPARTMENT),
        Step("to_field", _("转实地核查"), (DEPARTMENT,), FIELD, OFFICER, stops=_DEPARTMENT, starts=_FIELD),
        Step(COMBINE, _("综合计分"), (FIELD,), COMBINED, OFFICER, stops=_FIELD, starts=_PUBLISH),
        Step("send_back", _("退回重核"), (COMBINED,), FIELD, LEADER, stops=_PUBLISH, starts=_FIELD, needs_reason=True),
        Step(PUBLISH, _("批准并公布结果"), (COMBINED,), PUBLISHED, LEADER, stops=_PUBLISH,
             different_actor_from=(RECORDING, COMBINE)),
        Step("cancel", _("取消这一轮"), _OPEN, CANCELLED, OFFICER, needs_reason=True),
    ),
    clocks=(
        Clock(*_SELF, _("自评时限"), "assessment.self", on_expiry=_("列入逾期，提醒经办人和未报单位")),
        Clock(*_DEPARTMENT, _("部门评分时限"), "assessment.department", on_expiry=_("列入逾期，提醒经办人")),
        Clock(*_FIELD, _("实地核查时限"), "assessment.field", on_expiry=_("列入逾期，提醒经办人")),
        Clock(*_PUBLISH, _("公布时限"), "assessment.publish", on_expiry=_("列入逾期，提醒分管领导")),
    ),
)  # fmt: skip

MARK_CHOICES = (
    (RECORDED, _("待审核")),
    (RETURNED, _("已退回")),
    (VERIFIED, _("已审核")),
    (VOIDED, _("已作废")),
)
_mark_words = dict(MARK_CHOICES)
_ON_RUN = _("时限计在考评轮次上")


def marking(code: str, title: Text, *, makers: tuple[str, ...], checkers: tuple[str, ...]) -> Workflow:
    """The life of the scores of one layer: given by one person, checked by another; then nothing of it moves."""
    return Workflow(
        code=code,
        title=title,
        initial=RECORDED,
        states=(
            State(RECORDED, _mark_words[RECORDED], colour="warn", no_clock_reason=_ON_RUN),
            State(RETURNED, _mark_words[RETURNED], colour="late", no_clock_reason=_ON_RUN),
            State(VERIFIED, _mark_words[VERIFIED], kind="closed", colour="ok"),
            State(VOIDED, _mark_words[VOIDED], kind="closed", colour="none"),
        ),
        steps=(
            Step("verify", _("审核通过"), (RECORDED,), VERIFIED, checkers, different_actor_from=(RECORDING,)),
            Step("send_back", _("退回"), (RECORDED,), RETURNED, checkers, needs_reason=True),
            Step("resubmit", _("重新提交"), (RETURNED,), RECORDED, makers),
            Step("void", _("作废"), (RECORDED, RETURNED), VOIDED, makers, needs_reason=True),
        ),
    )


SELF_MARK = marking("self_mark", _("自评分"), makers=("reporter",), checkers=("verifier",))
DEPARTMENT_MARK = marking(
    "department_mark", _("部门评分"), makers=("department", "city_officer"), checkers=("city_verifier",)
)
FIELD_MARK = marking("field_mark", _("核查分"), makers=CITY_VERIFIER, checkers=OFFICER)

COMPUTED, REPLACED, WITHDRAWN = "computed", "replaced", "withdrawn"
RESULT_CHOICES = (
    (COMPUTED, _("待公布")),
    (PUBLISHED, _("已公布")),
    (REPLACED, _("已被改定的结果替代")),
    (WITHDRAWN, _("已撤回")),
)
_result_words = dict(RESULT_CHOICES)
DECIDERS = (*CITY_VERIFIER, *LEADER)
RESULT = Workflow(
    code="assessment_result",
    title=_("考评结果"),
    initial=COMPUTED,
    states=(
        State(COMPUTED, _result_words[COMPUTED], colour="warn", no_clock_reason=_ON_RUN),
        State(PUBLISHED, _result_words[PUBLISHED], kind="closed", colour="ok"),
        State(REPLACED, _result_words[REPLACED], kind="closed", colour="none"),
        State(WITHDRAWN, _result_words[WITHDRAWN], kind="closed", colour="none"),
    ),
    steps=(
        Step(PUBLISH, _("公布"), (COMPUTED,), PUBLISHED, DECIDERS),
        Step("retract", _("撤回"), (COMPUTED,), WITHDRAWN, (*LEADER, *OFFICER)),
        Step("replace", _("以改定的结果替代"), (PUBLISHED,), REPLACED, DECIDERS),
    ),
)

FILED, UPHELD, DISMISSED, TAKEN_BACK = "filed", "upheld", "dismissed", "taken_back"
APPEAL_CHOICES = (
    (FILED, _("待决定")),
    (UPHELD, _("申诉成立")),
    (DISMISSED, _("申诉不成立")),
    (TAKEN_BACK, _("已撤回")),
)
_appeal_words = dict(APPEAL_CHOICES)
UPHOLD = "uphold"
_DECIDE = ("decide_by",)
APPEAL = Workflow(
    code="assessment_appeal",
    title=_("考评申诉"),
    initial=FILED,
    starts=_DECIDE,
    states=(
        State(FILED, _appeal_words[FILED], colour="warn"),
        State(UPHELD, _appeal_words[UPHELD], kind="closed", colour="ok"),
        State(DISMISSED, _appeal_words[DISMISSED], kind="closed", colour="bad"),
        State(TAKEN_BACK, _appeal_words[TAKEN_BACK], kind="closed", colour="none"),
    ),
    steps=(
        Step(UPHOLD, _("申诉成立，改定结果"), (FILED,), UPHELD, DECIDERS, stops=_DECIDE, needs_reason=True,
             different_actor_from=(RECORDING,)),
        Step("dismiss", _("申诉不成立"), (FILED,), DISMISSED, DECIDERS, stops=_DECIDE, needs_reason=True,
             different_actor_from=(RECORDING,)),
        Step("take_back", _("撤回申诉"), (FILED,), TAKEN_BACK, ("reporter",), stops=_DECIDE),
    ),
    clocks=(Clock(*_DECIDE, _("申诉决定时限"), "assessment.appeal_decide", on_expiry=_("列入逾期，提醒决定人")),),
)  # fmt: skip
