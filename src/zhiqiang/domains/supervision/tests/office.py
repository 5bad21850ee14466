"""An office of supervision in the small city: people of every role twice, facts by hand, orders at a station."""

from datetime import date
from typing import Any

from zhiqiang.domains.supervision.actions.interviews import arrange_interview
from zhiqiang.domains.supervision.actions.proposing import propose_order
from zhiqiang.domains.supervision.actions.reviews import apply_for_review
from zhiqiang.domains.supervision.models import Correction, Interview, Order, Review
from zhiqiang.domains.supervision.registers import CORRECTIONS, INTERVIEWS, ORDERS, REVIEWS
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.city import City
from zhiqiang.kernel.ladder import Fact, GroundKind

CHAIN = ("remind", "blue", "orange", "red", "bulletin", "interview")
SUBJECT = "duty:7"


class Office:
    """People, the facts of the day, and the way of an order through them."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.facts: list[Fact] = []
        self.officer, self.second = city.users["city_officer"], city.person("city_officer", city.city, "officer-2")
        self.verifier, self.other = city.users["city_verifier"], city.person("city_verifier", city.city, "verifier-2")
        self.leader = city.person("leader", city.city, "leader-1")
        self.judge = city.person("leader", city.city, "leader-2")
        self.reporter, self.chief = city.users["reporter"], city.users["verifier"]

    def late(self, days: int = 9, subject: str = SUBJECT, unit: str = "", matter: str = "") -> Fact:
        """Say that something is late from now on."""
        words = f"任务“整治电梯”逾期 {days} 个工作日"
        fact = Fact(
            unit or self.city.unit.code, subject, matter or subject, GroundKind.DUTY_OVERDUE, days, "整治电梯", words,
            f"record:delivery.duties/{subject.partition(':')[2]}",
        )  # fmt: skip
        self.facts = [one for one in self.facts if (one.unit, one.subject) != (fact.unit, fact.subject)] + [fact]
        return fact

    def drafted(self, subject: str = SUBJECT, actor: User | None = None) -> Order:
        """The order that is due, drawn up."""
        if not any(one.subject == subject for one in self.facts):
            self.late(subject=subject)
        unit = next(one.unit for one in self.facts if one.subject == subject)
        return propose_order(unit=unit, subject=subject, actor=actor or self.officer)

    def take(self, row: Any, step: str, actor: User, reason: str = "因核对需要", **values: Any) -> Any:
        """A step of any record of supervision."""
        return take_step(
            register=_register_of(row), record_id=row.pk, step=step, actor=actor, reason=reason, values=values or None
        )

    def approver(self, row: Order) -> User:
        return {"remind": self.second, "blue": self.verifier, "orange": self.verifier}.get(row.rung, self.leader)

    def approved(self, subject: str = SUBJECT) -> Order:
        row = self.drafted(subject)
        return self.take(row, "approve", self.approver(row))

    def served(self, subject: str = SUBJECT) -> Order:
        return self.take(self.approved(subject), "serve", self.officer)

    def replied(self, subject: str = SUBJECT) -> Order:
        return self.take(self.served(subject), "reply", self.reporter, "已全部整改，材料附后")

    def met(self, subject: str = SUBJECT) -> Order:
        return self.take(self.replied(subject), "accept", self.other)

    def lapsed(self, subject: str = SUBJECT) -> Order:
        return self.take(self.replied(subject), "reject", self.other, "没有对照要求")

    def climbed(self, rung: str) -> Order:
        """The order of a rung, served, after all below it have lapsed (an interview's: approved)."""
        for code in CHAIN[: CHAIN.index(rung)]:
            assert self.lapsed().rung == code
        return self.approved() if rung == "interview" else self.served()

    def arranged(self, order: Order | None = None, **other: Any) -> Interview:
        values = {
            "person": "张某某 县长", "interviewer": "李某某 副市长", "held_on": date(2026, 11, 26), "held_at": "09:30",
            "place": "市政府二楼会议室",
        } | other  # fmt: skip
        row = order or self.climbed("interview")
        return arrange_interview(order_id=row.pk, values=values, actor=self.officer)

    def notified(self) -> Interview:
        return self.take(self.arranged(held_on=date(2026, 11, 23)), "notify", self.officer)

    def held(self) -> Interview:
        return self.take(self.notified(), "hold", self.officer, "一、限 5 台电梯停用\n二、补齐记录")

    def signed(self) -> Interview:
        row = self.take(self.held(), "confirm_unit", self.chief)
        return self.take(row, "confirm_city", self.leader)

    def correction(self) -> Correction:
        return Correction.objects.get(interview=self.signed())

    def reported(self) -> Correction:
        return self.take(self.correction(), "report", self.reporter, "5 台电梯已停用，记录已补齐")

    def review(self, order: Order | None = None) -> Review:
        return apply_for_review(order_id=(order or self.served()).pk, grounds="报告已按期寄出", actor=self.reporter)


def _register_of(row: Any) -> Register:
    registers = {Order: ORDERS, Review: REVIEWS, Interview: INTERVIEWS, Correction: CORRECTIONS}
    return registers[type(row)]
