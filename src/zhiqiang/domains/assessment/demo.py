"""A made-up assessment of the third quarter: everybody's scores, results published, one appeal upheld, one paper.

Told as a script through the real actions; it rests where it would pass the present.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from zhiqiang.domains.assessment.actions.appeals import file_appeal
from zhiqiang.domains.assessment.actions.marks import Given, give_marks, verify_marks
from zhiqiang.domains.assessment.actions.runs import open_run
from zhiqiang.domains.assessment.models import Result, Run
from zhiqiang.domains.assessment.presentation.papers import explanation
from zhiqiang.domains.assessment.queries.schemes import pin
from zhiqiang.domains.assessment.registers import APPEALS, RESULTS, RUNS
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.papers.actions import issue_paper
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.cast import MARK, Cast
from zhiqiang.foundation.testing.rehearsal import Planned, PlannedScript
from zhiqiang.kernel.assessment import Facts, facts_to_table

SCHEME, PERIOD = "county-quality-2026", "2026Q3"
BEGINS = datetime(2026, 10, 9, 9, tzinfo=clock.ZONE)
ITEMS = ("arrangement", "mechanism", "activity", "practice")
#: Whose self-score the department did not follow, and who appealed with success.
TOO_KIND, APPEALS_UNIT = "130821", "130825"
VISITED = 3


def planned(cast: Cast) -> list[Planned]:
    """The script of the quarter, where it has begun."""
    return [PlannedScript(BEGINS, partial(quarter, cast))] if cast.now >= BEGINS else []


def quarter(cast: Cast) -> Iterator[datetime]:
    """From the opening to the explanation of the result that an appeal changed."""
    run = open_run(scheme=SCHEME, period=PERIOD, title=f"2026年第三季度质量工作考评{MARK}", actor=cast.officer)
    _step(run, "open", cast.officer)
    verifiers, reporters = cast.verifiers, cast.reporters
    yield _at(date(2026, 10, 13))
    yield from _scored(cast, run, "self", {unit: (reporters[unit.code], verifiers[unit.code]) for unit in cast.units})
    yield _at(date(2026, 10, 16))
    _step(run, "to_department", cast.officer)
    yield _at(date(2026, 10, 19))
    yield from _scored(cast, run, "department", dict.fromkeys(cast.units, (cast.officer, cast.city_verifier)))
    yield _at(date(2026, 10, 20))
    _step(run, "to_field", cast.officer)
    yield _at(date(2026, 10, 26))
    yield from _scored(cast, run, "field", dict.fromkeys(cast.units[:VISITED], (cast.city_verifier, cast.officer)))
    yield _at(date(2026, 10, 28))
    _step(run, "combine", cast.officer)
    yield _at(date(2026, 10, 30))
    _step(run, "publish", cast.leader)
    yield _at(date(2026, 11, 4))
    yield from _appealed(cast, run)


def _appealed(cast: Cast, run: Run) -> Iterator[datetime]:
    old = Result.objects.get(run=run, unit__code=APPEALS_UNIT)
    grounds = f"质量月参与企业名单漏交两份，现已补齐{MARK}"
    appeal = file_appeal(result=old, item="activity", grounds=grounds, actor=cast.reporters[APPEALS_UNIT])
    yield _at(date(2026, 11, 10))
    take_step(
        register=APPEALS, record_id=appeal.pk, step="uphold", actor=cast.leader,
        reason=f"补交的名单属实，按评分方法改定{MARK}", values={"value": Decimal(5)},
    )  # fmt: skip
    yield _at(date(2026, 11, 12))
    new = Result.objects.get(replaces=old)
    issue_paper(paper=explanation(new), register=RESULTS, record_id=new.pk, actor=cast.officer)


def _scored(cast: Cast, run: Run, layer: str, people: Mapping[Unit, tuple[User, User]]) -> Iterator[datetime]:
    """The sheets of one layer, each given by the first of two people and, hours later, checked by the second."""
    for unit, (maker, _checker) in people.items():
        give_marks(run=run, unit=unit, layer=layer, marks=_marks(cast, layer, unit), actor=maker)
    yield clock.now() + timedelta(hours=3)
    for unit, (_maker, checker) in people.items():
        verify_marks(run=run, unit=unit, layer=layer, actor=checker)


def _marks(cast: Cast, layer: str, unit: Unit) -> dict[str, Given]:
    dice = cast.dice(f"assessment {layer} {unit.code}")
    low, high, why = {
        "self": (7, 10, f"有文件和台账{MARK}"),
        "department": (5, 9, f"查验材料{MARK}"),
        "field": (5, 8, f"现场查看，部分措施未落到企业{MARK}"),
    }[layer]
    if unit.code == TOO_KIND and layer == "self":
        low = high
    return {item: Given(Decimal(dice.randint(low, high)) / 2, why) for item in ITEMS}


def _step(run: Run, step: str, actor: User) -> None:
    take_step(register=RUNS, record_id=run.pk, step=step, actor=actor)
    run.refresh_from_db()


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=clock.ZONE)


def made_up(slug: str) -> dict[str, Any]:
    """What a made-up record needs and no guess finds: a pinned scheme and a year for a round, no facts for a result."""
    if slug == RESULTS.slug:
        return {"facts": facts_to_table(Facts())}
    return {"pinned": pin(SCHEME), "period": f"{2027 + Run.objects.count()}"} if slug == RUNS.slug else {}
