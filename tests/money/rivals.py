"""Driver of the tests of money under rivalry: sixteen people at once, on whatever database ZHIQIANG_DATABASE names.

Run with ZHIQIANG_HOME set to an empty folder, a play and a number of payments; prints one line of JSON.
"""

import json
import os
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import django

PEOPLE = 16
AMOUNT = 20_000_000  # fen of one national standard
Act = Callable[[Any, int], object]


def main(play: str, number: int) -> None:
    from django.core.management import call_command

    from zhiqiang.domains.incentives.queries.books import imbalances
    from zhiqiang.domains.incentives.tests.made_awards import AwardBook
    from zhiqiang.domains.incentives.tests.treasury import Treasury
    from zhiqiang.foundation import clock
    from zhiqiang.foundation.testing.city import make_city
    from zhiqiang.foundation.trail.record import verify_trail

    call_command("migrate", verbosity=0)
    book = AwardBook()
    book.put_in_place(setattr)
    with clock.as_of(moment()):
        treasury = Treasury(make_city(), book)
        found = PLAYS[play](treasury, number)
        wrong = [f"{one.what} {one.kept_fen} {one.counted_fen}" for one in imbalances()]
    print(json.dumps(found | {"imbalances": wrong[:5], "trail": str(verify_trail()[1])}))


def moment() -> datetime:
    from zhiqiang.foundation import clock

    return datetime(2026, 11, 23, 10, 0, tzinfo=clock.ZONE)


def at_once(people: Sequence[Any], tasks: int, act: Act, *, together: bool) -> dict[str, Any]:
    """Let everybody do every task, `together` each at the same instant; how often it was done, refused, or failed."""
    from django.db import connections

    from zhiqiang.foundation import clock
    from zhiqiang.foundation.registers.errors import NotThereError, RefusedError

    counted: Counter[str] = Counter()
    messages: Counter[str] = Counter()
    errors: list[str] = []
    gate, lock = threading.Barrier(len(people)), threading.Lock()

    def work(person: Any) -> None:
        with clock.as_of(moment()):
            for task in range(tasks):
                if together:
                    gate.wait()
                try:
                    done, message = act(person, task) is not None, ""
                except (RefusedError, NotThereError) as error:
                    done, message = False, str(error)
                except Exception as error:  # noqa: BLE001 (every other error is what the test looks for)
                    with lock:
                        errors.append(f"{type(error).__name__}: {error}"[:1200])
                    continue
                with lock:
                    counted["done" if done else "refused"] += 1
                    messages[message[:24]] += 0 if done else 1
        connections.close_all()

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"done": counted["done"], "refused": counted["refused"], "errors": len(errors), "error": errors[:3],
            "silent": messages[""]}  # fmt: skip


def waiting_payments(treasury: Any, number: int, state: str) -> list[int]:
    """Payments that wait for their second signature or for the bank, put straight into the tables with their totals."""
    from zhiqiang.domains.incentives.models import BudgetLine, Commitment, Payment
    from zhiqiang.domains.incentives.registers import PAYMENTS
    from zhiqiang.foundation import clock
    from zhiqiang.foundation.workflow.models import StepTaken

    line = treasury.line(code=state, cap=number * 200_000)
    common = {"unit": line.unit, "recorded_by": treasury.officer, "recorded_at": clock.now(), "changed_at": clock.now()}
    awards = [treasury.award(f"GB/T {state} {n}-2026") for n in range(number)]
    promised = Commitment.objects.bulk_create(
        Commitment(
            award=one.number, application=one.application_id, line=line, organisation_id=one.organisation_id,
            programme=one.programme, programme_title=one.title, programme_version=1, thing=one.subject, amount=200_000,
            rule="incentive.standard.national", rule_version=date(2023, 9, 6), clause=one.clause,
            valid_on=one.recognised_on, claimed_fen=AMOUNT, **common,
        )
        for one in awards
    )  # fmt: skip
    BudgetLine.objects.filter(pk=line.pk).update(committed_fen=number * AMOUNT)
    second = treasury.finance if state == "approved" else None
    made = Payment.objects.bulk_create(
        Payment(
            commitment=one, organisation_id=one.organisation_id, programme=one.programme,
            programme_title=one.programme_title, thing=one.thing, amount=200_000, rule=one.rule, clause=one.clause,
            state=state, first_by=treasury.verifier, second_by=second, **common,
        )
        for one in promised
    )  # fmt: skip
    if second is not None:
        signed = {"register": PAYMENTS.slug, "step": "approve_second", "source": "first_approved", "target": state}
        StepTaken.objects.bulk_create(StepTaken(record=one.pk, actor=second, at=clock.now(), **signed) for one in made)
    return [one.pk for one in made]


