"""What the pages of assessment show: rows of units, the explanation of one, how far weights carry a grade."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiqiang.domains.assessment.models import MARKS, Mark, Result, Run
from zhiqiang.domains.assessment.queries.standings import Change, Missing, Standing, Trial, missing
from zhiqiang.domains.assessment.workflow import DEPARTMENT, FIELD, SELF_SCORING
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.workflow.verification import EDITABLE_STATES, VOIDED
from zhiqiang.kernel.assessment import KINDS, LAYERS, SELF, Item, ItemScore, Scheme, Veto, sensitivity, shown
from zhiqiang.kernel.plan import Plan

ABSENT = "—"
LEFT, RIGHT, TOP, ROW, TEXT = 110, 620, 22, 26, 70
LOWEST, HIGHEST = Decimal(40), Decimal(100)
#: Whose scores are awaited in which stage of a run.
LAYER_OF = {SELF_SCORING: "self", DEPARTMENT: "department", FIELD: "field"}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in the table of a run."""

    standing: Standing
    score: str
    band: str
    colour: str
    stable: str
    stable_colour: str
    rank: str
    tied: str
    coverage: str
    sum: str
    bonus: str
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of a unit's explanation; `first_area`, `first_group`: how many rows the merged titles span, 0 inside."""

    one: ItemScore
    area: str
    group: str
    area_rows: int
    group_rows: int
    kind: str
    points: str
    weight: str
    bonus: str
    layers: tuple[tuple[str, str, str], ...]
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Whisker:
    """A line of the chart of sensitivity: the score, and how far varied weights carry it."""

    title: str
    y: int
    x: int
    x1: int
    x2: int
    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """The chart of all units, with the lines between grades."""

    width: int
    height: int
    text_x: int
    marks: tuple[Whisker, ...]
    lines: tuple[tuple[int, str], ...]


def colour_of(scheme: Scheme, band: str) -> str:
    """The colour of a grade: the lowest is bad, the next warns."""
    order = [one.code for one in scheme.worst_first]
    if band not in order:
        return "none"
    return ("bad", "warn")[order.index(band)] if order.index(band) < 2 else "ok"


def unit_rows(scheme: Scheme, standings: Sequence[Standing], owed: Sequence[Missing] = ()) -> list[UnitRow]:
    """The units in administrative order."""
    lacking = {one.unit.pk: one for one in owed}
    names = {one.unit.code: one.unit.short for one in standings}
    return [_unit_row(scheme, one, lacking.get(one.unit.pk), names) for one in standings]


def _unit_row(scheme: Scheme, one: Standing, lacks: Missing | None, names: dict[str, str]) -> UnitRow:
    stable = one.sensitivity.stable
    words = {True: _("稳定"), False: _("易变"), None: ABSENT}
    return UnitRow(
        standing=one,
        score=score_text(scheme, one.scored.score),
        band=one.scored.band.title if one.scored.band else ABSENT,
        colour=colour_of(scheme, one.band),
        stable=words[stable],
        stable_colour={True: "ok", False: "warn", None: "none"}[stable],
        rank=str(one.rank.rank) if one.rank else ABSENT,
        tied=tied_words(one, names),
        coverage=f"{shown(one.scored.coverage * 100)}%",
        sum=ABSENT if one.scored.exact is None else shown(one.scored.exact - one.scored.bonus),
        bonus=shown(one.scored.bonus) if one.scored.bonus else "",
        missing=lacks,
    )


def tied_words(one: Standing, names: dict[str, str]) -> str:
    """With whom a unit shares its rank, and why; empty where it stands alone."""
    if one.rank is None or not one.rank.shared_with:
        return ""
    others = [names[code] for code in one.rank.shared_with]
    listed = "、".join(others[:2]) + (_("等 %(n)s 个单位") % {"n": len(others)} if len(others) > 2 else "")
    if one.rank.note:
        return _("与%(others)s统计上未区分") % {"others": listed}
    return _("与%(others)s得分相同") % {"others": listed}


