"""A workflow drawn as a Mermaid state diagram, for the pages and the README of its domain."""

import re
from collections.abc import Iterator, Mapping, Sequence

from zhiqiang.kernel.workflow.declarations import Clock, State, Step, Title


def draw(initial: str, states: Sequence[State], steps: Sequence[Step], clocks: Mapping[str, Clock]) -> str:
    """Mermaid `stateDiagram-v2` text, one line a state and one a move, ending in a newline."""
    return "\n".join(_lines(initial, states, steps, clocks)) + "\n"


def _lines(initial: str, states: Sequence[State], steps: Sequence[Step], clocks: Mapping[str, Clock]) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in states:
        yield f"    {state.code}: {_plain(state.title)}"
    yield f"    [*] --> {initial}"
    for step in steps:
        for source in step.source:
            yield f"    {source} --> {step.target}: {_label(step, clocks)}"
    for state in states:
        if not state.is_open:
            yield f"    {state.code} --> [*]"


def _label(step: Step, clocks: Mapping[str, Clock]) -> str:
    notes = [f"起 {_plain(clocks[code].title)}" for code in step.starts]
    notes += [f"止 {_plain(clocks[code].title)}" for code in step.stops]
    return _plain(step.title) + (f"（{'，'.join(notes)}）" if notes else "")


def _plain(title: Title) -> str:
    # Mermaid ends a label at a colon, a semicolon, a hash or a line break.
    return re.sub(r"[:;#\s]+", " ", str(title)).strip()