def approve_and_pay(treasury: Any, number: int) -> dict[str, Any]:
    """Sixteen of finance record each payment as paid at the same instant; of a tenth more, each gives the second
    signature."""
    from zhiqiang.domains.incentives.models import Commitment, Payment
    from zhiqiang.domains.incentives.registers import PAYMENTS
    from zhiqiang.foundation.registers.write import take_step
    from zhiqiang.foundation.workflow.models import StepTaken

    people = [treasury.city.person("finance", treasury.city.city) for _n in range(PEOPLE)]
    found: dict[str, Any] = {}
    for step, state, count in (("approve_second", "first_approved", number // 10), ("pay", "approved", number)):
        payments = waiting_payments(treasury, count, state)

        def act(person: Any, task: int, step: str = step, payments: list[int] = payments) -> object:
            values = {"voucher": f"支-{person.pk}"}
            return take_step(register=PAYMENTS, record_id=payments[task], step=step, actor=person, values=values)

        found[step] = at_once(people, count, act, together=True)
    steps = Counter(StepTaken.objects.values_list("register", "record", "step"))
    return found | {
        "doubles": sum(count > 1 for count in steps.values()),
        "paid": Payment.objects.filter(state="paid").count(),
        "settled": Commitment.objects.filter(state="settled", paid_fen=AMOUNT).count(),
    }


def commit_one_line(treasury: Any, number: int) -> dict[str, Any]:
    """Sixteen officers promise from one line that has room for a tenth of what they ask, some of it for one award."""
    from zhiqiang.domains.incentives.actions.commitments import commit_award
    from zhiqiang.domains.incentives.models import BudgetLine, Commitment

    people = [treasury.city.person("city_officer", treasury.city.city) for _n in range(PEOPLE)]
    awards = [treasury.award(f"GB/T {n}-2026").application_id for n in range(number)]
    room = number // 10
    line = treasury.line(cap=room * 200_000)
    order = {person.pk: random.Random(person.pk).sample(awards, number) for person in people}

    def act(person: Any, task: int) -> object:
        return commit_award(application_id=order[person.pk][task], line_id=line.pk, actor=person)

    found = at_once(people, number, act, together=False)
    line = BudgetLine.objects.get()
    return {"commit": found, "room": room, "commitments": Commitment.objects.count(),
            "within": line.committed_fen == room * AMOUNT == line.cap_fen}  # fmt: skip


def everything(treasury: Any, number: int) -> dict[str, Any]:
    """Sixteen people do different things to the same few commitments, in no order: nobody waits for ever."""
    from zhiqiang.domains.incentives.models import BudgetLine
    from zhiqiang.foundation.workflow.models import StepTaken

    crowd = Crowd(treasury, number)
    before = StepTaken.objects.latest("pk").pk
    found = at_once(crowd.people, number, crowd.act, together=False)
    line = BudgetLine.objects.get()
    steps = Counter(StepTaken.objects.filter(pk__gt=before).values_list("step", flat=True))
    return {"everything": found, "steps": steps, "within": line.committed_fen <= line.cap_fen}


class Crowd:
    """Officers, verifiers and finance over four commitments that have payments in every state to begin with."""

    def __init__(self, treasury: Any, number: int) -> None:
        self.treasury, self.number = treasury, number
        roles = ("city_officer", "city_verifier", "finance", "finance")
        self.people = [treasury.city.person(roles[n % 4], treasury.city.city) for n in range(PEOPLE)]
        line = treasury.line()
        promised = [treasury.commitment(treasury.award(f"GB/T {n}-2026"), line) for n in range(4)]
        self.held = [one.pk for one in promised]
        for one in promised * 3:
            treasury.proposed(one, 1_000_000)
            treasury.step(treasury.proposed(one, 1_000_000), "approve_first", treasury.verifier)
            treasury.approved(treasury.proposed(one, 1_000_000))

    def act(self, person: Any, task: int) -> object:
        """One thing by chance; towards the end the first recognition falls."""
        if task == self.number * 3 // 4:
            self.treasury.book.withdraw(1)
        dice = random.Random(f"{person.pk} {task}")
        role = person.roles[0]
        if role == "city_officer":
            return self.officer(person, dice) or True
        if role == "city_verifier":
            return self.step(dice.choice(("approve_first",) * 9 + ("refuse", "demand")), person, dice) or True
        return self.step(dice.choice(("approve_second",) * 2 + ("pay",) * 2 + ("receive",)), person, dice) or True

    def officer(self, person: Any, dice: random.Random) -> object:
        from zhiqiang.domains.incentives.actions.payments import propose_payment
        from zhiqiang.domains.incentives.actions.recoveries import follow_withdrawal, propose_recovery
        from zhiqiang.domains.incentives.models import Payment

        chance, pk = dice.random(), dice.choice(self.held)
        if chance < 0.8:
            return propose_payment(commitment_id=pk, actor=person, amount_fen=dice.choice((1, 1000, 1_000_000)))
        if chance < 0.85:
            return self.step("cancel", person, dice)
        if chance < 0.9 and self.treasury.book.fallen:
            return follow_withdrawal(commitment_id=self.held[0], actor=person)
        paid = Payment.objects.filter(state="paid").first()
        if paid is not None:
            return propose_recovery(payment_id=paid.pk, cause="other", explanation="多付", actor=person, amount_fen=1)
        return None

    def step(self, code: str, person: Any, dice: random.Random) -> object:
        """A step on one of the first records that are where it begins."""
        from zhiqiang.domains.incentives.models import Payment, Recovery
        from zhiqiang.domains.incentives.registers import PAYMENTS, RECOVERIES
        from zhiqiang.foundation.registers.write import take_step

        register, model = (RECOVERIES, Recovery) if code in ("demand", "receive") else (PAYMENTS, Payment)
        states = register.workflow.step(code).source
        found = list(model.objects.filter(state__in=states).values_list("pk", flat=True)[:5])
        if not found:
            return None
        facts = {"reason": "办", "values": {"voucher": "凭"}}
        return take_step(register=register, record_id=dice.choice(found), step=code, actor=person, **facts)


PLAYS: dict[str, Callable[[Any, int], dict[str, Any]]] = {
    "approve_and_pay": approve_and_pay,
    "commit_one_line": commit_one_line,
    "everything": everything,
}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhiqiang.site.settings"
    django.setup()
    main(sys.argv[1], int(sys.argv[2]))
