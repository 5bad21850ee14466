"""Who among the above-scale enterprises has no chief quality officer on a day, county by county, from the evidence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhiqiang.domains.enterprise_quality.models import AboveScale, ListEdition
from zhiqiang.foundation import catalogue
from zhiqiang.foundation.evidence.figures import CutOff, cut_offs
from zhiqiang.foundation.evidence.levels import levels
from zhiqiang.foundation.evidence.refresh import city_code
from zhiqiang.foundation.evidence.rows import MISSED, evidence_rows
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES

#: The measure whose evidence is read here (`measures.py`).
CODE = "enterprise_quality.quality_officer_coverage"
WHOLE = Decimal(100)
NOBODY = (Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """A unit's coverage on a day; `missing` are the list's records without an officer.

    `edition`: the newest edition of the unit's list by then, or the city's; `held`: how many our list held on its day.
    """

    unit: Unit
    listed: int
    appointed: int
    missing: tuple[int, ...]
    edition: ListEdition | None
    held: int

    @property
    def lacking(self) -> int:
        return self.listed - self.appointed

    @property
    def differs(self) -> bool:
        """Whether the unit's own edition names another number of enterprises than our list held that day."""
        own = self.edition is not None and self.edition.unit_id == self.unit.pk
        return own and self.edition is not None and self.edition.official_count != self.held

    @property
    def rate(self) -> Decimal | None:
        """In per cent; None where nobody is on the list."""
        return WHOLE * self.appointed / self.listed if self.listed else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The city's coverage on a day, its units', and up to when records are counted in."""

    day: date
    city: UnitCoverage
    units: tuple[UnitCoverage, ...]
    known: Mapping[str, CutOff]

    @property
    def cut_off(self) -> datetime | None:
        """Up to when the list is counted in."""
        return self.known[catalogue.measures()[CODE].dataset].at

    @property
    def stale(self) -> bool:
        """Whether records wait to be counted in."""
        return any(one.dirty for one in self.known.values())


def coverage_on(day: date) -> Coverage:
    """Numbers, missing enterprises and the edition of the list, as of one day and one state of the evidence."""
    known = cut_offs(catalogue.measures()[CODE].datasets)
    found = levels(CODE, day, known)
    missing, editions = _missing(day, known), _editions(day)
    units = list(Unit.objects.order_by("position", "code"))
    city_unit = next(unit for unit in units if unit.is_city)
    rows = []
    for unit in units:
        appointed, listed = (int(number or 0) for number in found.get(unit.code, NOBODY))
        edition = editions.get(unit.pk) or editions.get(city_unit.pk)
        then = NOBODY if edition is None else levels(CODE, edition.as_of, known).get(unit.code, NOBODY)
        rows.append(UnitCoverage(unit, listed, appointed, tuple(missing[unit.pk]), edition, int(then[1] or 0)))
    city = next(row for row in rows if row.unit.is_city)
    return Coverage(day, city, tuple(row for row in rows if not row.unit.is_city), known)


def listed_records(records: Iterable[int]) -> list[AboveScale]:
    """These records of the list with their enterprises, by county and name."""
    found = AboveScale.objects.filter(pk__in=list(records)).select_related("organisation", "unit")
    return list(found.order_by("unit__position", "organisation__title"))


def _missing(day: date, known: Mapping[str, CutOff]) -> Mapping[int, list[int]]:
    """Unit id → the records of the list that count on the day and have no officer."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = AboveScale.objects.filter(pk__in=_city_rows(day, known))
    for record, unit in rows.order_by("pk").values_list("pk", "unit"):
        found[unit].append(record)
    return found


def _editions(day: date) -> Mapping[int, ListEdition]:
    """Unit id → the newest verified edition of its list by a day."""
    found = ListEdition.objects.filter(as_of__lte=day, state__in=EVIDENCE_STATES).order_by("as_of", "pk")
    return {edition.unit_id: edition for edition in found}


def _city_rows(day: date, known: Mapping[str, CutOff]) -> Sequence[int]:
    """The whole city's missing at once: asked county by county, the page would take as many times as long."""
    versions = [known[slug].version for slug in catalogue.measures()[CODE].datasets]
    asked = day.isoformat()
    ids, _total = evidence_rows(CODE, city_code(), asked, asked, MISSED, version=versions[0], other_version=versions[1])
    return ids
