"""The score of one unit by a scheme, every item explained; docs/decisions/0026-assessment.md.

An item earns a share of its weight: of a figure clamp((V−M)/(T−M), 0, 1) with the published M and T, of a mark
mark / weight. The score is the earned points over the points of the items that could be scored, times 100, plus a
capped bonus; it is rounded once, half up, and only then compared with the bands, which are worded in whole points:
89.5 is 90.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext

from zhiqiang.kernel.assessment.facts import Facts, Layered, Mark, Observed, counting_mark
from zhiqiang.kernel.assessment.model import HUNDRED, LAYERS, ZERO, Band, Item, Scheme, Veto

ONE = Decimal(1)
#: Quotients are carried with fifty digits and cleared of the noise of the last thirty before the one rounding, so that
#: three thirds of a weight are the weight and a score of exactly 89.5 is not rounded as 89.4999….
ARITHMETIC = Context(prec=50)
NOISE = Decimal(1).scaleb(-20)
SHOWN = Decimal("0.01")


@dataclass(frozen=True)
class ItemScore:
    """What an item earned and why. `share` (0–1) None: not scored, for the `reason`; `low`, `high`: its interval.

    `points` = share × weight, `bonus` beyond it, `formula` with the numbers put in.
    """

    item: Item
    share: Decimal | None
    formula: str
    reason: str = ""
    bonus: Decimal = ZERO
    low: Decimal | None = None
    high: Decimal | None = None
    reference: str = ""
    layers: Layered = field(default_factory=dict)

    @property
    def points(self) -> Decimal | None:
        """The points, unrounded."""
        return None if self.share is None else self.share * self.item.weight


@dataclass(frozen=True)
class Forced:
    """A veto that happened."""

    veto: Veto
    layer: str
    reason: str


@dataclass(frozen=True)
class UnitScore:
    """The score of a unit: `exact` before and `score` after rounding, None with the reason where too little is known.

    `low`, `high`: the 95 % interval of the exact score from those of its sampled rates; equal where none is sampled.
    """

    items: tuple[ItemScore, ...]
    coverage: Decimal
    bonus: Decimal
    exact: Decimal | None
    score: Decimal | None
    band: Band | None
    low: Decimal | None
    high: Decimal | None
    forced: tuple[Forced, ...] = ()
    reason: str = ""

    def item(self, code: str) -> ItemScore:
        """The score of an item. Raises KeyError."""
        found = next((one for one in self.items if one.item.code == code), None)
        if found is None:
            raise KeyError(code)
        return found


def score(scheme: Scheme, facts: Facts) -> UnitScore:
    """The score of a unit with the explanation of every item."""
    with localcontext(ARITHMETIC):
        items = tuple(_item(scheme, item, facts) for item in scheme.items)
        bonus = min(sum((one.bonus for one in items), ZERO), scheme.bonus_cap)
        scored = sum((one.item.weight for one in items if one.share is not None), ZERO)
        coverage, forced = scored / scheme.weight, _forced(scheme, facts)
        reason = ""
        exact = weighted({one.item.code: one.item.weight for one in items}, items, bonus)
        if exact is None or coverage < scheme.minimum_coverage:
            reason = f"有数据的分值只占{_percent(coverage)}，不足{_percent(scheme.minimum_coverage)}，不计总分。"
            exact = None
        rounded = None if exact is None else rounded_score(scheme, exact)
        low, high = (None, None) if exact is None else _interval(items, exact, scored)
        band = band_of(scheme, rounded, forced)
        return UnitScore(items, coverage, bonus, exact, rounded, band, low, high, forced, reason)


def weighted(weights: Mapping[str, Decimal], items: tuple[ItemScore, ...], bonus: Decimal) -> Decimal | None:
    """The exact score of items under these weights; None where nothing could be scored."""
    with localcontext(ARITHMETIC):
        pairs = [(weights[one.item.code], one.share) for one in items if one.share is not None]
        whole = sum((weight for weight, _share in pairs), ZERO)
        if not whole:
            return None
        return HUNDRED * sum((weight * share for weight, share in pairs), ZERO) / whole + bonus


def rounded_score(scheme: Scheme, exact: Decimal) -> Decimal:
    """The score as published: rounded once, half up."""
    with localcontext(ARITHMETIC):
        cleared = exact.quantize(NOISE, ROUND_HALF_EVEN)
        return cleared.quantize(ONE.scaleb(-scheme.rounding.digits), ROUND_HALF_UP)


def band_of(scheme: Scheme, rounded: Decimal | None, forced: tuple[Forced, ...] = ()) -> Band | None:
    """The grade of a rounded score; a veto sets it whatever the score, the worst of several."""
    bands = scheme.worst_first
    if forced:
        named = {one.veto.band for one in forced}
        return next(band for band in bands if band.code in named)
    if rounded is None:
        return None
    return [band for band in bands if band.at_least <= rounded][-1]


def _item(scheme: Scheme, item: Item, facts: Facts) -> ItemScore:
    if item.kind == "target":
        found = _by_figure(scheme, item, facts.observed.get(item.code))
    elif item.kind == "on_time":
        found = _by_counts(item, facts)
    elif item.kind == "penalty":
        found = _by_orders(item, facts)
    else:
        found = _by_marks(item, facts.marks.get(item.code, {}))
    return found if found.share is not None else _without_data(item, found)


def _by_figure(scheme: Scheme, item: Item, seen: Observed | None) -> ItemScore:
    if seen is None or seen.value is None:
        return ItemScore(item, None, "", seen.reason if seen and seen.reason else "没有这一指标的数字。")
    reached = _reach(item, seen.value)
    share = _clamped(reached)
    ends = sorted(_clamped(_reach(item, end)) for end in (seen.low, seen.high) if end is not None)
    beyond = max(reached - ONE, ZERO) * HUNDRED * item.weight / scheme.weight
    low, high = (min(ends[0], share), max(ends[-1], share)) if len(ends) == 2 else (None, None)
    formula = _line_formula(item, seen.value, share)
    return ItemScore(item, share, formula, "", min(beyond, item.bonus), low, high, seen.reference)


def _by_counts(item: Item, facts: Facts) -> ItemScore:
    seen = facts.counted.get(item.code)
    if seen is None or not seen.of:
        return ItemScore(item, None, "", "本期没有到期的事项。")
    rate = HUNDRED * seen.on_time / seen.of
    share = _clamped(_reach(item, rate))
    return ItemScore(item, share, f"{seen.on_time} ÷ {seen.of} = {shown(rate)}%；{_line_formula(item, rate, share)}")


def _by_orders(item: Item, facts: Facts) -> ItemScore:
    if facts.orders is None:
        return ItemScore(item, None, "", "督办台账尚未接入，没有可查的督办单。")
    costs = {one.rung: one.points for one in item.deduct}
    taken = [(order, costs[order.rung]) for order in facts.orders if order.rung in costs]
    lost = sum((points for _order, points in taken), ZERO)
    words = "".join(f" − {shown(points)}（{order.number}）" for order, points in taken)
    formula = f"{shown(item.weight)}{words} = {shown(max(item.weight - lost, ZERO))}" if taken else shown(item.weight)
    reason = "扣分超过本项分值，扣完为止。" if lost > item.weight else "" if taken else "本期没有生效的督办单，不扣分。"
    return ItemScore(item, max(ONE - lost / item.weight, ZERO), formula, reason)


def _by_marks(item: Item, layered: Layered) -> ItemScore:
    counting = counting_mark(layered)
    if counting is None:
        reason = "只有自评分，部门尚未评分。" if layered else "尚未评分。"
        return ItemScore(item, None, "", reason, layers=dict(layered))
    layer, mark = counting
    given = "，".join(f"{LAYERS[name]} {shown(one.value)}" for name, one in _in_order(layered))
    formula = f"{given}；按{LAYERS[layer]} {shown(mark.value)} 计"
    return ItemScore(item, _clamped(mark.value / item.weight), formula, mark.reason, layers=dict(layered))


def _without_data(item: Item, found: ItemScore) -> ItemScore:
    """An item without data follows the rule that the scheme states for it."""
    rules = {
        "leave_out": (None, "按方案，本项不计入得分，也不计入总分值。"),
        "no_points": (ZERO, "按方案，没有数据的本项计零分。"),
        "full_points": (ONE, "按方案，没有数据的本项计满分。"),
    }
    share, words = rules[item.without_data]
    return ItemScore(item, share, found.formula, found.reason + words, layers=found.layers)


def _forced(scheme: Scheme, facts: Facts) -> tuple[Forced, ...]:
    found = []
    for veto in scheme.vetoes:
        counting = counting_mark(facts.marks.get(veto.code, {}))
        if counting is not None and counting[1].value > 0:
            found.append(Forced(veto, counting[0], counting[1].reason))
    return tuple(found)


def _interval(items: tuple[ItemScore, ...], exact: Decimal, scored: Decimal) -> tuple[Decimal, Decimal]:
    """The interval of a sum of independent parts from theirs (MOVER: Zou & Donner 2008, Statist. Med. 27:1693)."""
    below = above = ZERO
    for one in items:
        if one.share is not None and one.low is not None and one.high is not None:
            weight = HUNDRED * one.item.weight / scored
            below += (weight * (one.share - one.low)) ** 2
            above += (weight * (one.high - one.share)) ** 2
    return exact - below.sqrt(), exact + above.sqrt()


def _reach(item: Item, value: Decimal) -> Decimal:
    assert item.minimum is not None
    assert item.full is not None
    return (value - item.minimum) / (item.full - item.minimum)


def _clamped(share: Decimal) -> Decimal:
    return min(max(share, ZERO), ONE)


def _line_formula(item: Item, value: Decimal, share: Decimal) -> str:
    assert item.minimum is not None
    assert item.full is not None
    low, full, weight = shown(item.minimum), shown(item.full), shown(item.weight)
    return f"({shown(value)} − {low}) ÷ ({full} − {low}) × {weight} = {shown(share * item.weight)}"


def _in_order(layered: Layered) -> list[tuple[str, Mark]]:
    return [(name, layered[name]) for name in LAYERS if name in layered]  # type: ignore[index]  # keys of LAYERS


def shown(value: Decimal) -> str:
    """A number as formulas print it: at most two places, half up, no zeros at its end."""
    rounded = value.quantize(SHOWN, ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")


def _percent(share: Decimal) -> str:
    return f"{shown(share * HUNDRED)}%"
