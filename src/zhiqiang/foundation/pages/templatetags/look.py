"""The few template tags that every page is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.pages import charts
from zhiqiang.foundation.pages.due import time_left
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.pages.statuses import chip_of
from zhiqiang.foundation.reference.calendar import working_calendar
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.workflow.models import ClockRun

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit on the schematic map: its words (a figure), its status code and the page behind it."""

    unit: Unit
    text: str
    status: str = "no_data"
    url: str = ""


@register.simple_tag
def chip(colour: str, word: object) -> SafeString:
    """A status chip from its colour (ok, warn, bad, late, none) and its word."""
    return format_html('<span class="st {}">{}</span>', colour, word)


@register.simple_tag
def status(code: str, count: int | None = None) -> SafeString:
    """The chip of a status of a target, a verdict, a plain record, an import or a job; with a count for legends."""
    found = chip_of(code)
    return chip(found.colour, found.word if count is None else f"{found.word} {count}")


@register.simple_tag
def state(register_of: Register, code: str) -> SafeString:
    """The chip of a state of a register's workflow."""
    found = register_of.workflow.state(code)
    return chip(found.colour or "none", found.title)


@register.simple_tag(takes_context=True)
def due(context: Context, run: ClockRun) -> SafeString:
    """How long a clock still has, in working days ("剩 3 个工作日", "逾期 1 天"); the calendar is read once a page."""
    if run.stopped_at is not None:
        late = run.stopped_at > run.due
        return chip("late" if late else "ok", _("逾期办结") if late else _("按期办结"))
    request = context.get("request")
    holder: dict[str, Any] = request.__dict__ if isinstance(request, HttpRequest) else {}
    if "working_calendar" not in holder:
        holder["working_calendar"] = working_calendar()
    left = time_left(run.due, clock.now(), holder["working_calendar"])
    return chip(left.colour, left.text)


@register.simple_tag
def figure(value: object, unit: str = "", places: int | None = None) -> str:
    """A figure with thousands separators and its unit; "—" where there is none; never from a float."""
    return figure_text(value, str(unit), places)


@register.inclusion_tag("look/bullet.html")
def bullet(
    value: Decimal | None, expected: Decimal | None, goal: Decimal | None, status: str = "no_data", unit: str = ""
) -> dict[str, Any]:
    """A bar for the value, dotted line for what is due now, solid line for the target."""
    words = ((_("当前"), value), (_("应达"), expected), (_("目标"), goal))
    label = "，".join(f"{word} {figure_text(number, unit)}" for word, number in words if number is not None)
    colour = chip_of(status).colour
    return {"marks": charts.bullet(value, expected, goal), "colour": colour, "label": label or _("没有数据")}


@register.inclusion_tag("look/strip.html")
def strip(counts: Sequence[tuple[str, int]], title: str = "") -> dict[str, Any]:
    """A strip of how many stand in which status, with its legend; counts: (status code, number)."""
    present = [(code, count) for code, count in counts if count]
    listed = "，".join(f"{chip_of(code).word} {count}" for code, count in present)
    pieces = charts.strip([(chip_of(code).colour, count) for code, count in present])
    return {"pieces": pieces, "counts": present, "label": f"{title}：{listed}" if title else listed}


@register.inclusion_tag("look/tiles.html")
def tiles(cells: Iterable[Tile], title: str = "") -> dict[str, Any]:
    """The units as a schematic map of equal tiles (no boundary data); units without a place are left out."""
    placed = [cell for cell in cells if cell.unit.tile_row is not None and cell.unit.tile_column is not None]
    top = min((cell.unit.tile_row or 0 for cell in placed), default=0)
    shown = [{"cell": cell, "row": (cell.unit.tile_row or 0) - top, "chip": chip_of(cell.status)} for cell in placed]
    return {"tiles": shown, "title": title}


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: object) -> str:
    """The page's own address with some query parameters changed; an empty value removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("look/pagination.html", takes_context=True)
def pagination(context: Context, page: object, total: str = "") -> dict[str, Any]:
    """Where one is in a list and the ways on; `total` replaces the count where it was not counted to the end."""
    return {"page": page, "total": total, "request": context["request"]}


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value of a mapping by a key that the template holds in a variable."""
    return mapping.get(key) if mapping else None
