"""What a write may answer instead of success; every message is for the person who asked."""

from zhiqiang.kernel.findings import Finding


class RefusedError(Exception):
    """Not allowed, with the reason and the way on."""


class NotThereError(Exception):
    """Absent, or hidden from this person: the same answer (404)."""


class StaleError(RefusedError):
    """Somebody changed the record in between."""


class WrongValuesError(Exception):
    """The values break rules; `findings` holds every one."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("；".join(f"{one.field}：{one.message}" for one in findings))
