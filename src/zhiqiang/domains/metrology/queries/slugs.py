"""The registers by name: a query may not import what is declared above it."""

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.registers.declaration import Register

STANDARDS = "metrology.standards"
INSTRUMENTS = "metrology.instruments"
VERIFICATIONS = "metrology.verifications"
CALIBRATIONS = "metrology.calibrations"


def register_of(slug: str) -> Register:
    return catalogue.registers()[slug]
