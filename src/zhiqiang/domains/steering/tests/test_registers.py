"""The ready-made tests of the registers of steering, one right record and a wrong value for each rule."""

from datetime import date, timedelta
from decimal import Decimal

from zhiqiang.domains.steering import registers
from zhiqiang.domains.steering.models import Meeting, OutlineTask
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import body, open_as
from zhiqiang.foundation.testing.register_access_spec import RegisterAccessSpec
from zhiqiang.foundation.testing.register_case import RegisterCase
from zhiqiang.foundation.testing.register_files_spec import RegisterFilesSpec
from zhiqiang.foundation.testing.register_form_spec import RegisterFormSpec
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class WithLeader(RegisterCase):
    """A leader reads the whole city."""

    @classmethod
    def unit_roles_with(cls, action):
        return [code for code in super().unit_roles_with(action) if code != "leader"]


class OfAUnit(WithLeader):
    """Records of a county that the city's people make: the maker stands above the unit."""

    def made(self, n=1, **other):
        return create_record(register=self.register, values={**self.values(self.city, n), **other}, actor=self.maker)


def portion(city, n):
    """A share that asks no less than the city: each day's decision is another record."""
    return {
        "target": "G2027.5",
        "unit": city.unit,
        "value": Decimal("99.5000"),
        "decided_on": date(2026, 3, 1) - timedelta(days=n),
        "basis": "承质强办〔2026〕3号",
        "note": "按上年实绩",
    }


WRONG_PORTIONS = {
    "a target that is not the plan's": ({"target": "G2027.99"}, "没有编号为“G2027.99”的目标"),
    "a target without a number": ({"target": "G2027.3"}, "没有数值，不能分解"),
    "decided after today": ({"decided_on": "2099-01-01"}, "晚于今天"),
    "less than nothing": ({"value": "-1"}, "大于或等于"),
}


class TestShares(OfAUnit, RegisterAccessSpec, RegisterFormSpec, RegisterFilesSpec):
    register = registers.SHARES
    pytest_generate_tests = RegisterSpec.pytest_generate_tests
    wrong = WRONG_PORTIONS
    values = staticmethod(lambda *given: portion(*given[-2:]))

    def test_a_share_of_the_whole_city_is_refused(self):
        answer = self.post(self.maker, "new", data=self.typed(unit=str(self.city.city.pk)))
        assert (answer.status_code, self.count()) == (422, 0)


class TestCountyShares(WithLeader, RegisterAccessSpec):
    register = registers.COUNTY_SHARES
    pytest_generate_tests = RegisterSpec.pytest_generate_tests
    values = staticmethod(lambda *given: portion(*given[-2:]))

    def elsewhere(self, n=2):
        other = self.city.person("reporter", self.city.other_unit)
        values = {**self.values(self.city, n), "unit": self.city.other_unit}
        return create_record(register=self.register, values=values, actor=other)


class TestOutlineTasks(WithLeader, RegisterFormSpec, RegisterFilesSpec):
    register = registers.OUTLINE_TASKS
    pytest_generate_tests = RegisterSpec.pytest_generate_tests
    wrong = {"issued after today": ({"issued_on": "2099-01-01"}, "晚于今天")}

    def values(self, city, n):
        return {
            "number": f"{n}.1", "title": "提升标准供给", "asks": "多出好标准", "document": "省纲要（演示）",
            "issued_on": date(2023, 3, 1), "unit": city.city,
        }  # fmt: skip


def a_task(city):
    """A verified task of the outline."""
    found = OutlineTask.objects.filter(number="1.1").first()
    if found is None:
        values = TestOutlineTasks.values(None, city, 1)
        found = create_record(register=registers.OUTLINE_TASKS, values=values, actor=city.users["city_officer"])
        take_step(
            register=registers.OUTLINE_TASKS, record_id=found.pk, step="verify", actor=city.users["city_verifier"]
        )
    return found


CLAUSES = ("T1.1", "T1.2", "T1.3", "T2.1", "T2.2", "T2.3", "T2.4", "T3.1", "T3.2", "T3.3")


