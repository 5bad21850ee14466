"""The chain of measurement standards: each holds only while its own certificate, its tracing and every parent hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhiqiang.domains.metrology.models import MeasurementStandard
from zhiqiang.domains.metrology.queries.slugs import STANDARDS
from zhiqiang.foundation.standing.spans import own_spans
from zhiqiang.foundation.standing.workflow import STANDING_STATES
from zhiqiang.kernel.spans import Span, covers, intersect

Spans = Mapping[int, Sequence[Span]]
CHUNK = 500  # ids in one statement: below SQLite's variable limit


@dataclass(frozen=True, slots=True)
class Link:
    """One standard of a chain on a day: whether it holds, and where it does not, by whose fault."""

    standard: MeasurementStandard
    holds: bool
    reason: str = ""
    broken_by: MeasurementStandard | None = None
    depth: int = 0


def chain_spans(rows: Sequence[MeasurementStandard]) -> dict[int, list[Span]]:
    """Record id → the spans over which a standard held, its whole chain included."""
    known = _with_parents(rows)
    own = _own_spans(known)
    found: dict[int, list[Span]] = {}
    return {row.pk: _whole(row.pk, known, own, found, frozenset()) for row in rows}


def descendants_of(row: MeasurementStandard) -> list[MeasurementStandard]:
    """Every standard traced to this one, nearest first: what a change of it bears on."""
    found: dict[int, MeasurementStandard] = {}
    waiting = [row.pk] if row.pk else []
    while waiting:
        below = MeasurementStandard.objects.filter(parent_id__in=waiting).select_related("holder", "unit")
        fresh = [one for one in below if one.pk not in found and one.pk != row.pk]
        found |= {one.pk: one for one in fresh}
        waiting = [one.pk for one in fresh]
    return list(found.values())


def link_of(row: MeasurementStandard, day: date) -> Link:
    """Where one standard stands in its chain on a day."""
    return _links([row], day)[row.pk]


def standing_tree(row: MeasurementStandard, day: date) -> list[Link]:
    """The chain above a standard from its top, the standard itself, and everything traced to it, with depths."""
    above = _above(row)
    below = descendants_of(row)
    rows = [*above, row, *below]
    links = _links(rows, day)
    children: dict[int, list[int]] = {}
    for one in below:
        children.setdefault(one.parent_id or 0, []).append(one.pk)
    found = [_at(links[one.pk], depth) for depth, one in enumerate(above)]
    waiting = [(row.pk, len(above))]
    while waiting:
        pk, depth = waiting.pop()
        found.append(_at(links[pk], depth))
        waiting += [(child, depth + 1) for child in sorted(children.get(pk, []), reverse=True)]
    return found


def broken_standards(rows: Iterable[MeasurementStandard], day: date) -> list[Link]:
    """Of verified standards whose own certificate is in force on a day, those that do not hold, with the reason."""
    listed = [one for one in rows if one.state in STANDING_STATES]
    own = own_spans(STANDARDS, listed)
    certified = [one for one in listed if covers(own[one.pk], day)]
    return [link for link in _links(certified, day).values() if not link.holds]


def _links(rows: Sequence[MeasurementStandard], day: date) -> dict[int, Link]:
    known = _with_parents(rows)
    own, whole = _own_spans(known), {}
    found = {}
    for row in rows:
        holds = covers(_whole(row.pk, known, own, whole, frozenset()), day)
        fault = None if holds else _fault(row, known, own, day)
        found[row.pk] = Link(row, holds, _why(fault, row, day) if fault else "", fault if fault != row else None)
    return found


def _fault(
    row: MeasurementStandard, known: Mapping[int, MeasurementStandard], own: Spans, day: date
) -> MeasurementStandard:
    """The nearest standard, this one or above it, that does not hold by itself on a day."""
    one: MeasurementStandard | None = row
    passed: set[int] = set()
    while one is not None and one.pk not in passed and covers(own[one.pk], day):
        passed.add(one.pk)
        one = known.get(one.parent_id or 0)
    return row if one is None else one


def _why(fault: MeasurementStandard, row: MeasurementStandard, day: date) -> str:
    if fault.state not in STANDING_STATES:
        own = _("尚未核实")
    elif fault.traced_until is not None and fault.traced_until < day:
        own = _("溯源有效期已于 %(day)s 到期") % {"day": fault.traced_until}
    elif fault.valid_to is not None and fault.valid_to < day:
        own = _("考核证书已于 %(day)s 到期") % {"day": fault.valid_to}
    elif fault.valid_from > day:
        own = _("考核证书 %(day)s 起才有效") % {"day": fault.valid_from}
    else:
        own = _("已暂停或撤销")
    if fault == row:
        return own
    return _("上级标准“%(title)s”%(why)s") % {"title": fault.title, "why": own}


def _whole(
    pk: int,
    known: Mapping[int, MeasurementStandard],
    own: Spans,
    found: dict[int, list[Span]],
    below: frozenset[int],
) -> list[Span]:
    if pk in found:
        return found[pk]
    row = known.get(pk)
    if row is None or pk in below:  # a circle holds nothing up
        return []
    spans = list(own[pk])
    if row.parent_id is not None:
        spans = intersect(spans, _whole(row.parent_id, known, own, found, below | {pk}))
    if not below:
        found[pk] = spans
    return spans


def _own_spans(known: Mapping[int, MeasurementStandard]) -> Spans:
    """What each standard holds by itself: its certificate without interruptions, as long as it is traced."""
    rows = list(known.values())
    certified = own_spans(STANDARDS, rows)
    traced = {row.pk: [Span(date.min, row.traced_until)] for row in rows}
    counted = {row.pk for row in rows if row.state in STANDING_STATES}
    return {pk: intersect(spans, traced[pk]) if pk in counted else [] for pk, spans in certified.items()}


def _with_parents(rows: Iterable[MeasurementStandard]) -> dict[int, MeasurementStandard]:
    """These standards and everything above them by id, a query a level."""
    known = {row.pk: row for row in rows}
    missing = {row.parent_id for row in known.values() if row.parent_id} - known.keys()
    while missing:
        wanted, fresh = sorted(missing), []
        for start in range(0, len(wanted), CHUNK):
            fresh += MeasurementStandard.objects.filter(pk__in=wanted[start : start + CHUNK])
        known |= {one.pk: one for one in fresh}
        missing = {one.parent_id for one in fresh if one.parent_id} - known.keys()
    return known


def _above(row: MeasurementStandard) -> list[MeasurementStandard]:
    """The parents of a standard, the highest first."""
    known = _with_parents([row])
    found: list[MeasurementStandard] = []
    one = known.get(row.parent_id or 0)
    while one is not None and one not in found and one != row:
        found.insert(0, one)
        one = known.get(one.parent_id or 0)
    return found


def _at(link: Link, depth: int) -> Link:
    return Link(link.standard, link.holds, link.reason, link.broken_by, depth)
