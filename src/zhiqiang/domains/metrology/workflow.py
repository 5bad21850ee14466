"""The lives of measurement standards and their events, of instruments, verifications and calibrations."""

from collections.abc import Mapping
from dataclasses import replace

from zhiqiang.foundation.access.roles import VERIFIERS, WRITERS
from zhiqiang.foundation.standing.workflow import REINSTATE, RESUME, SUSPEND, SUSPENDED, WITHDRAW, WITHDRAWN, standing
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import VERIFIED, verification
from zhiqiang.kernel.workflow import Workflow

STANDARD_EVENT = verification("standard_event", _("计量标准事项"), makers=WRITERS, checkers=VERIFIERS)
STANDARD = standing("measurement_standard", _("计量标准"), makers=WRITERS, checkers=VERIFIERS)
CALIBRATION = verification("calibration", _("校准"), makers=WRITERS, checkers=VERIFIERS)


def _worded(workflow: Workflow, words: Mapping[str, Text]) -> Workflow:
    """The same life in the words of its trade: titles of steps and states by code."""
    states = (replace(one, title=words.get(one.code, one.title), public_title=words.get(one.code, one.public_title))
              for one in workflow.states)  # fmt: skip
    steps = (replace(one, title=words.get(one.code, one.title)) for one in workflow.steps)
    return replace(workflow, states=tuple(states), steps=tuple(steps))


def _without_suspension(workflow: Workflow) -> Workflow:
    """What is not suspended: a verification holds or is over."""
    steps = [one for one in workflow.steps if one.code not in {SUSPEND, RESUME}]
    only = tuple(replace(one, source=(VERIFIED,)) if one.code == WITHDRAW else one for one in steps)
    states = tuple(one for one in workflow.states if one.code != SUSPENDED)
    return replace(workflow, states=states, steps=only)


INSTRUMENT = _worded(
    standing("instrument", _("强检器具"), makers=WRITERS, checkers=VERIFIERS),
    {SUSPEND: _("封存停用"), RESUME: _("重新启用"), WITHDRAW: _("报废"), REINSTATE: _("收回报废"),
     SUSPENDED: _("封存停用"), WITHDRAWN: _("已报废")},
)  # fmt: skip
VERIFICATION = _worded(
    _without_suspension(standing("instrument_verification", _("检定"), makers=WRITERS, checkers=VERIFIERS)),
    {WITHDRAW: _("修理或失准，证书失效"), REINSTATE: _("收回失效"), WITHDRAWN: _("已失效")},
)
