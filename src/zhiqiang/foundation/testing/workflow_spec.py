"""WorkflowSpec: every state × step × role of a register's workflow, as declared and as `take_step` does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.access.roles import BY_CODE, ROLES
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import START
from zhiqiang.foundation.testing.register_case import RegisterCase
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.foundation.workflow.models import ClockRun, StepTaken
from zhiqiang.kernel.workflow import RECORDING, Step, Workflow

REASON = "因核对需要"


class WorkflowSpec(RegisterCase):
    """Uses the `register` and `values` of its RegisterCase. `proposed`: other values for a proposed correction."""

    proposed: dict[str, Any]

    @property
    def workflow(self) -> Workflow:
        return self.register.workflow

    def pytest_generate_tests(self, metafunc: Any) -> None:
        """One case for each step or state that a test names in its arguments."""
        steps = self.workflow.steps
        cases = {
            "step": [step.code for step in steps],
            "reasoned": [step.code for step in steps if step.needs_reason],
            "separated": [step.code for step in steps if step.different_actor_from],
        }
        for name, values in cases.items():
            if name in metafunc.fixturenames:
                metafunc.parametrize(name, values)

    def test_a_step_is_taken_by_its_roles_in_its_states_and_by_nobody_else(self, step: str) -> None:
        declared = self.workflow.step(step)
        for state in self.workflow.states:
            with self.undone():
                row = self.brought_to(state.code)
                for role in ROLES:
                    expected = self.expected(declared, state.code, role.code, row)
                    assert self.tried(row, declared, self.city.users[role.code]) == expected, (state.code, role.code)

    def test_a_taken_step_moves_state_clocks_and_trail_together(self, step: str) -> None:
        declared = self.workflow.step(step)
        for source in declared.source:
            with self.undone():
                row = self.brought_to(source)
                told = TrailEntry.objects.filter(action=step)  # an effect may tell of more, such as a paper's number
                before, entries = self.clocks(row), told.count()
                self.take(row, declared, self.somebody(declared, row))
                row.refresh_from_db()
                is_open = self.workflow.state(declared.target).is_open
                left = ((before - set(declared.stops)) | set(declared.starts)) if is_open else set()
                assert (row.state, self.clocks(row)) == (declared.target, left)
                last = StepTaken.objects.filter(register=self.register.slug, record=row.pk).latest("pk")
                assert (last.step, last.source, last.target) == (step, source, declared.target)
                assert told.count() == entries + 1

    def test_the_clocks_of_a_new_record_run(self) -> None:
        assert self.clocks(self.brought_to(self.workflow.initial)) == set(self.workflow.starts)

    def test_a_step_that_needs_a_reason_is_refused_without(self, reasoned: str) -> None:
        declared = self.workflow.step(reasoned)
        row = self.brought_to(declared.source[0])
        assert self.tried(row, declared, self.somebody(declared, row), reason="  ") == "refused"

    def test_who_did_the_one_does_not_do_the_other(self, separated: str) -> None:
        declared = self.workflow.step(separated)
        for earlier in declared.different_actor_from:
            with self.undone():
                person = self.all_rounder(declared, earlier)
                maker = person if earlier == RECORDING else None
                row = self.brought_to(declared.source[0], maker=maker, doers={earlier: person})
                assert self.tried(row, declared, person) == "refused"
                assert self.tried(row, declared, self.somebody(declared, row)) == declared.target

    # --- how ---------------------------------------------------------------------------------------------------

    def expected(self, step: Step, state: str, role: str, row: Record) -> str:
        """What the declaration says: the new state, "refused" (with a reason), or "absent"."""
        if role not in step.roles or not self.reaches(role, row):
            return "absent"
        return step.target if state in step.source else "refused"

    def tried(self, row: Record, step: Step, actor: User, reason: str = REASON) -> str:
        """What happens; nothing of it stays. A refused step must have left the record alone."""
        with self.undone():
            try:
                return self.take(row, step, actor, reason).state
            except NotThereError:
                answer = "absent"
            except RefusedError as error:
                answer = "refused" if str(error) else "refused without a word"
            assert self.records.get(pk=row.pk).version == row.version
            return answer

    def take(self, row: Record, step: Step, actor: User, reason: str = REASON) -> Record:
        values = self.proposed if step.code == "propose_correction" else None
        return take_step(
            register=self.register, record_id=row.pk, step=step.code, actor=actor, reason=reason, values=values
        )

    def brought_to(self, state: str, maker: User | None = None, doers: dict[str, User] | None = None) -> Record:
        """A record brought to a state by the shortest way of real steps, each taken by somebody of its own."""
        maker = maker or self.city.person(self.register.access["add"][0], self.city.city)
        row = create_record(register=self.register, values=self.values(self.city, 1), actor=maker)
        for step in self.way_to(state):
            row = self.take(row, step, (doers or {}).get(step.code) or self.somebody(step, row))
        return row

    def way_to(self, state: str) -> list[Step]:
        ways: dict[str, list[Step]] = {self.workflow.initial: []}
        waiting = [self.workflow.initial]
        while state not in ways:
            here = waiting.pop(0)
            for step in self.workflow.steps_from(here):
                if step.target not in ways:
                    ways[step.target] = [*ways[here], step]
                    waiting.append(step.target)
        return ways[state]

    def somebody(self, step: Step, row: Record) -> User:
        """A new person who may take this step on this record."""
        role = next(code for code in reversed(step.roles) if BY_CODE[code].region)
        return self.city.person(role, row.unit)

    def all_rounder(self, step: Step, earlier: str) -> User:
        """A person with the roles of two steps that one person must not take both."""
        first = self.register.access["add"] if earlier == RECORDING else self.workflow.step(earlier).roles
        person = self.city.person(first[0], self.city.city)
        Membership.objects.get_or_create(user=person, role=step.roles[0], unit=self.city.city, valid_from=START)
        return person

    def clocks(self, row: Record) -> set[str]:
        running = ClockRun.objects.filter(register=self.register.slug, record=row.pk, stopped_at=None)
        return set(running.values_list("clock", flat=True))

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens inside leaves no trace in the database."""
        point = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(point)
