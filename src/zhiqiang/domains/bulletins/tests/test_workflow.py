"""The ready-made tests of the life of a bulletin: every state × step × role."""

from typing import Any

from zhiqiang.domains.bulletins.registers import BULLETINS
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestBulletinWorkflow(WorkflowSpec):
    register = BULLETINS

    def values(self, city: Any, n: int) -> dict[str, Any]:
        return {"kind": "leader_page", "period": f"2026-{n:02d}", "next_steps": "逐项跟踪。", "unit": city.city}
