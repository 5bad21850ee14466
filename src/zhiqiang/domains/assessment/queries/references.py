"""Names of the numbers of a result; one computed again from the kept facts and the pinned scheme.

"AS1/<run>/<unit>/<which result>/<what>": what is score, coverage, bonus, band, ITEM.points or ITEM.formula.N.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from zhiqiang.domains.assessment.models import Result
from zhiqiang.kernel.assessment import UnitScore, score, shown
from zhiqiang.kernel.papers import Outcome

SCHEME = "AS1"
REFERENCE = re.compile(
    r"AS1/(?P<run>\d{1,9})/(?P<unit>[0-9A-Za-z-]{1,32})/(?P<number>\d{1,4})/(?P<what>[a-z0-9_]{1,40}(?:\.[a-z0-9]{1,10}){0,2})"
)
NUMBERS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Named:
    """One result of one unit in one run."""

    run: int
    unit: str
    number: int

    def reference(self, what: str) -> str:
        """The name of one of its numbers."""
        return f"{SCHEME}/{self.run}/{self.unit}/{self.number}/{what}"


def reproduce(reference: str) -> Outcome:
    """The number of a reference, computed again. Equal is told only where the stored score comes out again."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        return Outcome(None, "", _("看不懂这串编号。"))
    rows = Result.objects.filter(run=int(found["run"]), unit__code=found["unit"], number=int(found["number"]))
    result = rows.select_related("run__pinned", "unit").first()
    if result is None:
        return Outcome(False, "", _("系统从没有发出过这样的编号。"))
    scored = score(result.scheme, result.known)
    band = scored.band.code if scored.band else ""
    stored = None if result.score is None else result.score.normalize()
    if (band, None if scored.score is None else scored.score.normalize()) != (result.band, stored):
        return Outcome(False, f"{scored.score} {band}", _("按固定的方案和保存的事实重新计分，与公布的不一样。"))
    value = _value(scored, found["what"])
    if value is None:
        return Outcome(False, "", _("编号所指的这一部分没有值。"))
    return Outcome(True, str(value), values=(value,))


def _value(scored: UnitScore, what: str) -> Decimal | None:
    """The number as it is printed: already rounded half up, so that it is compared as it stands."""
    totals = {
        "score": scored.score,
        "bonus": Decimal(shown(scored.bonus)),
        "coverage": Decimal(shown(scored.coverage * 100)),
    }
    if what in totals:
        return totals[what]
    code, _dot, part = what.partition(".")
    try:
        item = scored.item(code)
    except KeyError:
        return None
    if part == "points":
        return None if item.points is None else Decimal(shown(item.points))
    kind, _dot, place = part.partition(".")
    numbers = NUMBERS.findall(item.formula)
    if kind != "formula" or not place.isdecimal() or int(place) >= len(numbers):
        return None
    return Decimal(numbers[int(place)])
