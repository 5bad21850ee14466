"""The lives of certificates, laboratories, visits, centres and proficiency tests."""

from dataclasses import replace

from zhiqiang.foundation.access.roles import VERIFIERS, WRITERS
from zhiqiang.foundation.standing.workflow import standing
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import STATE_CHOICES, VERIFIED, verification
from zhiqiang.kernel.workflow import Clock, State, Step, Workflow

CERTIFICATE = standing("certificate", _("认证证书"), makers=WRITERS, checkers=VERIFIERS)
LABORATORY = standing("laboratory", _("检验检测机构资质"), makers=WRITERS, checkers=VERIFIERS)
SMALL_FIRM = verification("small_firm", _("小微企业帮扶"), makers=WRITERS, checkers=VERIFIERS)
CENTRE = verification("testing_centre", _("检测中心"), makers=WRITERS, checkers=VERIFIERS)

REMEDY_DUE, REMEDY_REPORTED = "remedy_due", "remedy_reported"
RESULT_CHOICES = (*STATE_CHOICES, (REMEDY_DUE, _("待整改")), (REMEDY_REPORTED, _("整改待核查")))
REMEDY_BY, CHECK_BY = ("remedy_by",), ("remedy_check_by",)


def _with_remedy() -> Workflow:
    """The life of an unsatisfactory result: verified, it owes a correction, which somebody else then checks."""
    plain = RESULT
    states = (
        State(REMEDY_DUE, _("待整改"), colour="late", public_title=_("整改中")),
        State(REMEDY_REPORTED, _("整改待核查"), colour="warn", public_title=_("整改中")),
    )
    clocks = (
        Clock(*REMEDY_BY, _("整改时限"), "proficiency.remedy", on_expiry=_("列入逾期，提醒机构和主管")),
        Clock(*CHECK_BY, _("整改核查时限"), "proficiency.remedy_check", on_expiry=_("列入逾期，提醒核查人")),
    )
    report, makers = "report_remedy", (*WRITERS, "laboratory")
    steps = (
        Step("order_remedy", _("责令整改"), (VERIFIED,), REMEDY_DUE, VERIFIERS, starts=REMEDY_BY, needs_reason=True),
        Step(report, _("报告整改"), (REMEDY_DUE,), REMEDY_REPORTED, makers, stops=REMEDY_BY, starts=CHECK_BY,
             needs_reason=True),
        Step("accept_remedy", _("整改合格"), (REMEDY_REPORTED,), VERIFIED, VERIFIERS, stops=CHECK_BY,
             different_actor_from=(report,)),
        Step("refuse_remedy", _("整改不合格"), (REMEDY_REPORTED,), REMEDY_DUE, VERIFIERS, stops=CHECK_BY,
             starts=REMEDY_BY, different_actor_from=(report,), needs_reason=True),
    )  # fmt: skip
    own = tuple(
        replace(step, target=REMEDY_DUE, starts=REMEDY_BY) if step.code == "verify" else step for step in plain.steps
    )
    return Workflow(
        code="proficiency_remedy",
        title=_("能力验证不满意结果"),
        initial=plain.initial,
        starts=plain.starts,
        states=(*plain.states, *states),
        steps=(*own, *steps),
        clocks=(*plain.clocks, *clocks),
    )


RESULT = verification("proficiency_result", _("能力验证结果"), makers=WRITERS, checkers=VERIFIERS)
RESULT_WITH_REMEDY = _with_remedy()
