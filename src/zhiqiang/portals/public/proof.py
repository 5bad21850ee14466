"""A figure's reference, printed beside it, and the check that computes the figure again from the evidence it names."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.utils.translation import gettext as _

from zhiqiang.domains.goals.queries import Line
from zhiqiang.foundation.catalogue import measures
from zhiqiang.foundation.evidence.declaration import RUNNING, Measure, Shape
from zhiqiang.foundation.evidence.figures import version_at
from zhiqiang.foundation.evidence.levels import levels_at
from zhiqiang.foundation.evidence.models import DatasetVersion, Figure
from zhiqiang.foundation.evidence.rows import counted_keys, digest, evidence_rows
from zhiqiang.foundation.evidence.stocks import day_of
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.reference.models import Unit

REFERENCE = re.compile(
    r"ZQ1/(?P<measure>[a-z0-9_]+\.[a-z0-9_]+)@(?P<measure_version>\d{1,4})/(?P<unit>[0-9A-Za-z-]{1,32})"
    r"/(?P<first>\d{4}-\d{2}(?:-\d{2})?)\.\.(?P<last>\d{4}-\d{2}(?:-\d{2})?)/d(?P<data>\d{1,9})(?:\+(?P<other>\d{1,9}))?"
    r"/(?P<numerator>-?\d{1,18}(?:\.\d{1,6})?)(?:-(?P<denominator>\d{1,18}(?:\.\d{1,6})?))?/(?P<digest>[0-9a-f]{16})"
)
LONGEST = 200
Versions = tuple[int | None, int | None]
A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check found: one sentence first, then the facts."""

    holds: bool | None  # None: cannot be checked
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    indicator_measure: str = ""


def reference_of(line: Line, rows_digest: str) -> str:
    """The reference of a printed figure, or "" where there is nothing to check."""
    window, measure = line.window, line.measure
    if measure is None or window is None or window.numerator is None or line.data_version is None:
        return ""
    counts = _text(window.numerator) + (f"-{_text(window.denominator)}" if window.denominator is not None else "")
    second = f"+{line.other_version}" if line.other_version is not None else ""
    place = f"{line.unit.code}/{window.first}..{window.last}/d{line.data_version}{second}"
    return f"ZQ1/{measure.code}@{measure.version}/{place}/{counts}/{rows_digest[:16]}"


def rows_digest(
    measure: str, unit: str, first: str, last: str, version: int, *, other_version: int | None = None
) -> tuple[str, int]:
    """The digest of the rows of a window of one data version and how many there are; kept, for it never changes."""
    key = f"digest:{measure}:{unit}:{first}:{last}:{version}:{other_version}"
    found = cache.get(key)
    if found is None:
        ids, total = evidence_rows(measure, unit, first, last, version=version, other_version=other_version)
        found = (digest(ids), total)
        cache.set(key, found, A_DAY)
    return found[0], found[1]


def check(text: str) -> Answer:
    """Whether the figure that a reference names comes out again from the evidence it names."""
    match = REFERENCE.search(text[:LONGEST])
    if match is None:
        return Answer(None, _("看不懂这串编号。它印在每个数字的页面上，以 ZQ1/ 开头，请整串复制。"))
    measure = measures().get(match["measure"])
    if measure is None or not Unit.objects.filter(code=match["unit"]).exists():
        return Answer(False, _("对不上：系统从没有发出过这样的编号。"))
    if measure.version != int(match["measure_version"]):
        return Answer(None, _("算法已经换了新版，旧版的数不能用现在的算法重算。"), indicator_measure=measure.code)
    versions = (int(match["data"]), int(match["other"]) if match["other"] else None)
    if not all(_stands(slug, one) for slug, one in zip(measure.datasets, versions, strict=False)) or not _is_day(match):
        return Answer(False, _("对不上：系统没有这一版数据。"), indicator_measure=measure.code)
    return _compared(measure, match, versions)


def _stands(dataset: str, version: int | None) -> bool:
    newest = version_at(dataset)
    if version is None or newest is None or version > newest:
        return False
    return DatasetVersion.objects.filter(dataset=dataset, version=version).exists()


def _is_day(match: re.Match[str]) -> bool:
    """Whether the window ends with a day or month that there is."""
    try:
        day_of(match["last"])
    except ValueError:
        return False
    return True


def _compared(measure: Measure, match: re.Match[str], versions: Versions) -> Answer:
    window = (measure.code, match["unit"], match["first"], match["last"])
    said = (match["numerator"], match["denominator"] or "")
    counted = _counted(measure, window, versions)
    found, total = rows_digest(*window, versions[0] or 0, other_version=versions[1])
    holds = said == counted and found.startswith(match["digest"])
    facts = (
        (_("编号里写的"), _fraction(*said)),
        (_("重新算出的"), _fraction(*counted)),
        (_("计入的记录"), figure_text(total)),
        (_("记录的指纹"), found),
        (_("时期"), f"{match['first']} – {match['last']}"),
    )
    if holds:
        words = _("相符：从 %(total)s 条已核实的记录重新算了一遍，和编号里的数一样。")
        return Answer(True, words % {"total": figure_text(total)}, facts, measure.code)
    return Answer(False, _("不相符：重新算出来的和编号里的不一样，请以本网站公布的为准。"), facts, measure.code)


def _counted(measure: Measure, window: tuple[str, str, str, str], versions: Versions) -> tuple[str, str]:
    version = versions[0]
    if measure.shape in RUNNING:
        level = levels_at(measure.code, window[3], versions).get(window[1])
        return (_text(level[0]), _text(level[1])) if level else ("0", "")
    if measure.shape is Shape.RATIO:
        counts = [
            evidence_rows(*window, part, version=version, limit=1)[1] for part in ("numerator", "denominator")
        ]  # fmt: skip
        return str(counts[0]), str(counts[1])
    if measure.shape is Shape.DISTINCT:
        return str(counted_keys(*window, version)), ""
    if measure.shape is Shape.COUNT:
        return str(evidence_rows(*window, version=version, limit=1)[1]), ""
    stored = Figure.objects.filter(measure=measure.code, unit=window[1], month=window[3], data_version__lte=version)
    value = stored.order_by("-data_version").values_list("numerator", flat=True).first()
    return (_text(value) if value is not None else "", "")


def _fraction(numerator: str, denominator: str) -> str:
    first = figure_text(numerator)
    return f"{first} / {figure_text(denominator)}" if denominator else first


def _text(value: Decimal | None) -> str:
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