class TestAlignments(RegisterFormSpec):
    register = registers.ALIGNMENTS
    pytest_generate_tests = RegisterSpec.pytest_generate_tests
    wrong = {"a clause that is not the plan's": ({"clause": "T9.9"}, "没有编号为“T9.9”的条款")}

    def values(self, city, n):
        return {
            "task": a_task(city), "clause": CLAUSES[n % len(CLAUSES)], "fit": "partial", "note": "只涉及一部分",
            "unit": city.city,
        }  # fmt: skip


class TestMeetings(RegisterCase):
    register = registers.MEETINGS
    check_step = "hold"

    def values(self, city, n):
        return {
            "number": f"2026-{n:03d}", "title": "三季度调度", "held_on": date(2026, 10, 15), "place": "隆化县",
            "chair": "分管领导", "unit": city.city,
        }  # fmt: skip

    def test_a_list_says_what_waits_for_me(self):
        """Nothing runs before a meeting is held; then its minutes have their time."""
        row = self.verified(self.made())
        answer = open_as(self.city.users["city_verifier"]).get(self.page("list"), {"waiting": "minutes_by"})
        assert [line.row.pk for line in answer.context["lines"]] == [row.pk]


def a_meeting(city):
    """A meeting in preparation."""
    values = TestMeetings.values(None, city, 1)
    found = Meeting.objects.filter(number=values["number"]).first()
    return found or create_record(register=registers.MEETINGS, values=values, actor=city.users["city_officer"])


class TestDecisions(WithLeader, RegisterCase):
    register = registers.DECISIONS

    def values(self, city, n):
        return {
            "meeting": a_meeting(city), "number": f"2026-001-{n}", "what": "补齐窗口服务", "unit": city.unit,
            "due_on": date(2026, 12, 20), "clause": "T7.4",
        }  # fmt: skip

    def test_a_county_reads_the_decisions_about_itself_only(self):
        own, other = self.made(), self.elsewhere()
        answers = [self.get(self.city.users["reporter"], "detail", one.pk).status_code for one in (own, other)]
        assert answers == [200, 404]

    def test_what_is_typed_is_checked_against_the_meeting_and_the_plan(self):
        for other, words in (
            ({"due_on": "2026-10-15"}, "不晚于会议召开日"), ({"clause": "T9.9"}, "没有编号为“T9.9”的条款"),
            ({"target": "G1"}, "没有编号为“G1”的目标"), ({"unit": str(self.city.city.pk)}, "要写明牵头部门"),
        ):  # fmt: skip
            answer = self.post(self.maker, "new", data=self.typed(**other))
            assert (answer.status_code, words in body(answer)) == (422, True), words


class TestPractices(WithLeader, RegisterSpec):
    register = registers.PRACTICES
    check_step = "review"
    wrong = {
        "collected after today": ({"collected_on": "2099-01-01"}, "晚于今天"),
        "a clause that is not the plan's": ({"clause": "X1"}, "没有编号为“X1”的条款"),
        "an indicator that is not the plan's": ({"indicator": "no-such"}, "没有代码为“no-such”的指标"),
        "no proof at all": ({"indicator": "", "proof": ""}, "成效没有佐证"),
    }

    def values(self, city, n):
        return {
            "unit": city.unit, "clause": "T7.4", "title": f"窗口前移到园区之{n}", "done": "每周两天现场受理",
            "came_of_it": "办理时间缩短", "indicator": "one_stop_firms_served", "proof": "座谈记录",
            "collected_on": date(2026, 8, 1),
        }  # fmt: skip

    def verified(self, row):
        """Reviewed by the unit's other person, published by the city."""
        if row.state == "recorded":
            row = super().verified(row)
        officer = self.city.users["city_officer"]
        return take_step(register=self.register, record_id=row.pk, step="publish", actor=officer)

    def test_the_page_of_a_record_tells_its_history(self):
        row = self.made()
        self.verified(row)
        shown = self.get(self.city.users["city_officer"], "detail", row.pk)
        assert [str(one.who) for one in shown.context["events"]] == ["city_officer", "verifier", "reporter"]

    def test_a_practice_that_is_taken_back_is_public_no_longer(self):
        row = self.verified(self.made())
        address = f"/open/{self.register.slug}/{row.pk}/"
        assert open_as(None).get(address).status_code == 200
        take_step(
            register=self.register, record_id=row.pk, step="take_down", actor=self.city.users["city_verifier"],
            reason="成效没有保持",
        )  # fmt: skip
        assert open_as(None).get(address).status_code == 404
