"""Objections: recorded, heard by somebody else, and what they bring about for the application and its recognition."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.programmes.actions.recognitions import withdraw_recognition
from zhiqiang.domains.programmes.models import Application, Objection, Recognition
from zhiqiang.domains.programmes.queries.programmes import programme_of
from zhiqiang.domains.programmes.workflow import OPEN
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import create_record, locked, take_step
from zhiqiang.kernel.findings import Finding

OBJECTIONS, APPLICATIONS = "programmes.objections", "programmes.applications"
ON_NOTICE, CONTESTED, RECOGNISED = "on_notice", "contested", "recognised"


@transaction.atomic
def record_objection(
    *, application_id: int, received_on: date, objector_kind: str, objector: str, content: str, actor: User
) -> Objection:
    """Put an objection on record: what is on notice becomes contested, what was recognised is not paid meanwhile.

    Raises NotThereError, RefusedError, WrongValuesError.
    """
    row = locked(_register(APPLICATIONS), application_id, actor, "object")
    assert isinstance(row, Application)
    if row.state not in (ON_NOTICE, CONTESTED, RECOGNISED):
        raise RefusedError(_("公示期间或认定之后才能登记异议。"))
    if row.state != RECOGNISED and row.notice_until is not None and received_on > row.notice_until:
        raise RefusedError(_("公示已于 %(day)s 期满，期满后收到的异议不中止认定。") % {"day": row.notice_until})
    if received_on > clock.today() or (row.notice_from is not None and received_on < row.notice_from):
        raise WrongValuesError([Finding("received_on", _("收到日期应在公示开始之后，不晚于今天。"))])
    values = {
        "application": row, "unit": row.unit, "received_on": received_on, "objector_kind": objector_kind,
        "objector": objector.strip(), "content": content.strip(),
    }  # fmt: skip
    made = create_record(register=_register(OBJECTIONS), values=values, actor=actor)
    assert isinstance(made, Objection)
    if row.state == ON_NOTICE:
        take_step(
            register=_register(APPLICATIONS), record_id=row.pk, step="object", actor=actor,
            reason=_("收到异议"), values={"objection": made.pk},
        )  # fmt: skip
    return made


def uphold_effect(_register_of: Register, row: Objection, given: Given) -> dict[str, Any]:
    """The application falls; what was recognised already is withdrawn."""
    _require_hearing(row, given.actor)
    application = row.application
    if application.state == CONTESTED:
        _step_application(row, "uphold", given)
    elif application.state == RECOGNISED:
        found = Recognition.objects.filter(application=application, state__in=("verified", "suspended")).first()
        if found is not None:
            withdraw_recognition(
                recognition_id=found.pk, ground="objection", on=clock.today(), reason=given.reason, actor=given.actor
            )
            return {"withdrawn": found.pk}
    return {}


def dismiss_effect(_register_of: Register, row: Objection, given: Given) -> dict[str, Any]:
    """With the last open objection dismissed the notice goes on."""
    _require_hearing(row, given.actor)
    others = Objection.objects.filter(application=row.application_id, state=OPEN).exclude(pk=row.pk)
    if row.application.state == CONTESTED and not others.exists():
        _step_application(row, "dismiss", given)
    return {}


OBJECTION_EFFECTS: Mapping[str, Callable[[Register, Any, Given], dict[str, Any]]] = {
    "uphold": uphold_effect,
    "dismiss": dismiss_effect,
}


def _require_hearing(row: Objection, actor: User) -> None:
    notice = programme_of(row.application.definition_id).notice
    heard_by = notice.heard_by if notice else ("city_verifier",)
    if not set(actor.roles) & set(heard_by):
        raise RefusedError(_("异议由本项目指定的角色处理，您不在其中。"))


def _step_application(row: Objection, step: str, given: Given) -> None:
    take_step(
        register=_register(APPLICATIONS), record_id=row.application_id, step=step, actor=given.actor,
        reason=given.reason, values={"objection": row.pk},
    )  # fmt: skip


def _register(slug: str) -> Register:
    return catalogue.registers()[slug]
