"""What can be wrong with a declared workflow, found all at once when it is built."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhiqiang.kernel.workflow.declarations import RECORDING, Clock, State, Step

#: Every way a record can stand: in a state, with these clocks started.
Standing = tuple[str, frozenset[str]]

_CODE = re.compile(r"[a-z][a-z0-9_]*")


class WorkflowError(ValueError):
    """A workflow is wrongly declared; `problems` holds every finding."""

    def __init__(self, code: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"workflow {code!r}: " + "; ".join(self.problems))


def standings(
    initial: str, starts: Iterable[str], states: Mapping[str, State], steps: Sequence[Step]
) -> frozenset[Standing]:
    """Every reachable pair of state and started clocks.

    Exact, not an approximation by state: two roads into one state may leave different clocks running.
    """
    if initial not in states:
        return frozenset()
    first: Standing = (initial, frozenset(starts) if states[initial].is_open else frozenset())
    seen = {first}
    waiting = [first]
    while waiting:
        state, clocks = waiting.pop()
        for step in steps:
            if state not in step.source or step.target not in states:
                continue
            left = (clocks - set(step.stops)) | set(step.starts) if states[step.target].is_open else frozenset()
            reached: Standing = (step.target, frozenset(left))
            if reached not in seen:
                seen.add(reached)
                waiting.append(reached)
    return frozenset(seen)


def find_problems(
    initial: str, starts: tuple[str, ...], states: tuple[State, ...], steps: tuple[Step, ...], clocks: tuple[Clock, ...]
) -> Iterator[str]:
    """Every problem of a declaration, in English, in the order of the declaration."""
    by_code = {state.code: state for state in states}
    yield from _codes("state", [state.code for state in states])
    yield from _codes("step", [step.code for step in steps])
    yield from _codes("clock", [clock.code for clock in clocks])
    if initial not in by_code:
        yield f"initial state {initial!r} is not declared"
    known_clocks = {clock.code for clock in clocks}
    known_steps = {step.code for step in steps}
    yield from (f"unknown clock {code!r} started at creation" for code in starts if code not in known_clocks)
    for step in steps:
        yield from _step(step, set(by_code), known_steps, known_clocks)
    started = set(starts).union(*(step.starts for step in steps))
    for clock in clocks:
        yield from _clock(clock, started, set(by_code), known_steps)
    yield from _roads(initial, starts, by_code, steps, clocks)


def _codes(what: str, codes: list[str]) -> Iterator[str]:
    yield from (f"{what} {code!r} is declared twice" for code, times in Counter(codes).items() if times > 1)
    yield from (f"{what} code {code!r} is not lower_snake_case" for code in codes if not _CODE.fullmatch(code))


def _step(step: Step, states: set[str], steps: set[str], clocks: set[str]) -> Iterator[str]:
    if step.code == RECORDING:
        yield f"step code {RECORDING!r} means the making of the record: choose another"
    if not step.source:
        yield f"step {step.code!r} has no source state"
    if not step.roles:
        yield f"step {step.code!r} has no role that may take it"
    for code in (*step.source, step.target):
        if code not in states:
            yield f"step {step.code!r} names unknown state {code!r}"
    for code in (*step.starts, *step.stops):
        if code not in clocks:
            yield f"step {step.code!r} names unknown clock {code!r}"
    for code in step.different_actor_from:
        if code not in steps and code != RECORDING:
            yield f"step {step.code!r} asks for another actor than in unknown step {code!r}"


def _clock(clock: Clock, started: set[str], states: set[str], steps: set[str]) -> Iterator[str]:
    if clock.code not in started:
        yield f"clock {clock.code!r} is never started"
    if not clock.parameter:
        yield f"clock {clock.code!r} names no dated rule"
    for code in clock.pauses_in:
        if code not in states:
            yield f"clock {clock.code!r} pauses in unknown state {code!r}"
    # A lone lower_snake word is meant as a step: a mistyped one must not pass as prose.
    expiry = str(clock.on_expiry)
    if _CODE.fullmatch(expiry) and expiry not in steps:
        yield f"clock {clock.code!r} expires into unknown step {expiry!r}"


def _roads(
    initial: str, starts: tuple[str, ...], states: dict[str, State], steps: tuple[Step, ...], clocks: tuple[Clock, ...]
) -> Iterator[str]:
    ways = standings(initial, starts, states, steps)
    reached = {state for state, _ in ways}
    if initial in states:
        yield from (f"state {code!r} cannot be reached" for code in states if code not in reached)
    closing = _can_close(states, steps)
    yield from (f"state {code!r} is a dead end: no closed state follows" for code in states if code not in closing)
    paused = {clock.code: set(clock.pauses_in) for clock in clocks}
    idle = {state for state, started in ways if not any(state not in paused.get(code, set()) for code in started)}
    for state in states.values():
        if state.code in idle and state.is_open and not str(state.no_clock_reason):
            yield f"open state {state.code!r} can be entered with no clock running and gives no reason"


def _can_close(states: dict[str, State], steps: tuple[Step, ...]) -> set[str]:
    closing = {code for code, state in states.items() if not state.is_open}
    grown = True
    while grown:
        before = len(closing)
        for step in steps:
            if step.target in closing:
                closing.update(step.source)
        grown = len(closing) > before
    return closing
