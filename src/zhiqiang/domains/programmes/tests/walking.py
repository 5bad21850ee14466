"""Walks applications of any programme through the real actions: its form is filled so that its conditions hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhiqiang.domains.programmes.actions.applications import (
    begin_application,
    put_paper,
    save_answers,
    save_findings,
)
from zhiqiang.domains.programmes.actions.reviews import (
    Given,
    assign_reviewer,
    finish_marks,
    open_consensus,
    save_marks,
)
from zhiqiang.domains.programmes.actions.rounds import open_round
from zhiqiang.domains.programmes.models import Application, Recognition, ReviewAssignment, Round
from zhiqiang.domains.programmes.queries.facts import facts_of_application
from zhiqiang.domains.programmes.queries.programmes import application_workflow, programme_of
from zhiqiang.domains.programmes.registers import APPLICATIONS
from zhiqiang.domains.programmes.rules import as_answer, is_asked
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.city import City
from zhiqiang.kernel.programmes.conditions import in_question
from zhiqiang.kernel.programmes.model import Condition, FormField, Programme

#: What the test's own provider of facts says of every organisation; tests put what they need.
KNOWN: dict[str, Any] = {}
MAIN_STEPS = (
    "submit", "accept", "begin_review", "conclude_review", "record_visit", "decide_for", "publish", "recognise",
)  # fmt: skip


def facts_of_tests(_organisation: int, _on: date) -> dict[str, Any]:
    """A provider for settings.ORGANISATION_FACTS."""
    return dict(KNOWN)


def fitting(condition: Condition) -> Any:
    """A value that meets a condition."""
    if condition.equals is not None:
        return condition.equals
    if condition.one_of:
        return condition.one_of[0]
    return condition.at_least if condition.at_least is not None else condition.at_most


def plain_value(one: FormField) -> Any:
    """Some right value of a field."""
    if one.type == "choice":
        return one.choices[0].code
    values: dict[str, Any] = {
        "text": f"{one.title}甲", "long_text": "说明", "integer": Decimal(1000), "decimal": Decimal("12.5"),
        "money": Decimal(100_000_00), "date": date(2026, 1, 5), "yes_no": True,
    }  # fmt: skip
    return values[one.type]


def right_answers(programme: Programme, facts: Mapping[str, Any], filled_by: str, *, tail: str = "") -> dict[str, Any]:
    """Answers to every field of one side, so that the conditions hold; `tail` makes the names of things differ."""
    asked = [one for one in programme.fields if one.filled_by == filled_by and is_asked(one, facts)]
    found = {one.code: plain_value(one) for one in asked}
    for code in _names(programme):
        if isinstance(found.get(code), str) and programme.field(code).type == "text":  # type: ignore[union-attr]
            found[code] += tail
    levels = programme.recognition.levels if programme.recognition else ()
    wanted = [*programme.applicant.conditions, *(levels[0].conditions if levels else ())]
    for condition in in_question(wanted, programme, {**facts, **found}):
        if condition.fact in found and not condition.known:
            found[condition.fact] = fitting(condition)
    return {code: _kept(programme.field(code), value) for code, value in found.items()}


def _kept(one: FormField | None, value: Any) -> Any:
    if one is not None and one.type in ("integer", "money"):
        return int(value)
    return as_answer(value)


def _names(programme: Programme) -> Iterable[str]:
    if programme.recognition and programme.recognition.named_by:
        yield programme.recognition.named_by
    yield from programme.incentive.same_thing if programme.incentive else ()


def known_facts_for(programme: Programme) -> dict[str, Any]:
    """System facts that meet a programme's conditions."""
    fields = {one.code for one in programme.fields}
    levels = programme.recognition.levels if programme.recognition else ()
    wanted = [*programme.applicant.conditions, *(levels[0].conditions if levels else ())]
    found = {}
    for condition in wanted:
        if condition.fact not in fields and condition.fact != "applicant_kind":
            found[condition.fact] = True if condition.known else fitting(condition)
    return found


