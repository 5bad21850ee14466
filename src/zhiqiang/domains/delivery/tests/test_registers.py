"""The ready-made tests of the ledger's registers that people type."""

from datetime import date
from typing import Any

from zhiqiang.domains.delivery.registers import DUTIES, MILESTONES
from zhiqiang.domains.delivery.tests.office import department, given_duty
from zhiqiang.foundation.access.models import Membership
from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.testing.browsing import open_as, words
from zhiqiang.foundation.testing.city import START
from zhiqiang.foundation.testing.register_access_spec import RegisterAccessSpec
from zhiqiang.foundation.testing.register_case import RegisterCase
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class OfTheLedger(RegisterCase):
    """A leader sees the whole city; the page of a record is the domain's own; only the city's officer records."""

    test_nobody_records_for_another_unit = None
    test_nobody_moves_a_record_to_another_unit = None

    def reaches(self, role: str, row: Record) -> bool:
        if BY_CODE[role].organisation:
            return False  # the small city's department leads nothing
        return super().reaches(role, row)

    def get(self, person: Any, name: str, *args: Any, query: str = "") -> Any:
        """The page of a record is the domain's own: the generic address leads there."""
        address = f"{self.page(name, *args)}?{query}" if query else self.page(name, *args)
        return open_as(person).get(address, follow=name == "detail" and person is not None)


class TestDuties(OfTheLedger, RegisterSpec):
    """Duties feed no figure and are not published as records."""

    test_a_record_becomes_evidence_when_it_is_verified = None
    test_the_public_sees_the_public_columns_of_verified_records_only = None
    register = DUTIES
    check_step = "assign"
    wrong = {
        "ends before it starts": ({"due_on": "2025-12-31"}, "早于开始日期"),
        "a class and a rhythm": ({"difficulty": "urgent", "rhythm": "monthly"}, "一次办完"),
        "an unknown clause": ({"clause": "T7.9"}, "T7."),
        "an unknown target": ({"target": "G2027.22"}, "G2027.2"),
        "a decision that is not named": ({"source_kind": "decision", "source_ref": ""}, "会议与事项编号"),
        "a plan duty without its clause": ({"source_kind": "plan", "clause": ""}, "须写条目编号"),
    }

    def values(self, city: Any, n: int) -> dict[str, Any]:
        return {
            "number": f"2026-{n:04d}", "title": "开展计量服务（演示）", "clause": "T7.1", "target": "",
            "source_kind": "plan", "source_ref": "承政字〔2026〕1号（演示）", "unit": city.unit,
            "lead": department(city), "starts_on": date(2026, 1, 5), "due_on": date(2026, 12, 31), "rhythm": "none",
            "difficulty": "ordinary",
        }  # fmt: skip

    def test_the_maker_does_not_verify_even_with_the_role(self) -> None:
        """Giving a duty: who must do it does not give it, whatever other role that person holds."""
        row, officer = self.made(), self.city.users["city_officer"]
        Membership.objects.create(user=officer, role="reporter", unit=row.unit, valid_from=START)
        officer.__dict__.pop("_memberships", None)
        answer = self.post(officer, "step", row.pk, "assign", data={"version": "1", "request_key": "v"})
        row.refresh_from_db()
        assert (answer.status_code, row.state) == (409, "recorded")
        assert "不能交办给自己" in words(answer)


class TestMilestones(OfTheLedger, RegisterAccessSpec):
    """No step of a milestone is one click: its reach is tried here, its steps in test_workflow."""

    register = MILESTONES
    pytest_generate_tests = RegisterSpec.pytest_generate_tests
    check_step = "claim"

    def values(self, city: Any, n: int) -> dict[str, Any]:
        return {
            "duty": given_duty(city, signed=True), "unit": city.unit, "title": f"节点{n}（演示）", "weight": 2,
            "due_on": date(2026, 11, 30), "evidence": "paper",
        }  # fmt: skip
