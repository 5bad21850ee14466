"""What other domains may ask of brands: what an organisation holds and uses, and what may not be called an honour."""

from collections.abc import Iterable
from datetime import date

from zhiqiang.domains.brands import rules
from zhiqiang.domains.brands.models import Brand, BrandLicence, GeographicalIndication, IndicationUser
from zhiqiang.domains.brands.registers import BRAND_LIST, GEOGRAPHICAL_INDICATIONS, INDICATION_USERS, LICENCES
from zhiqiang.foundation.standing.queries import standing_on


def facts_of(organisation_id: int, on: date) -> dict[str, object]:
    """What verified records say of an organisation on a day; every key is always there, every value sorted.

    brands_held, brand_kinds (titles and kinds of its own brands); brand_count (int); licensed_brands (regional brands
    it may use), brand_licences (numbers of the licences); geographical_indications (which it may use),
    geographical_indications_held. A licence counts only while its brand stands too.
    """
    owned = standing_on(BRAND_LIST, on, Brand.objects.filter(owner=organisation_id))
    held = standing_on(
        GEOGRAPHICAL_INDICATIONS, on, GeographicalIndication.objects.filter(holder=organisation_id)
    )  # fmt: skip
    licences = standing_on(LICENCES, on, BrandLicence.objects.filter(organisation=organisation_id))
    users = standing_on(INDICATION_USERS, on, IndicationUser.objects.filter(organisation=organisation_id))
    licensed = licences.filter(brand__in=standing_on(BRAND_LIST, on))
    using = users.filter(indication__in=standing_on(GEOGRAPHICAL_INDICATIONS, on))
    brands = list(owned.values_list("title", "kind"))
    return {
        "brands_held": _sorted(title for title, _kind in brands),
        "brand_kinds": _sorted(kind for _title, kind in brands),
        "brand_count": len(brands),
        "licensed_brands": _sorted(licensed.values_list("brand__title", flat=True)),
        "brand_licences": _sorted(licensed.values_list("number", flat=True)),
        "geographical_indications": _sorted(using.values_list("indication__title", flat=True)),
        "geographical_indications_held": _sorted(held.values_list("title", flat=True)),
    }


def why_no_honour(title: str) -> str | None:
    """Why a title may not be given or shown as an honour, or None: 驰名商标 protects one case (商标法 art. 14)."""
    return f"{rules.REASON}{rules.INSTEAD}" if rules.well_known_mark(title) else None


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))