@dataclass
class Walk:
    """The people of a small city, and applications led through the steps of a programme."""

    city: City
    programme: str
    applicant: Organisation
    people: dict[str, User] = field(default_factory=dict)
    call: Round | None = None
    count: int = 0

    def definition(self) -> Programme:
        from zhiqiang.domains.programmes.models.catalogue import catalogue

        found = catalogue().find(self.programme)
        assert found is not None, catalogue().problems
        return found

    def person(self, role: str, name: str = "") -> User:
        """Somebody who holds a role, one for each name: makers and checkers are different people."""
        key = f"{role}{name}"
        if key not in self.people:
            place = self.applicant if role == "enterprise" else None
            unit = self.city.city if role.startswith("city_") else self.applicant.unit
            self.people[key] = self.city.person(role, unit, organisation=place)
        return self.people[key]

    def expert(self, employer: str = "") -> User:
        """A new expert of an employer of their own."""
        self.count += 1
        home = Organisation.objects.create(title=employer or f"外地大学{self.count}", unit=self.city.city, kind="other")
        return self.city.person("expert", self.city.city, organisation=home)

    def open(self, **other: Any) -> Round:
        today = clock.today()
        values: dict[str, Any] = {
            "title": f"{today.year} 年批次{self.count}",
            "opens_on": today,
            "closes_on": today + timedelta(days=30),
            "quota": None,
        }
        self.call = open_round(code=self.programme, actor=self.person("city_officer"), **(values | other))
        return self.call

    def draft(self, actor: User | None = None) -> Application:
        call = None
        if self.definition().applies_in == "rounds":
            call = self.call or self.open()
        return begin_application(
            code=self.programme, call=call, applicant=self.applicant, actor=actor or self.person("enterprise")
        )

    def filled(self, row: Application | None = None, *, tail: str = "", **answers: Any) -> Application:
        row = row or self.draft()
        programme, facts = programme_of(row.definition_id), facts_of_application(row)
        actor = self.person("enterprise")
        row = save_answers(
            application_id=row.pk, version=row.version, actor=actor,
            answers=right_answers(programme, facts, "applicant", tail=tail) | answers,
        )  # fmt: skip
        for slot in programme.documents:
            content = f"{slot.code} {row.pk}\n".encode()
            put_paper(application_id=row.pk, slot=slot.code, name="材料.txt", content=content, actor=actor)
        return row

    def step(self, row: Application, code: str, *, actor: User | None = None, reason: str = "", **values: Any) -> Any:
        """Take a step by somebody who may."""
        declared = application_workflow(row).step(code)
        who = actor or self.person(declared.roles[0], "" if code != "decide_for" else "-decides")
        return take_step(register=APPLICATIONS, record_id=row.pk, step=code, actor=who, reason=reason, values=values)

    def reviewed(self, row: Application, percent: int = 60) -> list[ReviewAssignment]:
        """Enough experts, all marks the same, all final, consensus open."""
        programme, officer = programme_of(row.definition_id), self.person("city_officer")
        assert programme.review is not None
        made = [
            assign_reviewer(application_id=row.pk, reviewer_id=self.expert().pk, actor=officer)
            for _each in range(programme.review.reviewers)
        ]
        self.step(row, "begin_review")
        for one in made:
            marks = {criterion.code: Given(percent) for criterion in programme.criteria}
            save_marks(assignment_id=one.pk, marks=marks, opinion="", actor=one.reviewer)
            finish_marks(assignment_id=one.pk, actor=one.reviewer)
        open_consensus(application_id=row.pk, actor=officer)
        return made

    def to(self, state: str, row: Application | None = None, *, tail: str = "") -> Application:
        """An application brought to a state of the main way."""
        row = row or (self.draft() if state == "draft" else self.filled(tail=tail))
        workflow = application_workflow(row)
        for code in MAIN_STEPS:
            row.refresh_from_db()
            declared = next((one for one in workflow.steps if one.code == code), None)
            if row.state == state or declared is None or row.state not in declared.source:
                continue
            self.prepare(row, code)
            self.step(row, code, **self.values(row, code))
        row.refresh_from_db()
        assert row.state == state, (row.state, state)
        return row

    def prepare(self, row: Application, code: str) -> None:
        """What must have been done before a step."""
        programme = programme_of(row.definition_id)
        if code == "begin_review":
            assert programme.review is not None
            for _each in range(programme.review.reviewers - row.assignments.filter(ended_at=None).count()):
                assign_reviewer(application_id=row.pk, reviewer_id=self.expert().pk, actor=self.person("city_officer"))
        if code == "conclude_review":
            for one in row.assignments.filter(ended_at=None, final_at=None):
                marks = {criterion.code: Given(60) for criterion in programme.criteria}
                save_marks(assignment_id=one.pk, marks=marks, opinion="", actor=one.reviewer)
                finish_marks(assignment_id=one.pk, actor=one.reviewer)
        if code == "decide_for":
            answers = right_answers(programme, facts_of_application(row), "officer")
            if answers:
                save_findings(application_id=row.pk, answers=answers, actor=self.person("city_officer"))
        if code == "recognise":
            Application.objects.filter(pk=row.pk).update(notice_until=clock.today() - timedelta(days=1))

    def values(self, row: Application, code: str) -> dict[str, Any]:
        """What a step asks for."""
        programme = programme_of(row.definition_id)
        levels = programme.recognition.levels if programme.recognition else ()
        found: dict[str, Any] = {}
        if code == "decide_for":
            found = {"level": levels[0].code if levels else "", "basis": "承市监〔2026〕1号"}
        if code == "record_visit":
            found = {"visited_on": clock.today(), "visitors": "三人", "findings": "与材料相符"}
        if code == "recognise":
            found = {"basis": "承市监〔2026〕1号"}
        return found

    def recognition(self, row: Application) -> Recognition:
        return Recognition.objects.get(application=row)
