"""How each kind of target is judged: expected path, forecast, required pace, verdict and status, in Decimal."""

from zhiqiang.kernel.targets.assessment import Assessment
from zhiqiang.kernel.targets.declaration import (
    DEFAULT,
    Baseline,
    Circumstances,
    Milestone,
    Observation,
    Target,
    Thresholds,
)
from zhiqiang.kernel.targets.judge import assess
from zhiqiang.kernel.targets.vocabulary import Direction, Kind, Operator, Status, Verdict

__all__ = [
    "DEFAULT",
    "Assessment",
    "Baseline",
    "Circumstances",
    "Direction",
    "Kind",
    "Milestone",
    "Observation",
    "Operator",
    "Status",
    "Target",
    "Thresholds",
    "Verdict",
    "assess",
]
