"""A comparison with an official list in words: counts, lines for the page, the same lines as CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.conformity.actions import Difference
from zhiqiang.domains.conformity.queries import Stored, register_of
from zhiqiang.domains.conformity.rules import listed as rules
from zhiqiang.foundation.registers.exports import MARK, safe

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: what kind, which row, which certificate, what of it, what to do."""

    kind: str
    row: int | None
    number: str
    column: str
    message: str
    suggestion: str
    record: int | None = None


def report(found: Difference) -> dict[str, Any]:
    """What the page shows: counts, and of each kind the first lines."""
    kinds = {"changes": changes(found), "wrong": wrong(found), "waiting": waiting(found), "missing": missing(found)}
    return {
        "counts": counts(found),
        "groups": {name: [line for _number, line in zip(range(SHOWN), lines, strict=False)] for name, lines in
                   kinds.items()},
        "shown": SHOWN,
    }  # fmt: skip


def counts(found: Difference) -> dict[str, int]:
    """How many rows of each kind."""
    return {
        "new": len(found.new),
        "unchanged": found.unchanged,
        "changes": len(found.changes),
        "waiting": len(found.waiting),
        "wrong": found.wrong_rows,
        "missing": len(found.missing),
    }


def changes(found: Difference) -> Iterator[Line]:
    """Status changes with the step that each will take."""
    workflow = register_of().workflow
    for one in found.changes:
        words = {"before": workflow.state(one.before).title, "after": rules.TITLES[one.change.status]}
        message = _("%(before)s → 名单为%(after)s") % words
        step = _("将于 %(on)s 起“%(step)s”") % {"on": one.change.on, "step": workflow.step(one.change.step).title}
        yield Line(_("状态变更"), one.row, one.number, "", message, step, one.record)


def wrong(found: Difference) -> Iterator[Line]:
    """Faults and contradictions: row, column, what is wrong, what to do."""
    for one in found.wrong:
        value = f"“{one.problem.value}” " if one.problem.value else ""
        message = f"{value}{one.problem.message}"
        yield Line(_("需核对"), one.row, one.number, one.problem.column, message, one.problem.suggestion)


def waiting(found: Difference) -> Iterator[Line]:
    """Statuses that can be followed only after somebody has verified the certificate."""
    for one in found.waiting:
        yield Line(_("待后续办理"), one.row, one.number, "", one.reason, "")


def missing(found: Difference) -> Iterator[Line]:
    """Certificates in force that the list leaves out."""
    for one in found.missing:
        yield Line(_("名单里没有"), None, one.number, "", one.holder, _until(one), one.record)


def as_csv(found: Difference) -> str:
    """Every line of the report as CSV, safe from formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("类别"), _("行"), _("证书编号"), _("列"), _("情况"), _("怎样办")])
    for row, number in found.new:
        writer.writerow(safe([_("新增"), str(row), number, "", "", ""]))
    for line in (*changes(found), *wrong(found), *waiting(found), *missing(found)):
        row = "" if line.row is None else str(line.row)
        writer.writerow(safe([line.kind, row, line.number, line.column, line.message, line.suggestion]))
    return MARK + out.getvalue()


def as_json(found: Difference) -> dict[str, Any]:
    """The report as plain JSON values."""
    return {
        "counts": counts(found),
        "new": [{"row": row, "number": number} for row, number in found.new],
        "changes": [
            {"row": one.row, "number": one.number, "record": one.record, "before": one.before,
             "status": one.change.status, "step": one.change.step, "on": one.change.on.isoformat()}
            for one in found.changes
        ],
        "waiting": [one._asdict() for one in found.waiting],
        "wrong": [{"row": one.row, "number": one.number, **one.problem._asdict()} for one in found.wrong],
        "missing": [
            {"number": one.number, "record": one.record, "scheme": one.scheme, "holder": one.holder,
             "valid_to": _iso(one.known.valid_to)}
            for one in found.missing
        ],
    }  # fmt: skip


def _until(one: Stored) -> str:
    return _("有效至 %(day)s；不会删除，请向发证机构核实") % {"day": one.known.valid_to or "—"}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
