"""A made-up city's money: a budget line a year, what the province paid, and payments at every station.

Lines and outside payments are records that are typed; a script pays the awards that the programmes' calls left, for a
commitment is made by computing it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from zhiqiang.domains.incentives.actions.commitments import commit_award
from zhiqiang.domains.incentives.actions.payments import propose_payment
from zhiqiang.domains.incentives.models import Commitment, Payment
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
from zhiqiang.foundation.testing.rehearsal import Planned, PlannedRecord, PlannedScript, PlannedStep

#: Yuan set aside last year and this year, about what five leading standards and a few pilots cost.
CAPS = (1_200_000, 1_500_000)
PAYS = "standards-subsidy standardisation-pilot"
#: Numbers of standards beyond those given to real ones, which the province is made to have paid.
PAID_BY_PROVINCE = ((2023, 99102), (2024, 99113), (2025, 99127), (2025, 99131), (2026, 99140))
PAID_FROM = 14  # days before now, when the recognitions of this autumn stand
STEPS = (APPROVE_FIRST, APPROVE_SECOND, PAY)
#: How many of the steps each award's payment has taken, in turn; None: promised, nothing proposed yet.
STATIONS = (3, 3, 2, 1, 0, None)


def planned(cast: Cast) -> list[Planned]:
    """Budget lines and outside payments that were known by now, and the paying of this autumn's awards."""
    paying = PlannedScript(cast.now - timedelta(days=PAID_FROM), partial(_pay, cast))
    found: list[Planned] = [*_lines(cast), *_outside(cast), paying]
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


def _pay(cast: Cast) -> Iterator[datetime]:
    """Promise the awards there are, then propose and pay each as far as its station."""
    awards_found = [award for code in PAYS.split() for award in reversed(awards.awards_of(code))]
    held: list[tuple[Commitment, int | None]] = []
    for award in awards_found:
        if (made := _promise(cast, award)) is not None:
            held.append((made, STATIONS[len(held) % len(STATIONS)]))
    yield clock.now() + timedelta(days=3)
    proposed = [
        (propose_payment(commitment_id=one.pk, actor=cast.officer), station)
        for one, station in held
        if station is not None
    ]
    for number, step in enumerate(STEPS):
        yield clock.now() + timedelta(days=2)
        for payment, station in proposed:
            if station > number:
                _take(payment, step, cast.city_verifier if step == APPROVE_FIRST else cast.finance)


def _promise(cast: Cast, award: Award) -> Commitment | None:
    """The commitment of an award, where a line has room for it."""
    lines = lines_for(award.programme, clock.today())
    room = [one for one in lines if one.left_fen >= assess(award.application_id).amount_fen > 0]
    if not room:
        return None
    return commit_award(application_id=award.application_id, line_id=room[0].pk, actor=cast.officer)


def _take(payment: Payment, step: str, actor: User) -> None:
    values = {"voucher": f"演示支〔{clock.today().year}〕{payment.pk:04d}"} if step == PAY else None
    take_step(register=PAYMENTS, record_id=payment.pk, step=step, actor=actor, values=values)
