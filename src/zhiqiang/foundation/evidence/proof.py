"""A figure's reference, printed beside it or bound to it in a paper, and what comes out of computing it again.

"ZQ1/measure@version/unit/first..last/d7+3/19-20/0123456789abcdef" and, in papers, "#part": which value is printed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.utils.translation import gettext as _

from zhiqiang.foundation.catalogue import measures
from zhiqiang.foundation.evidence.declaration import RUNNING, Measure, Shape
from zhiqiang.foundation.evidence.figures import cut_offs, load_cells, version_at
from zhiqiang.foundation.evidence.levels import levels, levels_at
from zhiqiang.foundation.evidence.models import DatasetVersion, Figure
from zhiqiang.foundation.evidence.refresh import city_code
from zhiqiang.foundation.evidence.rows import (
    counted_keys,
    counted_keys_by_unit,
    digest,
    evidence_rows,
    evidence_rows_by_unit,
)
from zhiqiang.foundation.evidence.stocks import day_of
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.papers import Outcome
from zhiqiang.kernel.proportions import wilson

SCHEME = "ZQ1"
REFERENCE = re.compile(
    r"ZQ1/(?P<measure>[a-z0-9_]+\.[a-z0-9_]+)@(?P<measure_version>\d{1,4})/(?P<unit>[0-9A-Za-z-]{1,32})"
    r"/(?P<first>\d{4}-\d{2}(?:-\d{2})?)\.\.(?P<last>\d{4}-\d{2}(?:-\d{2})?)/d(?P<data>\d{1,9})(?:\+(?P<other>\d{1,9}))?"
    r"/(?P<numerator>-?\d{1,18}(?:\.\d{1,6})?)(?:-(?P<denominator>\d{1,18}(?:\.\d{1,6})?))?/(?P<digest>[0-9a-f]{16})"
    r"(?:#(?P<part>[a-z]{1,16}))?"
)
LONGEST = 220
PARTS = ("numerator", "denominator", "percent", "quotient", "lower", "upper")
A_DAY = 24 * 3600
Counts = tuple[str, str]
Versions = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference taken apart. `said`: numerator and denominator as its text has them ("" for none)."""

    measure: str
    measure_version: int
    unit: str
    first: str
    last: str
    versions: Versions
    said: Counts
    digest: str
    part: str = ""

    @property
    def window(self) -> tuple[str, str, str, str]:
        return self.measure, self.unit, self.first, self.last


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What came out. `refusal`: why it could not be computed (`known`: the system once gave such a reference)."""

    reference: Reference | None
    refusal: str = ""
    known: bool = False
    counted: Counts = ("", "")
    digest: str = ""
    total: int = 0

    @property
    def equal(self) -> bool:
        found = self.reference
        return found is not None and found.said == self.counted and self.digest.startswith(found.digest)


UNREADABLE, NEVER, OTHER_METHOD, NO_DATA = "unreadable", "never", "other_method", "no_data"


def reference_of_window(  # noqa: PLR0917 (a window is these facts in this order)
    measure: Measure,
    unit: str,
    first: str,
    last: str,
    data_version: int | None,
    other_version: int | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    part: str = "",
) -> str:
    """The reference of a figure of one unit and window (months, both included); "" where there is nothing to compute.

    `part` (one of PARTS): which value of it a paper prints.
    """
    if numerator is None or data_version is None:
        return ""
    found, _total = rows_digest(measure.code, unit, first, last, data_version, other_version=other_version)
    return written(measure, unit, (first, last), (data_version, other_version), (numerator, denominator), found, part)


def written(  # noqa: PLR0917 (a reference is these parts in this order)
    measure: Measure,
    unit: str,
    window: tuple[str, str],
    versions: Versions,
    counts: tuple[Decimal, Decimal | None],
    rows: str,
    part: str = "",
) -> str:
    """A reference from its parts; `rows` is the digest of the rows."""
    said = number_text(counts[0]) + (f"-{number_text(counts[1])}" if counts[1] is not None else "")
    second = f"+{versions[1]}" if versions[1] is not None else ""
    place = f"{unit}/{window[0]}..{window[1]}/d{versions[0]}{second}"
    return f"{SCHEME}/{measure.code}@{measure.version}/{place}/{said}/{rows[:16]}{f'#{part}' if part else ''}"


def rows_digest(
    measure: str, unit: str, first: str, last: str, version: int, *, other_version: int | None = None
) -> tuple[str, int]:
    """The digest of the rows of a window of one data version and how many there are; kept, for it never changes.

    The rows of all units are read at once: who asks for one unit's figure in a table of units asks for the others'.
    """
    alone = unit == city_code() and measures()[measure].shape is Shape.DISTINCT
    key = f"digest:{measure}:{unit if alone else '*'}:{first}:{last}:{version}:{other_version}"
    found: dict[str, tuple[str, int]] | None = cache.get(key)
    if found is None:
        if alone:
            rows = {unit: evidence_rows(measure, unit, first, last, version=version, other_version=other_version)[0]}
        else:
            rows = evidence_rows_by_unit(measure, first, last, version=version, other_version=other_version)
        found = {code: (digest(ids), len(ids)) for code, ids in rows.items()}
        cache.set(key, found, A_DAY)
    return found.get(unit) or (digest(()), 0)


def read(text: str) -> Reference | None:
    """The reference in a text, taken apart; None where there is none."""
    match = REFERENCE.search(text[:LONGEST])
    if match is None:
        return None
    return Reference(
        measure=match["measure"], measure_version=int(match["measure_version"]), unit=match["unit"],
        first=match["first"], last=match["last"],
        versions=(int(match["data"]), int(match["other"]) if match["other"] else None),
        said=(match["numerator"], match["denominator"] or ""), digest=match["digest"], part=match["part"] or "",
    )  # fmt: skip


def recompute(text: str) -> Recomputed:
    """Compute again what a reference names, from the very evidence it names."""
    asked = read(text)
    if asked is None:
        return Recomputed(None, UNREADABLE)
    measure = measures().get(asked.measure)
    if measure is None or not Unit.objects.filter(code=asked.unit).exists():
        return Recomputed(asked, NEVER)
    if measure.version != asked.measure_version:
        return Recomputed(asked, OTHER_METHOD, known=True)
    stands = all(_stands(slug, one) for slug, one in zip(measure.datasets, asked.versions, strict=False))
    if not stands or not _is_day(asked.last):
        return Recomputed(asked, NO_DATA, known=True)
    found, total = rows_digest(*asked.window, asked.versions[0] or 0, other_version=asked.versions[1])
    return Recomputed(asked, known=True, counted=_counted(measure, asked, total), digest=found, total=total)


def reproduce(reference: str) -> Outcome:
    """For `settings.REPRODUCERS`: what comes out of a reference, and the values that a paper may print of it."""
    found = recompute(reference)
    if found.refusal or found.reference is None:
        return Outcome(None if found.refusal in {UNREADABLE, OTHER_METHOD} else False, "", WHY[found.refusal]())
    numerator, denominator = found.counted
    words = f"{numerator}/{denominator}" if denominator else numerator
    if not found.equal:
        return Outcome(False, words, _("重新算出的与编号里的不一样。"))
    values = values_of(found.counted)
    shown = {found.reference.part: values.get(found.reference.part)} if found.reference.part else values
    possible = tuple(value for value in shown.values() if value is not None)
    if not possible:
        return Outcome(False, words, _("编号所指的这一部分没有值。"))
    return Outcome(True, words, values=possible)


WHY = {
    UNREADABLE: lambda: _("看不懂这串编号。"),
    NEVER: lambda: _("系统从没有发出过这样的编号。"),
    OTHER_METHOD: lambda: _("算法已经换了新版，旧版的数不能用现在的算法重算。"),
    NO_DATA: lambda: _("系统没有这一版数据。"),
}


def values_of(counts: Counts) -> dict[str, Decimal]:
    """Every value that may be printed of these counts, by part: per cent, and the 95 % Wilson bounds in per cent."""
    if not counts[0]:
        return {}
    numerator = Decimal(counts[0])
    found = {"numerator": numerator}
    if not counts[1] or not Decimal(counts[1]):
        return found
    denominator = Decimal(counts[1])
    found |= {"denominator": denominator, "percent": numerator / denominator * 100, "quotient": numerator / denominator}
    whole = numerator == int(numerator) and denominator == int(denominator)
    if whole and 0 <= numerator <= denominator and (bounds := wilson(int(numerator), int(denominator))) is not None:
        found |= {"lower": _percent(bounds.lower), "upper": _percent(bounds.upper)}
    return found


def standing_counts(references: Iterable[Reference]) -> Mapping[Reference, Counts]:
    """What each of these windows counts by the newest evidence: where it differs, the figure was revised since.

    From stored figures, in a constant number of queries; only levels on a day within a month are computed.
    """
    asked = [one for one in references if one.measure in measures()]
    declared = {code: measures()[code] for code in {one.measure for one in asked}}
    table = load_cells(sorted(declared), None, sorted({one.unit for one in asked}))
    known = cut_offs(sorted({slug for one in declared.values() for slug in one.datasets}))
    found = {}
    for one in asked:
        measure = declared[one.measure]
        if measure.shape in RUNNING and len(one.last) > len("2026-09"):
            level = levels(measure.code, day_of(one.last), known).get(one.unit)
            found[one] = (number_text(level[0]), number_text(level[1])) if level else ("0", "")
            continue
        first = "0001-01" if measure.shape in RUNNING else one.first
        total = table.window_sum(one.measure, one.unit, first, one.last)
        if measure.shape is Shape.SERIES:
            cell = table.cell(one.measure, one.unit, one.last)
            found[one] = (number_text(cell.numerator) if cell else "", "")
        else:
            found[one] = (number_text(total.numerator), number_text(total.denominator))
    return found


def number_text(value: Decimal | None) -> str:
    """A count as references have it: no noughts behind, "" for none."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _counted(measure: Measure, asked: Reference, total: int) -> Counts:
    """What the window counts; `total`: the rows of it that count."""
    version = asked.versions[0]
    if measure.shape in RUNNING:
        level = levels_at(measure.code, asked.last, asked.versions).get(asked.unit)
        return (number_text(level[0]), number_text(level[1])) if level else ("0", "")
    if measure.shape is Shape.RATIO:
        return str(evidence_rows(*asked.window, "numerator", version=version, limit=1)[1]), str(total)
    if measure.shape is Shape.DISTINCT:
        return str(_keys(asked)), ""
    if measure.shape is Shape.COUNT:
        return str(total), ""
    stored = Figure.objects.filter(
        measure=measure.code, unit=asked.unit, month=asked.last, data_version__lte=version or 0
    )
    value = stored.order_by("-data_version").values_list("numerator", flat=True).first()
    return (number_text(value) if value is not None else "", "")


def _keys(asked: Reference) -> int:
    """The distinct keys of a window; those of all units are counted at once and kept, as their rows are."""
    version = asked.versions[0]
    if asked.unit == city_code():
        return counted_keys(*asked.window, version)
    key = f"keys:{asked.measure}:{asked.first}:{asked.last}:{version}"
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        found = counted_keys_by_unit(asked.measure, asked.first, asked.last, version=version)
        cache.set(key, found, A_DAY)
    return found.get(asked.unit, 0)


def _stands(dataset: str, version: int | None) -> bool:
    newest = version_at(dataset)
    if version is None or newest is None or version > newest:
        return False
    return DatasetVersion.objects.filter(dataset=dataset, version=version).exists()


def _is_day(text: str) -> bool:
    """Whether the window ends with a day or month that there is."""
    try:
        day_of(text)
    except ValueError:
        return False
    return True


def _percent(share: float) -> Decimal:
    return Decimal(str(round(share * 100, 4)))
