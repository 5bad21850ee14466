"""Calls for applications: opened on the definition in force, prolonged and entered late only by a logged decision."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.models import Definition, LateEntry, Round
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import CITY_OFFICER
from zhiqiang.foundation.programmes import Definition as Source
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.kernel.findings import Finding

ROUNDS = "programmes.rounds"


def pin(source: Source) -> Definition:
    """The row that keeps a definition as its file says it now; the same content is kept once.

    Raises RefusedError where the file changed and its version did not: one version has one content.
    """
    programme = source.programme
    if found := Definition.objects.filter(pk=programme.content_hash).first():
        return found
    if Definition.objects.filter(code=programme.code, version=programme.version).exists():
        words = _("“%(title)s”的定义改了内容而版本号仍是 %(version)s，请把文件里的 version 加一。")
        raise RefusedError(words % {"title": programme.title, "version": programme.version})
    kept = {
        "code": programme.code, "version": programme.version, "title": programme.title, "text": source.source,
        "criteria": source.criteria_source, "loaded_at": clock.now(),
    }  # fmt: skip
    return Definition.objects.get_or_create(hash=programme.content_hash, defaults=kept)[0]


def source_of(code: str) -> Source:
    """The definition of a programme as it stands. Raises RefusedError where there is none without mistakes."""
    found = catalogue().sources.get(code)
    if found is None:
        raise RefusedError(_("没有可用的项目“%(code)s”：定义不存在，或有错误未能载入。") % {"code": code})
    return found


@transaction.atomic
def open_round(*, code: str, title: str, opens_on: date, closes_on: date, quota: int | None, actor: User) -> Round:
    """A call for applications, pinned to the definition in force. Raises RefusedError, WrongValuesError."""
    _require_officer(actor)
    source = source_of(code)
    values = {"opens_on": opens_on, "closes_on": closes_on, "quota": quota}
    found = list(rules.broken_round(values, source.programme, clock.today()))
    title = title.strip()
    definition = pin(source)
    if not title:
        found.append(Finding("title", _("请填写批次名称。")))
    elif Round.objects.filter(definition__code=code, title=title).exists():
        found.append(Finding("title", _("已有同名批次。"), _("请换一个名称。")))
    if found:
        raise WrongValuesError(found)
    made = Round.objects.create(
        definition=definition, title=title, opens_on=opens_on, closes_on=closes_on,
        quota=quota if quota is not None else (source.programme.quota.at_most if source.programme.quota else None),
        created_by=actor, created_at=clock.now(),
    )  # fmt: skip
    facts = {
        "programme": code, "version": definition.version, "hash": definition.hash, "title": title,
        "opens": opens_on.isoformat(), "closes": closes_on.isoformat(), "quota": made.quota,
    }  # fmt: skip
    trail(action="open_round", actor=actor, register=ROUNDS, record_id=made.pk, facts=facts)
    return made


@transaction.atomic
def move_closing(*, round_id: int, closes_on: date, reason: str, actor: User) -> Round:
    """Another last day for a call, with its reason. Raises NotThereError, RefusedError, WrongValuesError."""
    _require_officer(actor)
    call = _locked(round_id)
    found = [] if reason.strip() else [Finding("reason", _("请写明理由。"))]
    if closes_on < call.opens_on or closes_on < clock.today():
        found.append(Finding("closes_on", _("截止日应不早于开始日，也不早于今天。")))
    if found:
        raise WrongValuesError(found)
    before, call.closes_on = call.closes_on, closes_on
    call.save(update_fields=("closes_on",))
    facts = {"closes": [before.isoformat(), closes_on.isoformat()], "reason": reason.strip()}
    trail(action="move_closing", actor=actor, register=ROUNDS, record_id=call.pk, facts=facts)
    return call


@transaction.atomic
def admit_late(*, round_id: int, organisation: Organisation, until: date, reason: str, actor: User) -> LateEntry:
    """Let one organisation apply in a call that has closed. Raises NotThereError, RefusedError, WrongValuesError."""
    _require_officer(actor)
    call, today = _locked(round_id), clock.today()
    if call.closes_on >= today:
        raise RefusedError(_("批次到 %(day)s 才截止，现在就可以申报。") % {"day": call.closes_on})
    found = [] if reason.strip() else [Finding("reason", _("请写明允许逾期申报的理由。"))]
    if until < today:
        found.append(Finding("until", _("可申报至的日期已过。")))
    if LateEntry.objects.filter(round=call, organisation=organisation).exists():
        found.append(Finding("organisation", _("对这个单位已有逾期申报决定。")))
    if found:
        raise WrongValuesError(found)
    made = LateEntry.objects.create(
        round=call, organisation=organisation, until=until, reason=reason.strip()[:400], decided_by=actor,
        decided_at=clock.now(),
    )  # fmt: skip
    facts = {"organisation": organisation.pk, "until": until.isoformat(), "reason": made.reason}
    trail(action="admit_late", actor=actor, register=ROUNDS, record_id=call.pk, facts=facts)
    return made


def _require_officer(actor: User) -> None:
    if not has_role(actor, (CITY_OFFICER.code,)):
        raise RefusedError(_("只有市级经办可以办理批次。"))


def _locked(round_id: int) -> Round:
    found = Round.objects.select_for_update().filter(pk=round_id).first()
    if found is None:
        raise NotThereError
    return found
