"""The life of what is valid over a span of days: verified, suspended, resumed, withdrawn, reinstated."""

from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import (
    CORRECTING,
    STATE_CHOICES,
    VERIFIED,
    verification,
)
from zhiqiang.kernel.workflow import State, Step, Workflow

SUSPENDED, WITHDRAWN = "suspended", "withdrawn"
#: Ended records stay evidence: they were valid once, and earlier counts hold them.
STANDING_STATES = (VERIFIED, CORRECTING, SUSPENDED, WITHDRAWN)
STANDING_CHOICES = (*STATE_CHOICES, (SUSPENDED, _("已暂停")), (WITHDRAWN, _("已撤销")))
SUSPEND, RESUME, WITHDRAW, REINSTATE = "suspend", "resume", "withdraw", "reinstate"


def standing(code: str, title: Text, *, makers: tuple[str, ...], checkers: tuple[str, ...]) -> Workflow:
    """The verification workflow, and what may happen to a verified record while it is valid.

    Each step takes effect on a day that the person states; counts before that day stay as they were.
    """
    plain = verification(code, title, makers=makers, checkers=checkers)
    states = (
        State(SUSPENDED, _("已暂停"), kind="closed", colour="late", public_title=_("已暂停")),
        State(WITHDRAWN, _("已撤销"), kind="closed", colour="bad", public_title=_("已撤销")),
    )
    steps = (
        Step(SUSPEND, _("暂停"), (VERIFIED,), SUSPENDED, checkers, needs_reason=True, dated=True),
        Step(RESUME, _("恢复"), (SUSPENDED,), VERIFIED, checkers, needs_reason=True, dated=True),
        Step(WITHDRAW, _("撤销"), (VERIFIED, SUSPENDED), WITHDRAWN, checkers, needs_reason=True, dated=True),
        Step(
            REINSTATE,
            _("收回撤销"),
            (WITHDRAWN,),
            VERIFIED,
            checkers,
            different_actor_from=(WITHDRAW,),
            needs_reason=True,
        ),
    )
    return Workflow(
        code=code,
        title=title,
        initial=plain.initial,
        starts=plain.starts,
        states=(*plain.states, *states),
        steps=(*plain.steps, *steps),
        clocks=plain.clocks,
    )