def score_text(scheme: Scheme, value: Decimal | None) -> str:
    """A score with the digits that the scheme publishes."""
    return ABSENT if value is None else f"{value:.{scheme.rounding.digits}f}"


def band_counts(scheme: Scheme, standings: Sequence[Standing]) -> list[tuple[str, str, int]]:
    """Colour, title and number of units of each grade, the best first, and of those without one."""
    counts = Counter(one.band for one in standings)
    found = [(colour_of(scheme, one.code), one.title, counts[one.code]) for one in reversed(scheme.worst_first)]
    return [*found, *([("none", _("未定等次"), counts[""])] if counts[""] else [])]


def owed_now(run: Run) -> list[Missing]:
    """What is awaited in the run's present stage."""
    layer = LAYER_OF.get(run.state)
    return missing(run, layer) if layer else []


def item_rows(scheme: Scheme, scored: Sequence[ItemScore], plan: Plan, unit: str) -> list[ItemRow]:
    """The items of a unit with their two upper levels as merged cells."""
    levels = [scheme.levels(one.item) for one in scored]
    areas = Counter(area for area, _group, _title in levels)
    groups = Counter((area, group) for area, group, _title in levels)
    seen: set[object] = set()
    rows = []
    for one, (area, group, _title) in zip(scored, levels, strict=True):
        rows.append(
            ItemRow(
                one=one,
                area=area,
                group=group,
                area_rows=0 if area in seen else areas[area],
                group_rows=0 if (area, group) in seen else groups[area, group],
                kind=KINDS[one.item.kind],
                points=ABSENT if one.points is None else shown(one.points),
                weight=shown(one.item.weight),
                bonus=shown(one.bonus) if one.bonus else "",
                layers=_layers(one),
                reason="" if one.formula and one.layers else one.reason,  # the layers say their own reasons
                evidence=_evidence(one.item, plan, unit) if one.formula else "",
            )
        )
        seen |= {area, (area, group)}
    return rows


def _layers(one: ItemScore) -> tuple[tuple[str, str, str], ...]:
    given = {str(layer): mark for layer, mark in one.layers.items()}
    return tuple((LAYERS[layer], shown(given[layer].value), given[layer].reason) for layer in LAYERS if layer in given)


def _evidence(item: Item, plan: Plan, unit: str) -> str:
    """The page of the rows behind a figure."""
    found = next((one for one in plan.targets if one.id == item.target), None)
    if found is None:
        return ""
    return f"{reverse('evidence', args=[found.indicator])}?target={found.id}&unit={unit}"


def plot(scheme: Scheme, standings: Sequence[Standing]) -> Plot:
    """All units: the score as a dot, the reach of varied weights as a line, the bounds of the grades across."""
    marks = []
    for n, one in enumerate(standings):
        spread, exact = one.sensitivity.spread, one.scored.exact
        if spread is None or exact is None:
            continue
        low, high = min(spread[0], exact), max(spread[1], exact)
        words = f"{shown(exact)}（{shown(low)}–{shown(high)}）"
        marks.append(
            Whisker(one.unit.short, TOP + n * ROW, _x(exact), _x(low), _x(high), colour_of(scheme, one.band), words)
        )
    lines = tuple((_x(one.at_least), f"{one.at_least:f}") for one in scheme.worst_first if one.at_least >= LOWEST)
    return Plot(RIGHT + 150, TOP + len(standings) * ROW + 12, RIGHT + 8, tuple(marks), lines)


def _x(value: Decimal) -> int:
    inside = min(max(value, LOWEST), HIGHEST + 3)
    return int(LEFT + (inside - LOWEST) * (RIGHT - LEFT) / (HIGHEST + 3 - LOWEST))


def kept(result: Result) -> Standing:
    """A result by itself, as it was kept: without a rank, which only those that hold have."""
    return Standing(result.unit, result.scored, sensitivity(result.scheme, result.scored), None, result)


