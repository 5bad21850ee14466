"""Workflow: states, steps and clocks put together, checked when built, and asked what may be done."""

from collections.abc import Collection, Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from zhiqiang.kernel.workflow.checks import Standing, WorkflowError, find_problems, standings
from zhiqiang.kernel.workflow.declarations import RECORDING, Clock, State, Step, Title
from zhiqiang.kernel.workflow.diagram import draw


class Refusal(StrEnum):
    """Why a step is denied."""

    UNKNOWN_STEP = "unknown_step"
    WRONG_STATE = "wrong_state"
    NO_ROLE = "no_role"
    SAME_ACTOR = "same_actor"


@dataclass(frozen=True)
class Allowed:
    """The step may be taken; true."""

    step: Step

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """The step may not be taken; false. `reason` is Chinese, for the person who asked."""

    refusal: Refusal
    reason: str

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True)
class Workflow:
    """A declared state machine.

    `starts` are the clocks that run from creation, in the initial state. Building one with a mistake raises
    WorkflowError, which lists every problem.
    """

    code: str
    title: Title
    initial: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...] = ()
    starts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.check()

    def check(self) -> None:
        """Raise WorkflowError with every problem of the declaration, if there is one."""
        problems = list(find_problems(self.initial, self.starts, self.states, self.steps, self.clocks))
        if problems:
            raise WorkflowError(self.code, problems)

    def state(self, code: str) -> State:
        """The state of this code; KeyError when there is none."""
        return self._states[code]

    def step(self, code: str) -> Step:
        """The step of this code; KeyError when there is none."""
        return self._steps[code]

    def clock(self, code: str) -> Clock:
        """The clock of this code; KeyError when there is none."""
        return self._clocks[code]

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """The steps that lead out of a state, as declared; KeyError for an unknown state."""
        return tuple(step for step in self.steps if self.state(state).code in step.source)

    def clocks_running(self, state: str) -> tuple[Clock, ...]:
        """The clocks that can be running, and not paused, in a state; KeyError for an unknown state."""
        return tuple(clock for clock in self._clocks_started(state) if state not in clock.pauses_in)

    def clocks_paused(self, state: str) -> tuple[Clock, ...]:
        """The clocks that can have been started before a state and pause in it; KeyError for an unknown state."""
        return tuple(clock for clock in self._clocks_started(state) if state in clock.pauses_in)

    def expiry_step(self, clock: str) -> Step | None:
        """The step taken when a clock expires, or None where `on_expiry` is words; KeyError for an unknown clock."""
        return self._steps.get(str(self.clock(clock).on_expiry))

    def allowed(
        self,
        step: str,
        *,
        state: str,
        roles: Collection[str],
        actor: Hashable,
        previous_actors: Mapping[str, AbstractSet[Hashable]],
    ) -> Allowed | Denied:
        """Whether `actor`, who holds `roles`, may take `step` on a record in `state`.

        `previous_actors` maps a step code to everybody who took that step on this record. Guards are the domain's.
        """
        found = self._steps.get(step)
        if found is None:
            return Denied(Refusal.UNKNOWN_STEP, f"“{self.title}”没有“{step}”这一步。")
        if state not in found.source:
            return Denied(Refusal.WRONG_STATE, self._wrong_state(found, state))
        if not set(roles) & set(found.roles):
            return Denied(Refusal.NO_ROLE, f"您的角色不能办理“{found.title}”，请转有此职责的人员办理。")
        for earlier in found.different_actor_from:
            if actor in previous_actors.get(earlier, frozenset()):
                return Denied(
                    Refusal.SAME_ACTOR,
                    f"本件的“{self._title_of(earlier)}”是您办的，“{found.title}”须由另一人办理（经办与审核分离）。",
                )
        return Allowed(found)

    def diagram(self) -> str:
        """Mermaid text of the whole machine."""
        return draw(self.initial, self.states, self.steps, self._clocks)

    def _title_of(self, step: str) -> Title:
        return "填报" if step == RECORDING else self.step(step).title

    def _wrong_state(self, step: Step, state: str) -> str:
        here = self._states[state].title if state in self._states else state
        where = "、".join(f"“{self.state(code).title}”" for code in step.source)
        return f"当前状态是“{here}”，不能办理“{step.title}”；这一步只能在{where}时办理。"

    def _clocks_started(self, state: str) -> tuple[Clock, ...]:
        here = self.state(state).code
        started = {code for standing, clocks in self._standings if standing == here for code in clocks}
        return tuple(clock for clock in self.clocks if clock.code in started)

    @cached_property
    def _standings(self) -> frozenset[Standing]:
        return standings(self.initial, self.starts, self._states, self.steps)

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.code: state for state in self.states}

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.code: step for step in self.steps}

    @cached_property
    def _clocks(self) -> dict[str, Clock]:
        return {clock.code: clock for clock in self.clocks}
