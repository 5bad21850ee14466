"""What steps that many registers share do beside moving the state: corrections, interruptions of standing records."""

from collections.abc import Mapping

from zhiqiang.foundation.registers.corrections import CORRECTION_EFFECTS
from zhiqiang.foundation.registers.effect import Effect
from zhiqiang.foundation.standing.effects import STANDING_EFFECTS

#: By step code.
EFFECTS: Mapping[str, Effect] = {**CORRECTION_EFFECTS, **STANDING_EFFECTS}
