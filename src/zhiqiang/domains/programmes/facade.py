"""What other domains may ask of programmes: ids in, plain values out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.programmes.models import Application, Definition, Recognition
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.domains.programmes.queries.facts import RECOGNITIONS, facts_of_application
from zhiqiang.domains.programmes.queries.programmes import known_facts, programme_of
from zhiqiang.domains.programmes.queries.standing import frozen_applications
from zhiqiang.foundation import catalogue as declared
from zhiqiang.foundation import clock
from zhiqiang.foundation.standing.models import Interruption
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.foundation.standing.workflow import WITHDRAWN
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES, VOIDED
from zhiqiang.kernel.programmes import Programme

RECOGNISED = "recognised"


@dataclass(frozen=True)
class Award:
    """An application that was recognised under a programme with an incentive; `facts` are those it was decided by.

    `frozen`: an objection is open, nothing may be paid meanwhile.
    """

    application_id: int
    number: str
    programme: str
    version: int
    title: str
    clause: str
    organisation_id: int
    organisation: str
    subject: str
    facts: Mapping[str, Any]
    recognised_on: date
    recognition_id: int
    unit_code: str
    frozen: bool


def award(application_id: int) -> Award | None:
    """The award of an application, None where none was recognised or the programme pays nothing."""
    found = _awards(_recognised().filter(application=application_id))
    return found[0] if found else None


def awards(programme: str = "", organisation_id: int | None = None) -> list[Award]:
    """The awards of a programme (of all) and organisation (of all), the newest recognition first.

    A recognition that was withdrawn since is among them: `unpayable` says so.
    """
    rows = _recognised()
    if programme:
        rows = rows.filter(programme=programme)
    if organisation_id is not None:
        rows = rows.filter(organisation=organisation_id)
    return _awards(rows)


def unpayable(application_id: int) -> tuple[str, ...]:
    """Why nothing may be paid for an application now: an open objection, a recognition that does not stand."""
    return unpayable_of([application_id])[application_id]


def unpayable_of(applications: Collection[int]) -> dict[int, tuple[str, ...]]:
    """`unpayable` for many applications, in a constant number of queries."""
    rows = Recognition.objects.filter(application__in=applications)
    found = {row.application_id: row for row in rows if row.application_id is not None}
    register, today = declared.registers()[RECOGNITIONS], clock.today()
    standing = set(standing_on(register, today, rows).values_list("pk", flat=True))
    frozen = frozen_applications(applications)
    return {
        number: tuple(_against(found.get(number), number in frozen, standing)) for number in dict.fromkeys(applications)
    }


def hold(application_id: int) -> None:
    """Keep an application and its recognition as they are until the caller's transaction ends: no objection is recorded
    and no recognition withdrawn between a payment's check and the payment."""
    for rows in (
        Application.objects.filter(pk=application_id),
        Recognition.objects.filter(application=application_id),
    ):
        list(rows.select_for_update(no_key=True).values_list("pk"))


def withdrawn(application_id: int) -> str:
    """Why the recognition of an application was taken away for good; empty while it was not (suspended, run out)."""
    row = Recognition.objects.filter(application=application_id, state__in=(WITHDRAWN, VOIDED)).first()
    if row is None:
        return ""
    cause = Interruption.objects.filter(
        register=RECOGNITIONS, record=row.pk, kind=Interruption.Kind.WITHDRAWN, annulled_at=None
    ).last()
    facts = {"subject": row.subject, "state": row.get_state_display(), "cause": cause.cause if cause else ""}
    return _("认定“%(subject)s”%(state)s。%(cause)s") % facts


def payable(application_id: int) -> bool:
    """Whether nothing of this domain stands against a payment now."""
    return award(application_id) is not None and not unpayable(application_id)


def is_frozen(application_id: int) -> bool:
    """Whether an objection against the application is open."""
    return bool(frozen_applications([application_id]))


def definition(programme: str, version: int) -> Programme:
    """One version of a programme that rounds or applications are pinned to. Raises LookupError."""
    found = Definition.objects.filter(code=programme, version=version).values_list("hash", flat=True).first()
    if found is None:
        raise LookupError(f"{programme} v{version}")
    return programme_of(found)


def definitions() -> list[Programme]:
    """Every programme as its file says it now."""
    return catalogue().programmes


def _against(row: Recognition | None, frozen: bool, standing: Collection[int]) -> Iterator[str]:
    if row is None:
        yield _("这件申报没有认定，不能支付。")
        return
    if frozen:
        yield _("有未处理完的异议，处理完之前不能支付。")
    if row.state not in EVIDENCE_STATES:
        yield _("认定现在是“%(state)s”，不能支付。") % {"state": row.get_state_display()}
    elif row.pk not in standing:
        yield _("认定的有效期到 %(day)s，已满，不能支付。") % {"day": row.valid_to}


def _recognised() -> Any:
    rows = Recognition.objects.filter(application__state=RECOGNISED).exclude(
        state__in=("recorded", "returned", "voided")
    )
    related = ("application__definition", "application__applicant", "organisation", "unit")
    return rows.select_related(*related).order_by("-valid_from", "-pk")


def _awards(rows: Any) -> list[Award]:
    found: Sequence[Recognition] = [row for row in rows if programme_of(row.application.definition_id).incentive]
    frozen = frozen_applications([row.application_id for row in found if row.application_id])
    return [_award(row, frozen) for row in found]


def _award(row: Recognition, frozen: Collection[int]) -> Award:
    application = row.application
    assert application is not None  # only those with one are asked for
    programme = programme_of(application.definition_id)
    return Award(
        application_id=application.pk,
        number=application.number,
        programme=programme.code,
        version=programme.version,
        title=programme.title,
        clause=programme.clause,
        organisation_id=row.organisation_id,
        organisation=row.organisation.title,
        subject=row.subject,
        facts=known_facts(application, facts_of_application(application)),
        recognised_on=row.valid_from,
        recognition_id=row.pk,
        unit_code=row.unit.code,
        frozen=application.pk in frozen,
    )
