"""Does the grade hold when the weights are a little different? One weight at a time by ± 10 %, the rest renormalised.

One-at-a-time variation of weights as the OECD handbook on composite indicators (2008), step 7, describes it.
"""

from dataclasses import dataclass
from decimal import Decimal

from zhiqiang.kernel.assessment.model import Band, Scheme
from zhiqiang.kernel.assessment.scoring import ARITHMETIC, UnitScore, band_of, rounded_score, weighted

CHANGE = Decimal("0.1")


@dataclass(frozen=True)
class Variant:
    """The score and grade with one item's weight changed."""

    item: str
    change: Decimal
    exact: Decimal
    score: Decimal
    band: Band
    flips: bool


@dataclass(frozen=True)
class Sensitivity:
    """Every variant of one unit; `stable`: no variant changes the grade. None where there is no score to vary."""

    variants: tuple[Variant, ...]
    stable: bool | None

    @property
    def flips(self) -> tuple[Variant, ...]:
        """The variants that change the grade."""
        return tuple(one for one in self.variants if one.flips)

    @property
    def spread(self) -> tuple[Decimal, Decimal] | None:
        """The lowest and the highest exact score of all variants."""
        found = [one.exact for one in self.variants]
        return (min(found), max(found)) if found else None


def sensitivity(scheme: Scheme, scored: UnitScore, change: Decimal = CHANGE) -> Sensitivity:
    """How the grade of a unit stands to its weights; a forced grade does not move."""
    if scored.exact is None or scored.band is None:
        return Sensitivity((), True if scored.forced else None)
    weights = {item.code: item.weight for item in scheme.items}
    variants = []
    for item in scheme.items:
        for sign in (-1, 1):
            varied = weights | {item.code: ARITHMETIC.multiply(item.weight, 1 + sign * change)}
            exact = weighted(varied, scored.items, scored.bonus)
            assert exact is not None
            rounded = rounded_score(scheme, exact)
            band = band_of(scheme, rounded, scored.forced)
            assert band is not None
            variants.append(Variant(item.code, sign * change, exact, rounded, band, band.code != scored.band.code))
    return Sensitivity(tuple(variants), not any(one.flips for one in variants))
