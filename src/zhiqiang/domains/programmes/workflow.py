"""The lives of applications (compiled from their programme), of objections and of recognitions."""

from zhiqiang.foundation.access.roles import STAFF, VERIFIERS, WRITERS
from zhiqiang.foundation.standing.workflow import standing
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.programmes import lifecycle
from zhiqiang.kernel.programmes.model import Programme
from zhiqiang.kernel.workflow import RECORDING, Clock, State, Step, Workflow

#: The kernel's words for states, steps and clocks, marked here for translation (the kernel knows no catalogue).
WORDS = (
    _("草稿"), _("已提交"), _("待补正"), _("已受理"), _("评审中"), _("评审完成"), _("已现场核查"), _("现场核查完成"),
    _("拟认定"), _("审定中"), _("公示中"), _("异议处理中"), _("已认定"), _("未通过"), _("不予受理"), _("已撤回"),
    _("草稿由申报单位自行安排，随批次截止"), _("受理时限"), _("补正时限"), _("评审时限"), _("现场核查时限"),
    _("审定时限"), _("发布公示时限"), _("公示期"), _("异议处理时限"), _("列入逾期，提醒办理人"),
    _("公示期满，可以办理认定"),
    _("提交"), _("退回补正"), _("补正后提交"), _("受理"), _("开始评审"), _("评审结束"), _("登记现场核查"),
    _("拟予认定"), _("不予认定"), _("发布公示"), _("登记异议"), _("异议成立"), _("异议不成立"), _("认定"), _("撤回"),
    _("项目申报"),
)  # fmt: skip


def wording(text: str) -> Text:
    """A title of the kernel as one that is translated when it is shown."""
    return _(text)


def workflow_of(programme: Programme) -> Workflow:
    """The workflow of applications under a programme."""
    return lifecycle.workflow_of(programme, wording)


#: Every state and step of any programme; an application runs by its own programme's workflow.
APPLICATION = lifecycle.union_workflow(wording, officers=STAFF)
STATE_CHOICES = tuple((state.code, state.title) for state in APPLICATION.states)
DRAFT, INCOMPLETE = "draft", "incomplete"
#: The applicant may still change what it filled in.
FILLABLE = (DRAFT, INCOMPLETE)
#: Handed in and not ended: the same thing is not applied for twice at the same time.
LIVE_STATES = tuple(s.code for s in APPLICATION.states if s.is_open and s.code != DRAFT)

OPEN, UPHELD, DISMISSED = "recorded", "upheld", "dismissed"
OBJECTION_STATES = ((OPEN, _("核查中")), (UPHELD, _("异议成立")), (DISMISSED, _("异议不成立")))
_HEARD_BY = ("hear_by",)


def _decided(step: str, title: Text, target: str) -> Step:
    return Step(
        step, title, (OPEN,), target, STAFF, stops=_HEARD_BY, different_actor_from=(RECORDING,), needs_reason=True
    )


OBJECTION = Workflow(
    code="objection",
    title=_("异议"),
    initial=OPEN,
    starts=_HEARD_BY,
    states=(
        State(OPEN, _("核查中"), colour="late"),
        State(UPHELD, _("异议成立"), kind="closed", colour="bad"),
        State(DISMISSED, _("异议不成立"), kind="closed", colour="ok"),
    ),
    steps=(_decided("uphold", _("异议成立"), UPHELD), _decided("dismiss", _("异议不成立"), DISMISSED)),
    clocks=(Clock("hear_by", _("异议处理时限"), "programme.objection", on_expiry=_("列入逾期，提醒办理人")),),
)

RECOGNITION = standing("recognition", _("认定"), makers=WRITERS, checkers=VERIFIERS)
