"""Figures as the plain tables of the fixed interface: the same for the API, the public files and the command line."""

from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.domains.goals.queries import Line, Rows
from zhiqiang.foundation.clock import month_end


def as_table(line: Line, plan_hash: str) -> dict[str, Any]:
    """One target of the board as JSON values."""
    assessed, window = line.assessment, line.window
    return {
        "target": line.target.id,
        "indicator": line.indicator.code,
        "clause": line.clause,
        "kind": line.target.kind,
        "due": line.target.due.isoformat(),
        "unit": line.unit.code,
        "value": number(line.value),
        "numerator": number(window.numerator if window else None),
        "denominator": number(window.denominator if window else None),
        "interval": [number(end) for end in line.interval] if line.interval else None,
        "goal": number(line.target.value),
        "verdict": line.verdict,
        "status": line.status,
        "expected": number(assessed.expected if assessed else None),
        "forecast": number(assessed.forecast if assessed else None),
        "required_pace": number(assessed.required_pace if assessed else None),
        "cut_off": line.cut_off.isoformat() if line.cut_off else None,
        "versions": {"plan": plan_hash, "measure": measure_version(line), "data": data_version(line)},
        "reasons": list(line.reasons),
    }


def evidence_table(line: Line, found: Rows | None) -> dict[str, Any]:
    """What a figure counts: its two counts, the ids of the rows and their digest."""
    return {
        "numerator": number(line.window.numerator) if line.window else None,
        "denominator": number(line.window.denominator) if line.window else None,
        "rows": list(found.ids) if found else [],
        "digest": found.digest if found else None,
        "window": [line.window.first, line.window.last] if line.window else None,
        "unit": line.unit.code,
    }


def measure_version(line: Line) -> str | None:
    return f"{line.measure.code}@{line.measure.version}" if line.measure else None


def data_version(line: Line) -> str | None:
    return line.data_reference


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole where the figure is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(round(value, 6))


def period_end(text: str) -> date:
    """The last day of a year "2025", month "2025-06" or day "2025-12-31". Raises ValueError for anything else."""
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        date.fromisoformat(f"{text}-01")
        return month_end(text)
    return date.fromisoformat(text)
