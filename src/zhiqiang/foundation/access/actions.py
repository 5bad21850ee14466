"""The only writers of users and memberships: made, changed, given, ended, reset; each with its entry in the trail.

Separation of duty (GB/T 22239-2019, 三权分立): who administers does no other work, and nobody administers themself.
"""

import re
import secrets
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_otp import devices_for_user

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.access.roles import ADMINISTRATOR, BY_CODE, CITY
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.kernel.findings import Finding

USERS, MEMBERSHIPS = "access.users", "access.memberships"
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
ONE_DAY = timedelta(days=1)
#: Without the letters and digits that are mistaken for each other on paper.
SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CITY_ONLY = (*CITY, ADMINISTRATOR.code)


@transaction.atomic
def create_user(*, username: str, name: str, email: str = "", actor: User) -> tuple[User, str]:
    """A person and their first password, which is shown once and must be changed at the first sign-in.

    Raises RefusedError, WrongValuesError.
    """
    _require_administrator(actor)
    username, name = username.strip().lower(), name.strip()
    findings = _wrong_name(name)
    if not USERNAME.fullmatch(username):
        words = _("用户名为 2 至 60 位小写字母、数字、点、横线、下划线，以字母或数字开头。")
        findings.append(Finding("username", words))
    elif User.objects.filter(username__iexact=username).exists():
        findings.append(Finding("username", _("用户名“%(name)s”已有人用，请另取一个。") % {"name": username}))
    if findings:
        raise WrongValuesError(findings)
    user = User(username=username, name=name, email=email)
    password = _give_password(user)
    user.save(force_insert=True)
    trail(action="create_user", actor=actor, register=USERS, record_id=user.pk, facts={"username": username})
    return user, password


@transaction.atomic
def change_user(*, user_id: int, name: str, email: str, is_active: bool, actor: User) -> User:
    """Another name, address or standing of a person; who is switched off is signed out at once.

    Raises RefusedError, NotThereError, WrongValuesError.
    """
    _require_administrator(actor)
    user, name = _locked(user_id), name.strip()
    if findings := _wrong_name(name):
        raise WrongValuesError(findings)
    if user.pk == actor.pk and not is_active:
        raise RefusedError(_("不能停用自己，请由另一名系统管理员办理。"))
    after = {"name": name, "email": email, "is_active": is_active}
    changed = {field: [getattr(user, field), value] for field, value in after.items() if getattr(user, field) != value}
    if not changed:
        return user
    for field, value in after.items():
        setattr(user, field, value)
    user.save(update_fields=list(after))
    # An address is personal and the trail is for ever: that it changed is enough.
    facts = {field: pair for field, pair in changed.items() if field != "email"} | {"fields": sorted(changed)}
    trail(action="change_user", actor=actor, register=USERS, record_id=user.pk, facts=facts)
    return user


@transaction.atomic
def reset_password(*, user_id: int, actor: User) -> tuple[User, str]:
    """A new first password, shown once; every session of the person ends with the old one.

    Raises RefusedError, NotThereError.
    """
    _require_administrator(actor)
    user = _locked(user_id)
    _require_other(user, actor, _("自己的密码请在“修改密码”里改。"))
    password = _give_password(user)
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    trail(action="reset_password", actor=actor, register=USERS, record_id=user.pk)
    return user, password


@transaction.atomic
def reset_second_factor(*, user_id: int, actor: User) -> int:
    """Forget a person's devices and recovery codes (a lost phone); how many. Raises RefusedError, NotThereError."""
    _require_administrator(actor)
    user = _locked(user_id)
    _require_other(user, actor, _("不能重置自己的第二因素，请由另一名系统管理员办理。"))
    devices = list(devices_for_user(user, confirmed=None))
    for device in devices:
        device.delete()
    facts = {"devices": len(devices)}
    trail(action="reset_second_factor", actor=actor, register=USERS, record_id=user.pk, facts=facts)
    return len(devices)


@transaction.atomic
def give_membership(
    *,
    user_id: int,
    role: str,
    unit: Unit | None,
    organisation: Organisation | None = None,
    valid_from: date,
    valid_to: date | None = None,
    actor: User,
) -> Membership:
    """Trust a person with a role over a span of days; a role of an organisation stands in the organisation's unit.

    Raises RefusedError, NotThereError, WrongValuesError.
    """
    _require_administrator(actor)
    user = _locked(user_id)
    _require_other(user, actor, _("不能改自己的任职，请由另一名系统管理员办理。"))
    if role not in BY_CODE:
        raise WrongValuesError([Finding("role", _("没有这个角色。"))])
    if BY_CODE[role].organisation and organisation is not None:
        unit = unit or organisation.unit
    findings = [*_wrong_place(role, unit, organisation), *_wrong_span(valid_from, valid_to)]
    if findings or unit is None:
        raise WrongValuesError(findings)
    made = Membership(
        user=user, role=role, unit=unit, organisation=organisation, valid_from=valid_from, valid_to=valid_to
    )
    _require_compatible(made)
    made.save(force_insert=True)
    trail(action="give_membership", actor=actor, register=MEMBERSHIPS, record_id=made.pk, facts=_facts(made))
    return made


