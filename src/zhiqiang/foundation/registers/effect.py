"""The shape of what a step does to a record beside moving its state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gives with a step: who it is, why, and the values that the step asks for."""

    actor: User
    reason: str = ""
    values: Mapping[str, Any] | None = None


#: Does it in the transaction of the step; what to say of it in the trail.
Effect = Callable[[Register, Record, Given], dict[str, Any]]
