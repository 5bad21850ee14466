"""What metrology keeps: measurement standards and their events, instruments, verifications, calibrations."""

from zhiqiang.domains.metrology.models.calibrations import Calibration
from zhiqiang.domains.metrology.models.events import StandardEvent
from zhiqiang.domains.metrology.models.instruments import Instrument, Verification
from zhiqiang.domains.metrology.models.kinds import categories, category_choices
from zhiqiang.domains.metrology.models.standards import MeasurementStandard

__all__ = [
    "Calibration",
    "Instrument",
    "MeasurementStandard",
    "StandardEvent",
    "Verification",
    "categories",
    "category_choices",
]
