"""What the steps of a request do beside moving it."""

from typing import Any

from zhiqiang.domains.one_stop.models import Request
from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given


def answer_request(register: Register, row: Request, given: Given) -> dict[str, Any]:  # noqa: ARG001 (an effect's shape)
    """Keep the answer, which is the step's own text, and the day on which the firm got it."""
    row.answer, row.answered_on = given.reason, clock.today()
    return {"answered_on": row.answered_on.isoformat()}


def reopen_request(register: Register, row: Request, given: Given) -> dict[str, Any]:  # noqa: ARG001 (an effect's shape)
    """The answer did not do: the firm is not served before the next one. The old answer stays in the history."""
    before, row.answer, row.answered_on = row.answer, "", None
    return {"answer": before}
