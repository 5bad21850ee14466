"""A made-up city's money: a budget line a year, what the province paid, and payments at every station.

`planned` are records that are typed. `play` pays the awards that the programmes' own play left, through the real
actions: a commitment is made by computing it, which a planned record cannot do.
"""

from datetime import date, datetime, timedelta

from zhiqiang.domains.incentives.actions.commitments import commit_award
from zhiqiang.domains.incentives.actions.payments import propose_payment
from zhiqiang.domains.incentives.models import Payment
from zhiqiang.domains.incentives.queries import awards
from zhiqiang.domains.incentives.queries.assessment import assess
from zhiqiang.domains.incentives.queries.awards import Award
from zhiqiang.domains.incentives.queries.budget import lines_for
from zhiqiang.domains.incentives.registers import BUDGET_LINES, OUTSIDE_PAYMENTS, PAYMENTS
from zhiqiang.domains.incentives.workflow import APPROVE_FIRST, APPROVE_SECOND, PAY
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

#: Yuan set aside last year and this year, about what five leading standards and a few pilots cost.
CAPS = (1_200_000, 1_500_000)
PAYS = "standards-subsidy standardisation-pilot"
#: Numbers of standards beyond those given to real ones, which the province is made to have paid.
PAID_BY_PROVINCE = ((2023, 99102), (2024, 99113), (2025, 99127), (2025, 99131), (2026, 99140))
STEPS = (APPROVE_FIRST, APPROVE_SECOND, PAY)
#: How many of the steps each award's payment has taken, in turn; None: promised, nothing proposed yet.
STATIONS = (3, 3, 2, 1, 0, None)


def planned(cast: Cast) -> list[PlannedRecord]:
    """Budget lines and outside payments that were known by now, typed by the officer and verified by another."""
    found = [*_lines(cast), *_outside(cast)]
    return sorted((one for one in found if one.at <= cast.now), key=lambda one: one.at)


def _lines(cast: Cast) -> list[PlannedRecord]:
    dice = cast.dice("budget lines")
    found = []
    for year, cap in zip((cast.now.year - 1, cast.now.year), CAPS, strict=True):
        issued = (
            max(date(year, 2, 15), cast.start + timedelta(days=10)) if year == cast.start.year else date(year, 2, 15)
        )
        values = {
            "code": f"演示-{year}-质强-01", "title": f"质量强市专项资金{MARK}", "year": year, "funder": "city",
            "cap": cap,
            "programmes": PAYS, "issued_on": issued, "closes_on": date(year, 12, 31), "unit": cast.city,
            "proof": f"演示财行〔{year}〕1号",
        }  # fmt: skip
        at = in_office(issued + timedelta(days=dice.randint(2, 6)), dice)
        verify = PlannedStep("verify", cast.city_verifier, at + timedelta(days=1))
        found.append(PlannedRecord(BUDGET_LINES, values, cast.officer, at, (verify,)))
    return found


def _outside(cast: Cast) -> list[PlannedRecord]:
    dice = cast.dice("outside payments")
    found = []
    for year, number in PAID_BY_PROVINCE:
        unit = dice.choice(cast.units)
        paid_on = date(year, 11, 8) if year < cast.now.year else cast.now.date() - timedelta(days=60)
        values = {
            "thing": f"GB/T {number}-{year}", "organisation": dice.choice(cast.firms[unit.code]), "unit": unit,
            "funder": "province", "funder_name": f"省市场监管部门{MARK}", "amount": 200_000, "paid_on": paid_on,
            "document": f"演示冀标函〔{year}〕{number % 100}号",
        }  # fmt: skip
        at = in_office(paid_on + timedelta(days=dice.randint(10, 25)), dice)
        verify = PlannedStep("verify", cast.city_verifier, at + timedelta(days=1))
        found.append(PlannedRecord(OUTSIDE_PAYMENTS, values, cast.officer, at, (verify,)))
    return found


def play(cast: Cast) -> int:
    """Pay the awards there are, each as far as its station; the number of commitments. Played after the programmes."""
    made = 0
    for code in PAYS.split():
        for award in reversed(awards.awards_of(code)):
            made += _pay(cast, award, STATIONS[made % len(STATIONS)])
    return made


def _pay(cast: Cast, award: Award, station: int | None) -> bool:
    """Promise and pay one award in the weeks after its recognition; whether it was promised."""
    with _day(cast, award, 3):
        lines = lines_for(award.programme, clock.today())
        room = [one for one in lines if one.left_fen >= assess(award.application_id).amount_fen > 0]
        if not room:
            return False
        held = commit_award(application_id=award.application_id, line_id=room[0].pk, actor=cast.officer)
    if station is None:
        return True
    with _day(cast, award, 6):
        payment = propose_payment(commitment_id=held.pk, actor=cast.officer)
    for number, step in enumerate(STEPS[:station]):
        actor = cast.city_verifier if step == APPROVE_FIRST else cast.finance
        with _day(cast, award, 8 + number):
            _take(payment, step, actor)
    return True


def _take(payment: Payment, step: str, actor: User) -> None:
    values = {"voucher": f"演示支〔{clock.today().year}〕{payment.pk:04d}"} if step == PAY else None
    take_step(register=PAYMENTS, record_id=payment.pk, step=step, actor=actor, values=values)


def _day(cast: Cast, award: Award, number: int):  # type: ignore[no-untyped-def]  # the clock's own context
    moment = datetime.combine(award.recognised_on + timedelta(days=number), datetime.min.time(), tzinfo=clock.ZONE)
    return clock.as_of(min(moment.replace(hour=10), cast.now))
