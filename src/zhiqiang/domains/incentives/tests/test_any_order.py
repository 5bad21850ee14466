"""Any order of promising, approving, paying, releasing and recovering keeps the books right and pays nothing twice."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from zhiqiang.domains.incentives.actions.recoveries import follow_withdrawal
from zhiqiang.domains.incentives.models import LIVE, BudgetLine, Commitment, OutsidePayment, Payment, Recovery
from zhiqiang.domains.incentives.queries.books import imbalances
from zhiqiang.domains.incentives.registers import COMMITMENTS, RECOVERIES
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.workflow.models import StepTaken
from zhiqiang.kernel.programmes.amount import normal

THINGS = ("GB/T 90001-2026", "gb/t90001—2026", "GB/T 90002-2026", "GB/T 90003-2026", "GB/T 90004-2026")
ONWARD = {"proposed": "approve_first", "first_approved": "approve_second", "approved": "pay"}
SIGNATURES = {"approve_first", "approve_second", "pay"}
#: What happens, as often as it is named; what spoils all that follows is seldom.
HAPPENINGS = (
    *["promise"] * 5, *["propose"] * 5, *["go_on"] * 10, *["any_step"] * 3, *["recover"] * 3, *["decide"] * 4,
    *["settle"] * 3, "release", "hear_all", "hear_all", "object", "withdraw", "outside",
)  # fmt: skip
STEPS = (*ONWARD.values(), "refuse", "cancel")
DECISIONS = {"proposed": ("demand", "demand", "drop"), "demanded": ("receive", "receive", "waive")}
TURN = st.tuples(
    st.sampled_from(HAPPENINGS),
    st.integers(min_value=0, max_value=9),
    st.sampled_from((None, 1, 5_000_000, 15_000_000, 20_000_000)),
)
#: Each must have happened somewhere, or the test shows nothing.
NEEDED = {"promise", "propose", "pay", "cancel", "recover", "demand", "receive", "settle", "release", "withdraw"}


class Run:
    """One run over a treasury: every happening is done or refused; anything else is a defect."""

    def __init__(self, treasury: Treasury, happened: Counter[str]) -> None:
        self.treasury, self.happened = treasury, happened
        treasury.book.awards.clear()
        treasury.book.fallen.clear()
        self.line = treasury.line(cap=700_000)

    def turn(self, what: str, which: int, part: int | None) -> None:
        getattr(self, what)(which, part)
        self.check()

    def tried(self, name: str, act: Callable[[], Any]) -> Any:
        """Act or be refused, which leaves nothing behind."""
        try:
            with transaction.atomic():
                done = act()
        except (RefusedError, WrongValuesError, NotThereError):
            return None
        self.happened[name] += 1
        return done

    def some(self, model: Any, which: int) -> Any:
        found = list(model.objects.order_by("-pk"))
        return found[which % len(found)] if found else None

    def promise(self, which: int, part: int | None) -> None:
        who = self.treasury.city.enterprise if part else self.treasury.city.laboratory
        award = self.treasury.book.add(who, THINGS[which % len(THINGS)])
        self.tried("promise", lambda: self.treasury.commitment(award, self.line))

    def propose(self, which: int, part: int | None) -> None:
        if held := self.some(Commitment, which):
            self.tried("propose", lambda: self.treasury.proposed(held, part))

    def go_on(self, which: int, part: int | None) -> None:
        waiting = list(Payment.objects.filter(state__in=ONWARD).order_by("pk"))
        if waiting:
            payment = waiting[which % len(waiting)]
            self.step(payment, ONWARD[payment.state])

    def any_step(self, which: int, part: int | None) -> None:
        if payment := self.some(Payment, which):
            self.step(payment, STEPS[(which + (part or 0)) % len(STEPS)])

    def step(self, payment: Payment, step: str) -> None:
        people = {
            "approve_first": self.treasury.verifier,
            "refuse": self.treasury.verifier,
            "cancel": self.treasury.officer,
        }
        person, number = people.get(step, self.treasury.finance), payment.commitment.application
        act = lambda: self.treasury.step(payment, step, person, reason="不付了", voucher="支-1")  # noqa: E731
        if self.tried(step, act) is not None and step in SIGNATURES:
            assert not self.treasury.book.awards[number].frozen, "signed or paid while an objection is open"
            assert number not in self.treasury.book.fallen, "signed or paid though withdrawn"
            outside = OutsidePayment.objects.values_list("thing_key", flat=True)
            assert normal(payment.thing) not in outside, "signed or paid what another funder has paid"

    def settle(self, which: int, part: int | None) -> None:
        self.close(which, "settle")

    def release(self, which: int, part: int | None) -> None:
        self.close(which, "release")

    def close(self, which: int, step: str) -> None:
        idle = Commitment.objects.filter(state="committed", claimed_fen=F("paid_fen"))
        fit = list(idle.filter(paid_fen__gt=0) if step == "settle" else idle)
        if fit:
            held = fit[which % len(fit)]
            facts = {"register": COMMITMENTS, "record_id": held.pk, "actor": self.treasury.officer, "reason": "不再付"}
            self.tried(step, lambda: take_step(step=step, **facts))

    def object(self, which: int, part: int | None) -> None:
        if held := self.some(Commitment, which):
            self.treasury.book.freeze(held.application)

    def hear_all(self, which: int, part: int | None) -> None:
        for number in self.treasury.book.awards:
            self.treasury.book.freeze(number, frozen=False)

    def withdraw(self, which: int, part: int | None) -> None:
        if held := self.some(Commitment, which):
            self.treasury.book.withdraw(held.application)
            officer = self.treasury.officer
            self.tried("withdraw", lambda: follow_withdrawal(commitment_id=held.pk, actor=officer))

    def recover(self, which: int, part: int | None) -> None:
        paid = list(Payment.objects.filter(state="paid").order_by("pk"))
        if paid:
            self.tried("recover", lambda: self.treasury.recovery(paid[which % len(paid)], part))

    def decide(self, which: int, part: int | None) -> None:
        waiting = list(Recovery.objects.filter(state__in=DECISIONS).order_by("pk"))
        if waiting:
            recovery = waiting[which % len(waiting)]
            step = DECISIONS[recovery.state][which % 3]
            person = self.treasury.verifier if step in {"demand", "drop"} else self.treasury.finance
            facts = {"register": RECOVERIES, "record_id": recovery.pk, "actor": person, "reason": "核实后"}
            self.tried(step, lambda: take_step(step=step, values={"voucher": "收-1"}, **facts))

    def outside(self, which: int, part: int | None) -> None:
        self.tried("outside", lambda: self.treasury.outside(THINGS[which % len(THINGS)]))

    def check(self) -> None:
        """What must hold after everything."""
        assert imbalances() == []
        assert all(0 <= line.committed_fen <= line.cap_fen for line in BudgetLine.objects.all())
        for name in ("thing_key", "award"):
            live = list(Commitment.objects.filter(LIVE).values_list(name, flat=True))
            assert len(live) == len(set(live)), f"two live commitments for one {name}"

    def check_signatures(self) -> None:
        for one in Payment.objects.filter(state="paid"):
            taken = StepTaken.objects.filter(register="incentives.payments", record=one.pk)
            people = list(taken.filter(step__startswith="approve").values_list("actor", flat=True))
            assert len(people) == len(set(people)) == 2
            assert one.recorded_by_id not in people


@pytest.mark.slow
def test_any_order_keeps_the_books_right_and_pays_nothing_twice(treasury: Treasury) -> None:
    happened: Counter[str] = Counter()

    # The same runs each time, so that what is needed does happen; shrinking one of sixty turns takes half an hour.
    @settings(
        max_examples=40, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )  # fmt: skip
    @given(st.lists(TURN, min_size=40, max_size=60))
    def in_any_order(turns: list[tuple[str, int, int | None]]) -> None:
        point = transaction.savepoint()
        try:
            run = Run(treasury, happened)
            for what, which, part in turns:
                run.turn(what, which, part)
            run.check_signatures()
        finally:
            transaction.savepoint_rollback(point)

    in_any_order()
    assert happened.keys() >= NEEDED, f"never happened: {NEEDED - happened.keys()}"
