"""Over which days a permission really stood: its own days, as far as what it is given under stood too."""

from collections.abc import Mapping, Sequence

from zhiqiang.domains.brands.models import PARENTS, Brand, Permission
from zhiqiang.foundation.standing.spans import own_spans
from zhiqiang.foundation.standing.workflow import STANDING_STATES
from zhiqiang.kernel.spans import Span, intersect

REGIONAL = (Brand.Kind.REGIONAL, Brand.Kind.FARM_REGIONAL)


def permitted_spans(register: str, rows: Sequence[Permission]) -> Mapping[int, Sequence[Span]]:
    """Record id → the spans over which these permissions of one register stood."""
    if not rows:
        return {}
    name, above, _words = rows[0].under
    wanted = {getattr(row, f"{name}_id") for row in rows}
    parents = list(PARENTS[above]._default_manager.filter(pk__in=wanted, state__in=STANDING_STATES))  # noqa: SLF001 (model API)
    stood, own = own_spans(above, parents), own_spans(register, rows)
    return {row.pk: intersect(own[row.pk], stood.get(getattr(row, f"{name}_id"), [])) for row in rows}


def regional_brand(title: str) -> Brand | None:
    """The regional brand of this name, the latest where it was recognised more than once."""
    found = Brand.objects.filter(title=title, kind__in=REGIONAL, state__in=STANDING_STATES)
    return found.order_by("-valid_from").first()
