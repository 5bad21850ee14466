"""Drafts: begun, filled in, papers put in their slots; and the office's own findings on what was handed in."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.actions.rounds import pin, source_of
from zhiqiang.domains.programmes.models import Application, Paper, Round
from zhiqiang.domains.programmes.queries.facts import facts_of_application
from zhiqiang.domains.programmes.queries.programmes import (
    ANY_TIME,
    known_facts,
    late_entry,
    programme_of,
)
from zhiqiang.domains.programmes.workflow import FILLABLE
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.documents.store import attach
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, StaleError, WrongValuesError
from zhiqiang.foundation.registers.write import create_record, locked
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.kernel.findings import Finding

APPLICATIONS = "programmes.applications"
#: The office may state its findings while the application is in its hands.
IN_OFFICE = ("submitted", "accepted", "reviewing", "reviewed", "visited")
MOST_FILES = 10


def applications() -> Register:
    return catalogue.registers()[APPLICATIONS]


@transaction.atomic
def begin_application(*, code: str, call: Round | None, applicant: Organisation, actor: User) -> Application:
    """An empty draft. Raises RefusedError (closed, or not by rounds), WrongValuesError."""
    late = None
    if call is not None:
        definition = call.definition
        late = _require_open(call, applicant)
    else:
        source = source_of(code)
        if source.programme.applies_in != ANY_TIME or not source.programme.in_force(clock.today()):
            raise RefusedError(_("“%(title)s”现在没有开放申报的批次。") % {"title": source.programme.title})
        definition = pin(source)
    values = {
        "definition": definition, "programme": definition.code, "round": call, "late_entry": late,
        "applicant": applicant, "unit": applicant.unit,
    }  # fmt: skip
    made = create_record(register=applications(), values=values, actor=actor)
    assert isinstance(made, Application)
    return made


@transaction.atomic
def save_answers(*, application_id: int, version: int, answers: Mapping[str, Any], actor: User) -> Application:
    """Keep what the applicant filled in so far; incomplete is fine.

    Raises NotThereError, StaleError, RefusedError, WrongValuesError (a value that its field cannot hold).
    """
    row = _fillable(application_id, actor)
    if row.version != version:
        raise StaleError(_("这份申报刚被别人改过，请核对后再保存：您填的内容仍在表单里。"))
    return _keep(row, answers, "applicant", actor)


@transaction.atomic
def save_findings(*, application_id: int, answers: Mapping[str, Any], actor: User) -> Application:
    """Keep the office's own findings on an application. Raises NotThereError, RefusedError, WrongValuesError."""
    row = locked(applications(), application_id, actor, "judge")
    assert isinstance(row, Application)
    if row.state not in IN_OFFICE:
        raise RefusedError(_("现在的状态不能再填核查结果。"))
    return _keep(row, answers, "officer", actor)


@transaction.atomic
def put_paper(*, application_id: int, slot: str, name: str, content: bytes, actor: User) -> Paper:
    """A file into a document slot. Raises NotThereError, RefusedError, UnfitFileError."""
    row = _fillable(application_id, actor)
    declared = next((one for one in programme_of(row.definition_id).documents if one.code == slot), None)
    if declared is None:
        raise NotThereError
    if row.papers.filter(slot=slot).count() >= MOST_FILES:
        raise RefusedError(
            _("“%(title)s”已有 %(n)s 个文件，请合并后再传。") % {"title": declared.title, "n": MOST_FILES}
        )
    attached = attach(
        name=name, content=content, register=APPLICATIONS, record=row.pk, actor=actor, title=declared.title[:120]
    )
    facts = {"slot": slot, "file": attached.document.name, "sha256": attached.document.sha256}
    trail(action="attach", actor=actor, register=APPLICATIONS, record_id=row.pk, facts=facts)
    return Paper.objects.create(application=row, slot=slot, attachment=attached)


@transaction.atomic
def remove_paper(*, application_id: int, paper_id: int, actor: User) -> None:
    """Take a file out of its slot before the application is accepted. Raises NotThereError, RefusedError."""
    row = _fillable(application_id, actor)
    paper = row.papers.select_related("attachment__document").filter(pk=paper_id).first()
    if paper is None:
        raise NotThereError
    document = paper.attachment.document
    facts = {"slot": paper.slot, "file": document.name, "sha256": document.sha256}
    paper.delete()
    paper.attachment.delete()
    trail(action="remove_paper", actor=actor, register=APPLICATIONS, record_id=row.pk, facts=facts)


@transaction.atomic
def show_blind(*, application_id: int, paper_id: int, shown: bool, actor: User) -> None:
    """Say that a file does not tell whose it is, so that blind reviewers may read it. Raises NotThereError."""
    row = locked(applications(), application_id, actor, "judge")
    paper = Paper.objects.filter(pk=paper_id, application_id=row.pk).first()
    if paper is None:
        raise NotThereError
    paper.shown_blind = shown
    paper.save(update_fields=("shown_blind",))
    facts = {"paper": paper.pk, "shown": shown}
    trail(action="show_blind", actor=actor, register="programmes.reviews", record_id=row.pk, facts=facts)


def _keep(row: Application, answers: Mapping[str, Any], filled_by: str, actor: User) -> Application:
    programme = programme_of(row.definition_id)
    fields = {one.code: one for one in programme.fields if one.filled_by == filled_by}
    kept = {code: rules.as_answer(value) for code, value in answers.items() if code in fields}
    found = [
        Finding(
            code,
            _("“%(title)s”填的内容不合要求。") % {"title": fields[code].title},
            fields[code].hint or _("请核对后重填。"),
        )
        for code, value in kept.items()
        if value is not None and not rules.holds_answer(fields[code], value)
    ]
    if found:
        raise WrongValuesError(found)
    changed = {code: [row.answers.get(code), value] for code, value in kept.items() if row.answers.get(code) != value}
    if not changed:
        return row
    row.answers = {**row.answers, **kept}
    known = known_facts(row, facts_of_application(row))
    row.subject = rules.subject_of(programme, known, row.applicant.title)
    row.version, row.changed_at = row.version + 1, clock.now()
    row.save()
    # What was filled in stands on the application; the trail says which fields, for it is for ever and may be personal.
    trail(
        action="change" if filled_by == "applicant" else "state_findings",
        actor=actor, register=APPLICATIONS, record_id=row.pk, facts={"fields": sorted(changed)},
    )  # fmt: skip
    return row


def _fillable(application_id: int, actor: User) -> Application:
    row = locked(applications(), application_id, actor, "fill")
    assert isinstance(row, Application)
    if row.state not in FILLABLE:
        raise RefusedError(_("已提交的申报不能再改；如需更改，请联系受理人退回补正。"))
    return row


def _require_open(call: Round, applicant: Organisation) -> Any:
    """The late entry by which one applies after the closing day, None within it. Raises RefusedError."""
    today = clock.today()
    if today < call.opens_on:
        raise RefusedError(_("“%(title)s”自 %(day)s 起申报。") % {"title": call.title, "day": call.opens_on})
    if today <= call.closes_on:
        return None
    if late := late_entry(call.pk, applicant.pk, today):
        return late
    words = _("“%(title)s”已于 %(day)s 截止；确有理由的，由市级经办作出逾期申报决定后才能申报。")
    raise RefusedError(words % {"title": call.title, "day": call.closes_on})
