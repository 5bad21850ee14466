"""Everything that is public, as files: the figures of the board and the public columns of verified records."""

import csv
import io
from collections.abc import Iterator
from typing import Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from zhiqiang.domains.goals.queries import Board
from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.exports import safe
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.shown import shown
from zhiqiang.foundation.standing.shown import state_words
from zhiqiang.portals.api.tables import as_table
from zhiqiang.portals.public.records import ends, verified
from zhiqiang.portals.public.wording import citizen_chip, public_title

CHUNK = 1_000
Response = TypeVar("Response", bound=HttpResponseBase)
MARK = "\ufeff"
COLUMNS = (
    "target", "title", "indicator", "clause", "due", "unit", "value", "numerator", "denominator", "interval_low",
    "interval_high", "goal", "verdict", "status", "status_word", "expected", "cut_off", "plan_version",
    "measure_version", "data_version", "nature",
)  # fmt: skip


def nature() -> str:
    """What kind of data these are: made up in a demo home, and said so in every row."""
    return str(_("演示数据")) if settings.DEMO else ""


def progress_document(shown_board: Board) -> dict[str, Any]:
    """Every target of the city as on the board, with a citizen's words beside it."""
    made_up = _("演示数据，不代表实际情况。") if settings.DEMO else ""
    targets = [
        as_table(line, shown_board.plan.content_hash)
        | {
            "title": public_title(line.indicator),
            "status_word": str(citizen_chip(line.status).word),
            "nature": nature(),
        }
        for line in shown_board.lines
    ]
    return {
        "notice": str(made_up),
        "plan": shown_board.plan.content_hash,
        "on": shown_board.on.isoformat(),
        "cut_off": shown_board.cut_off.isoformat() if shown_board.cut_off else None,
        "targets": targets,
    }


def progress_csv(shown_board: Board) -> HttpResponse:
    """The same table as a CSV for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in progress_document(shown_board)["targets"]:
        low, high = one["interval"] or (None, None)
        versions = {f"{name}_version": one["versions"][name] for name in ("plan", "measure", "data")}
        row = one | versions | {"interval_low": low, "interval_high": high}
        writer.writerow([_plain(row[name]) for name in COLUMNS])
    return as_file(HttpResponse(MARK + out.getvalue(), content_type="text/csv; charset=utf-8"), "progress", "csv")


def register_csv(register: Register) -> StreamingHttpResponse:
    """The public columns of every verified record, newest first."""
    response = StreamingHttpResponse(_lines(register), content_type="text/csv; charset=utf-8")
    return as_file(response, register.slug, "csv")


def as_file(response: Response, name: str, ending: str) -> Response:
    """The response as a file to keep, named as made up where it is; shared caches may hold it a minute."""
    mark = f"{nature()}-" if nature() else ""
    full = f"{mark}{name}-{clock.today().isoformat()}.{ending}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(full)}"
    response["Cache-Control"] = "public, max-age=60"
    return response


def _lines(register: Register) -> Iterator[str]:
    fields = register.public_fields
    marked = [nature()] if nature() else []
    states = [_("状态")] if ends(register) else []
    labels = [register.label(one.name) for one in fields]
    yield MARK + _written([*labels, *states, *([_("数据性质")] if marked else [])])
    today = clock.today()
    for row in _rows(register):
        state = [state_words(register, row, today)] if states else []
        yield _written([*safe(shown(register, row, one.name) for one in fields), *state, *marked])


def _rows(register: Register) -> Iterator[Record]:
    """Read chunk by chunk from the newest id down: a slow reader holds no database cursor open, which would keep
    SQLite from writing."""
    below = None
    while True:
        rows = verified(register).select_related(*register.related).order_by("-pk")
        chunk = list((rows if below is None else rows.filter(pk__lt=below))[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        below = chunk[-1].pk


def _plain(value: object) -> object:
    return safe([value])[0] if isinstance(value, str) else value


def _written(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
