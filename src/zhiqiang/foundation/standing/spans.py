"""The spans over which records stood: their nominal span without the interruptions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import Interruption, StandingRecord
from zhiqiang.kernel.spans import Span, merge, subtract

Nominal = tuple[int, date, date | None]
CHUNK = 500  # ids in one statement: below SQLite's variable limit


def own_spans(register: str, rows: Sequence[Record]) -> dict[int, list[Span]]:
    """Record id → the spans over which it stood, by its own dates and interruptions."""
    nominal = [(row.pk, row.valid_from, row.valid_to) for row in rows if isinstance(row, StandingRecord)]
    return spans_of(register, nominal)


def spans_of(register: str, nominal: Iterable[Nominal]) -> dict[int, list[Span]]:
    """The same from (id, valid_from, valid_to) alone: a million rows need no objects."""
    asked = list(nominal)
    holes = interruptions(register, [record for record, _start, _end in asked])
    found = {}
    for record, start, end in asked:
        whole = Span(start, end)
        found[record] = subtract([whole], holes[record]) if record in holes else merge([whole])
    return found


def interruptions(register: str, records: Sequence[int]) -> Mapping[int, list[Span]]:
    """The spans that count against these records."""
    known = Interruption.objects.filter(register=register, annulled_at=None)
    fields = ("record", "starts_on", "ends_on")
    found: dict[int, list[Span]] = defaultdict(list)
    if len(records) > known.count():
        rows = list(known.values_list(*fields))
    else:
        chunks = (records[start : start + CHUNK] for start in range(0, len(records), CHUNK))
        rows = [row for chunk in chunks for row in known.filter(record__in=chunk).values_list(*fields)]
    for record, start, end in rows:
        found[record].append(Span(start, end))
    return found
