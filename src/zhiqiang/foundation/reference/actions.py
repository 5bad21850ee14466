"""The only writers of what every domain points at: announced years, organisations, product classes; each trailed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.announcement import AnnouncedDay, faults_of
from zhiqiang.foundation.reference.calendar import working_calendar
from zhiqiang.foundation.reference.models import CalendarYear, Holiday, Organisation, ProductClass, Unit
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.trail.many import Happening, record_many
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.foundation.workflow.clocks import end_of
from zhiqiang.foundation.workflow.models import ClockRun
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.identifiers import uscc as codes
from zhiqiang.kernel.workdays import compute_deadline

CALENDAR, ORGANISATIONS, CLASSES = "reference.calendar", "reference.organisations", "reference.product_classes"
KEEPERS = ("administrator", "city_officer")
ADDERS = (*KEEPERS, "reporter")
CLASS_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
SEPARATORS = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """An open clock whose deadline was provisional: what it was and what the announced year makes of it."""

    run: ClockRun
    due_before: datetime

    @property
    def moved(self) -> bool:
        return self.run.due != self.due_before


@transaction.atomic
def announce_year(*, year: int, notice: str, days: Sequence[AnnouncedDay], actor: User) -> list[MovedDeadline]:
    """Enter a year's holidays and work out the open provisional deadlines again; those that changed or became firm.

    Raises RefusedError, and WrongValuesError with every fault.
    """
    if not has_role(actor, ("administrator",)):
        raise RefusedError(_("只有系统管理员可以录入放假安排。"))
    if faults := faults_of(year, notice, days):
        raise WrongValuesError([Finding("days", fault) for fault in faults])
    CalendarYear.objects.create(year=year, notice=notice.strip())
    known = set(Holiday.objects.filter(day__in=[one.day for one in days]).values_list("day", flat=True))
    rows = [Holiday(day=one.day, title=one.title, working=one.working) for one in days if one.day not in known]
    Holiday.objects.bulk_create(rows)
    facts = {
        "notice": notice.strip(),
        "days": [[one.day.isoformat(), one.title, "worked" if one.working else "off"] for one in sorted(days)],
    }
    trail(action="announce_year", actor=actor, register=CALENDAR, record_id=year, facts=facts)
    return _recompute_provisional(actor)


def _recompute_provisional(actor: User) -> list[MovedDeadline]:
    """Work out every open provisional deadline by the calendar as it now stands; the trail keeps both dates."""
    calendar, parameters, changed = working_calendar(), load_parameters(), []
    happenings = []
    for run in ClockRun.objects.select_for_update().filter(stopped_at=None, provisional=True).order_by("pk"):
        deadline = compute_deadline(parameters.get(run.rule).limit(run.started_at), run.started_at, calendar)
        due, before = end_of(deadline.due), run.due
        if due == before and deadline.provisional:
            continue
        run.due, run.provisional = due, deadline.provisional
        changed.append(MovedDeadline(run, before))
        facts = {
            "clock": run.clock,
            "due_before": before.astimezone(clock.ZONE).isoformat(),
            "due_after": due.astimezone(clock.ZONE).isoformat(),
            "provisional": run.provisional,
        }
        happenings.append(Happening(clock.now(), actor, "recompute_deadline", run.register, str(run.record), facts))
    ClockRun.objects.bulk_update([one.run for one in changed], ["due", "provisional"], batch_size=200)
    record_many(happenings)
    return changed


@transaction.atomic
def add_organisation(
    *, title: str, kind: str, unit: Unit, uscc: str = "", address: str = "", actor: User
) -> Organisation:
    """A new organisation in a unit that the person acts for. Raises RefusedError, WrongValuesError."""
    made = Organisation()
    _fill_organisation(made, {"title": title, "kind": kind, "unit": unit, "uscc": uscc, "address": address})
    _require_reach(actor, ADDERS, unit)
    made.save(force_insert=True)
    facts = {"after": _texts(made, ORGANISATION_FIELDS)}
    trail(action="add_organisation", actor=actor, register=ORGANISATIONS, record_id=made.pk, facts=facts)
    return made


@transaction.atomic
def change_organisation(
    *, organisation_id: int, title: str, kind: str, unit: Unit, uscc: str = "", address: str = "", actor: User
) -> Organisation:
    """Change what is known of an organisation. Raises RefusedError, NotThereError, WrongValuesError."""
    row = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if row is None:
        raise NotThereError
    _require_reach(actor, KEEPERS, row.unit)
    before = _texts(row, ORGANISATION_FIELDS)
    _fill_organisation(row, {"title": title, "kind": kind, "unit": unit, "uscc": uscc, "address": address})
    _require_reach(actor, KEEPERS, unit)
    changed = _changed(before, _texts(row, ORGANISATION_FIELDS))
    if changed:
        row.save()
        facts = {"changed": changed}
        trail(action="change_organisation", actor=actor, register=ORGANISATIONS, record_id=row.pk, facts=facts)
    return row


@transaction.atomic
def add_product_class(*, domain: str, code: str, title: str, also: str = "", actor: User) -> ProductClass:
    """A further class of products. Raises RefusedError, WrongValuesError."""
    _require_reach(actor, KEEPERS, None)
    made = ProductClass(domain=domain, code=code.strip().lower(), title=title.strip(), also=_aliases(also))
    findings = _wrong_aliases(made)
    if not CLASS_CODE.fullmatch(made.code):
        findings.append(Finding("code", _("代码为 2 至 40 位小写字母、数字、横线，如 food-31。")))
    elif ProductClass.objects.filter(code=made.code).exists():
        findings.append(Finding("code", _("代码“%(code)s”已有类别使用。") % {"code": made.code}))
    if domain not in ProductClass.Domain.values:
        findings.append(Finding("domain", _("请选择领域。")))
    if not 0 < len(made.title) <= 80:
        findings.append(Finding("title", _("请填写名称，不超过 80 字。")))
    if findings:
        raise WrongValuesError(findings)
    made.save(force_insert=True)
    facts = {"after": _texts(made, ("domain", "code", "title", "also"))}
    trail(action="add_product_class", actor=actor, register=CLASSES, record_id=made.pk, facts=facts)
    return made


@transaction.atomic
def change_aliases(*, class_id: int, also: str, actor: User) -> ProductClass:
    """The other words by which workbooks call a class. Raises RefusedError, NotThereError, WrongValuesError."""
    _require_reach(actor, KEEPERS, None)
    row = ProductClass.objects.select_for_update().filter(pk=class_id).first()
    if row is None:
        raise NotThereError
    before, row.also = row.also, _aliases(also)
    if findings := _wrong_aliases(row):
        raise WrongValuesError(findings)
    if row.also != before:
        row.save(update_fields=["also"])
        facts = {"changed": {"also": [before, row.also]}}
        trail(action="change_aliases", actor=actor, register=CLASSES, record_id=row.pk, facts=facts)
    return row


ORGANISATION_FIELDS = ("title", "kind", "unit", "uscc", "address")


def _fill_organisation(row: Organisation, values: dict[str, Any]) -> None:
    """Put the values into the row. Raises WrongValuesError with every broken rule."""
    typed = codes.examine(values["uscc"] or "")
    row.title, row.kind, row.unit = values["title"].strip(), values["kind"], values["unit"]
    row.uscc, row.address = typed.code or None, values["address"].strip()
    others = Organisation.objects.exclude(pk=row.pk)
    findings = []
    if not 0 < len(row.title) <= 160:
        findings.append(Finding("title", _("请填写名称，不超过 160 字。")))
    if row.kind not in Organisation.Kind.values:
        findings.append(Finding("kind", _("请选择类别。")))
    if len(row.address) > 200:
        findings.append(Finding("address", _("地址不超过 200 字。")))
    if row.uscc and typed.findings:
        faults = "；".join(one.message for one in typed.findings)
        maybe = _("是否为 %(codes)s？") % {"codes": _(" 或 ").join(typed.suggestions)} if typed.suggestions else ""
        findings.append(Finding("uscc", faults + "。", maybe))
    elif row.uscc and (twin := others.filter(uscc=row.uscc).first()):
        findings.append(Finding("uscc", _("此代码已登记为“%(title)s”。") % {"title": twin.title}))
    twins = others.filter(title=row.title, unit=row.unit)
    if (twins.filter(uscc=None) if row.uscc else twins).exists():
        words = _("本单位已有同名的组织。")
        findings.append(Finding("title", words, _("请用已有的那一条；若是两家，请都填统一社会信用代码。")))
    if findings:
        raise WrongValuesError(findings)


def _require_reach(actor: User, roles: Sequence[str], unit: Unit | None) -> None:
    """Refuse who holds none of these roles for the unit (None: for any unit)."""
    held = [one for one in actor.memberships_on() if actor.is_active and one.role in roles]
    if not held:
        raise RefusedError(_("您没有维护基础数据的权限。"))
    if unit is not None and not any(unit.path.startswith(one.unit.path) for one in held):
        raise RefusedError(_("只能登记本单位的组织，“%(unit)s”不在您的范围内。") % {"unit": unit})


def _aliases(text: str) -> str:
    return "、".join(dict.fromkeys(word.strip() for word in SEPARATORS.split(text) if word.strip()))


def _wrong_aliases(row: ProductClass) -> list[Finding]:
    """Words that would name two classes: an import could not tell them apart."""
    if len(row.also) > 200:
        return [Finding("also", _("别称合计不超过 200 字。"))]
    taken: dict[str, ProductClass] = {}
    for other in ProductClass.objects.filter(domain=row.domain).exclude(pk=row.pk):
        taken |= dict.fromkeys((other.title, other.code, *other.also.split("、")), other)
    taken.pop("", None)
    words = {"title": [row.title], "also": row.also.split("、") if row.also else []}
    return [
        Finding(field, _("“%(word)s”已是“%(other)s”的名称或别称。") % {"word": word, "other": taken[word].title})
        for field, called in words.items()
        for word in called
        if word in taken
    ]


def _texts(row: Model, fields: Sequence[str]) -> dict[str, str]:
    return {name: str(getattr(row, name) or "") for name in fields}


def _changed(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}