@dataclass(frozen=True, slots=True)
class Flip:
    """A weight that would change a unit's grade."""

    title: str
    change: str
    score: str
    band: str


def flips(scheme: Scheme, one: Standing) -> list[Flip]:
    """The weights that change a unit's grade when they move by a tenth."""
    return [
        Flip(
            title=scheme.by_code[each.item].title,
            change=f"{'+' if each.change > 0 else '−'}{shown(abs(each.change) * 100)}%",
            score=score_text(scheme, each.score),
            band=each.band.title,
        )
        for each in one.sensitivity.flips
    ]


@dataclass(frozen=True, slots=True)
class Reach:
    """One unit in the table of sensitivity."""

    row: UnitRow
    exact: str
    low: str
    high: str
    flips: list[Flip]


def reach_rows(scheme: Scheme, standings: Sequence[Standing]) -> list[Reach]:
    """How far varied weights carry each unit, and which of them change its grade."""
    found = []
    for row in unit_rows(scheme, standings):
        one = row.standing
        spread = one.sensitivity.spread
        low, high = (shown(end) for end in spread) if spread else (ABSENT, ABSENT)
        exact = ABSENT if one.scored.exact is None else shown(one.scored.exact)
        found.append(Reach(row, exact, low, high, flips(scheme, one)))
    return found


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One unit under the scheme in force and under a draft."""

    change: Change
    before: UnitRow
    after: UnitRow


def change_rows(found: Trial) -> list[ChangeRow]:
    """The units in administrative order, each under both schemes."""
    before = unit_rows(found.before, [one.before for one in found.changes])
    after = unit_rows(found.after, [one.after for one in found.changes])
    return [ChangeRow(*each) for each in zip(found.changes, before, after, strict=True)]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of a sheet to be filled: the item or veto, what was given, and what the layer before gave."""

    code: str
    levels: tuple[str, str, str]
    points_to_show: str
    method: str
    materials: str
    most: str
    veto: bool
    mark: Any
    before: str
    value: str = ""
    reason: str = ""
    open: bool = True


def held_marks(run: Run, unit: Unit, layer: str) -> list[Mark]:
    """The scores of a layer that a unit has, apart from those voided."""
    rows = MARKS[layer]._default_manager.filter(run=run, unit=unit).exclude(state=VOIDED)  # noqa: SLF001 (model API)
    return list(rows.select_related("recorded_by"))


def score_rows(run: Run, unit: Unit, layer: str) -> list[ScoreRow]:
    """The lines that people score, in the scheme's order; veto items only where the city scores."""
    assert run.pinned is not None
    scheme, given = run.pinned.scheme, {one.item: one for one in held_marks(run, unit, layer)}
    earlier = [one for one in MARKS if list(MARKS).index(one) < list(MARKS).index(layer)]
    before: dict[str, list[str]] = {}
    for name in earlier:
        for mark in held_marks(run, unit, name):
            before.setdefault(mark.item, []).append(f"{LAYERS[name]} {shown(mark.value)}")
    items: list[tuple[Item | Veto, bool]] = [(one, False) for one in scheme.marked_items]
    items += [(one, True) for one in scheme.vetoes if layer != SELF]
    return [
        _score_row(scheme, one, veto, given.get(one.code), "，".join(before.get(one.code, []))) for one, veto in items
    ]


def _score_row(scheme: Scheme, one: Item | Veto, veto: bool, mark: Mark | None, before: str) -> ScoreRow:
    """One line; what was checked is closed to the form."""
    return ScoreRow(
        code=one.code,
        levels=scheme.levels(one) if isinstance(one, Item) else ("", "", one.title),
        points_to_show=one.points_to_show,
        method=one.method if isinstance(one, Item) else "",
        materials=one.materials,
        most=shown(one.weight) if isinstance(one, Item) else "1",
        veto=veto,
        mark=mark,
        before=before,
        value="" if mark is None else shown(mark.value),
        reason="" if mark is None else mark.reason,
        open=mark is None or mark.state in EDITABLE_STATES,
    )