@transaction.atomic
def end_membership(*, membership_id: int, last_day: date | None, actor: User) -> Membership:
    """Set the last day of a membership; None ends it now. What has ended stays as it was.

    Raises RefusedError, NotThereError, WrongValuesError.
    """
    _require_administrator(actor)
    found = Membership.objects.select_for_update().filter(pk=membership_id).first()
    if found is None:
        raise NotThereError
    user, today, before = _locked(found.user_id), clock.today(), found.valid_to
    _require_other(user, actor, _("不能改自己的任职，请由另一名系统管理员办理。"))
    if before is not None and before < today:
        raise RefusedError(_("这项任职已于 %(day)s 结束，历史不再改动。") % {"day": before})
    if last_day is not None and last_day < max(today, found.valid_from):
        words = _("最后一天应不早于今天，也不早于起始日；要立即停止请留空。")
        raise WrongValuesError([Finding("last_day", words)])
    if last_day is not None and before is not None and last_day > before:
        words = _("任职本来到 %(day)s 为止，只能提前；要延长请另给一项任职。") % {"day": before}
        raise WrongValuesError([Finding("last_day", words)])
    found.valid_to = last_day or today - ONE_DAY
    found.save(update_fields=["valid_to"])
    facts = {**_facts(found), "until_before": before.isoformat() if before else None}
    trail(action="end_membership", actor=actor, register=MEMBERSHIPS, record_id=found.pk, facts=facts)
    return found


def _require_administrator(actor: User) -> None:
    if not has_role(actor, (ADMINISTRATOR.code,)):
        raise RefusedError(_("只有系统管理员可以管理用户。"))


def _require_other(user: User, actor: User, words: str) -> None:
    if user.pk == actor.pk:
        raise RefusedError(words)


def _locked(user_id: int) -> User:
    found = User.objects.select_for_update().filter(pk=user_id).first()
    if found is None:
        raise NotThereError
    return found


def _wrong_name(name: str) -> list[Finding]:
    return [] if 0 < len(name) <= 60 else [Finding("name", _("请填写姓名，不超过 60 字。"))]


def _give_password(user: User) -> str:
    """Set a fresh password that the policy accepts, in groups of four that can be read out; must be changed."""
    while True:
        password = "-".join("".join(secrets.choice(SIGNS) for _sign in range(4)) for _group in range(4))
        try:
            validate_password(password, user)
        except ValidationError:
            continue
        user.set_password(password)
        user.must_change_password, user.password_changed_at = True, None
        return password


def _wrong_place(role: str, unit: Unit | None, organisation: Organisation | None) -> list[Finding]:
    declared, findings = BY_CODE[role], []
    if declared.organisation and organisation is None:
        words = _("“%(role)s”须属于一个组织，请填组织名称或统一社会信用代码。") % {"role": declared.title}
        findings.append(Finding("organisation", words))
    if not declared.organisation and organisation is not None:
        words = _("“%(role)s”代表单位，不代表组织，请把组织留空。") % {"role": declared.title}
        findings.append(Finding("organisation", words))
    if unit is None and not declared.organisation:
        findings.append(Finding("unit", _("请选择单位。")))
    if unit is not None and role in CITY_ONLY and not unit.is_city:
        findings.append(Finding("unit", _("“%(role)s”只能设在市本级。") % {"role": declared.title}))
    return findings


def _wrong_span(valid_from: date, valid_to: date | None) -> list[Finding]:
    findings = []
    if valid_from < clock.today():
        findings.append(Finding("valid_from", _("起始日不能早于今天：过去谁有什么权限不能补写。")))
    if valid_to is not None and valid_to < valid_from:
        findings.append(Finding("valid_to", _("结束日早于起始日。")))
    return findings


def _require_compatible(made: Membership) -> None:
    """No administrator with another role at the same time; no role twice at the same time or from the same day."""
    others = _overlapping(made)
    is_administrator = made.role == ADMINISTRATOR.code
    clash = others.exclude(role=made.role) if is_administrator else others.filter(role=ADMINISTRATOR.code)
    if first := clash.select_related("unit").first():
        words = _("系统管理不能与其他角色由同一人同时担任；此人现有“%(held)s”，请先结束它或另设账号。")
        raise WrongValuesError([Finding("role", words % {"held": first})])
    same = Membership.objects.filter(user=made.user, role=made.role, unit=made.unit)
    if others.filter(role=made.role, unit=made.unit, organisation=made.organisation).exists():
        raise WrongValuesError([Finding("role", _("此人在这段时间已有同样的任职。"))])
    if same.filter(valid_from=made.valid_from).exists():
        words = _("此人当天已起过一次这个单位的这个角色，请改从另一天起。")
        raise WrongValuesError([Finding("valid_from", words)])


def _overlapping(made: Membership) -> "QuerySet[Membership]":
    found = Membership.objects.filter(user=made.user).filter(Q(valid_to=None) | Q(valid_to__gte=made.valid_from))
    return found.filter(valid_from__lte=made.valid_to) if made.valid_to else found


def _facts(membership: Membership) -> dict[str, object]:
    return {
        "user": membership.user_id,
        "role": membership.role,
        "unit": membership.unit.code,
        "organisation": membership.organisation_id,
        "from": membership.valid_from.isoformat(),
        "until": membership.valid_to.isoformat() if membership.valid_to else None,
    }
