"""Closed spans of calendar days and the three set operations on them.

Days are whole: two spans of which one begins the day after the other ends make one span when merged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """From the day `start` to the day `end`, both included; `end` None is open-ended. `end` before `start` is empty."""

    start: date
    end: date | None = None

    @property
    def is_empty(self) -> bool:
        return self.end is not None and self.end < self.start

    def covers(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.start <= day <= _last(self)


def covers(spans: Iterable[Span], day: date) -> bool:
    """Whether the day lies in any of the spans."""
    return any(span.covers(day) for span in spans)


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same days as few spans as possible, in order; spans that overlap or follow each other without a gap join."""
    merged: list[Span] = []
    for span in sorted((one for one in spans if not one.is_empty), key=lambda one: (one.start, _last(one))):
        if merged and (merged[-1].end is None or span.start <= _after(merged[-1])):
            merged[-1] = Span(merged[-1].start, _plain(max(_last(merged[-1]), _last(span))))
        else:
            merged.append(span)
    return merged


def intersect(first: Iterable[Span], second: Iterable[Span]) -> list[Span]:
    """The days that lie in a span of both, in order."""
    others = list(second)
    met = [Span(max(a.start, b.start), _plain(min(_last(a), _last(b)))) for a in first for b in others]
    return merge(met)


def subtract(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """The days of `spans` that lie in none of `taken`, in order."""
    left = merge(spans)
    for hole in merge(taken):
        left = [part for span in left for part in _without(span, hole)]
    return left


def _without(span: Span, hole: Span) -> list[Span]:
    before = [] if hole.start == date.min else [Span(span.start, min(_last(span), hole.start - DAY))]
    after = [] if hole.end is None or hole.end == date.max else [Span(max(span.start, hole.end + DAY), span.end)]
    return [part for part in (*before, *after) if not part.is_empty]


def _last(span: Span) -> date:
    return date.max if span.end is None else span.end


def _plain(last: date) -> date | None:
    return None if last == date.max else last


def _after(span: Span) -> date:
    """The first day after a span that ends; the last day there is has none after it."""
    last = _last(span)
    return last if last == date.max else last + DAY
