"""Users and what they are trusted with: list, new, one person's page with everything that may be done there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp import devices_for_user

from zhiqiang.foundation import clock
from zhiqiang.foundation.access import actions
from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.paging import page_of, total_words
from zhiqiang.portals.console.system.forms import (
    ChangeUserForm,
    EndForm,
    MembershipForm,
    NewUserForm,
    SystemForm,
    UserFilter,
)

ADMINISTRATOR, READERS = "administrator", ("administrator", "auditor")


@roles(*READERS)
@require_safe
def users(request: HttpRequest) -> HttpResponseBase:
    """Everybody, narrowed by words, role, unit and standing."""
    form = UserFilter(request.GET)
    page = page_of(_found(form), request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "total": total_words(page),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "may_write": has_role(request.user, (ADMINISTRATOR,)),
    }
    return render(request, "console/system_users.html", context)


def _found(form: UserFilter) -> "QuerySet[User]":
    today, found = clock.today(), User.objects.all()
    held = Membership.objects.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    if form.is_valid():
        asked = form.cleaned_data
        if asked["q"]:
            found = found.filter(Q(name__icontains=asked["q"]) | Q(username__icontains=asked["q"]))
        if asked["active"]:
            found = found.filter(is_active=asked["active"] == "1")
        such = held
        if asked["role"]:
            such = such.filter(role=asked["role"])
        if asked["unit"]:
            such = such.filter(unit=asked["unit"])
        if asked["role"] or asked["unit"]:
            found = found.filter(pk__in=such.values("user"))
    return found.prefetch_related(Prefetch("memberships", held.select_related("unit", "organisation"), "current"))


@roles(ADMINISTRATOR)
@never_cache
@sensitive_variables("password")
@require_http_methods(["GET", "HEAD", "POST"])
def user_new(request: HttpRequest) -> HttpResponseBase:
    """A new person; the first password stands on this one answer only."""
    form = NewUserForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made, password = actions.create_user(**form.cleaned_data, actor=_administrator(request))
        except WrongValuesError as error:
            form.show(error.findings)
        else:
            return _secret(request, made, password, _("已建立用户“%(name)s”") % {"name": made.name})
    context = {"form": form, "title": _("新增用户"), "back": "system-users", "button": _("建立并生成首次密码")}
    return render(request, "console/system_form.html", context, status=422 if form.errors else 200)


@roles(*READERS)
@require_safe
def user(request: HttpRequest, key: int) -> HttpResponseBase:
    """One person: standing, memberships with their history, what may be done."""
    return _page(request, get_object_or_404(User, pk=key))


@roles(ADMINISTRATOR)
@require_POST
def user_change(request: HttpRequest, key: int) -> HttpResponseBase:
    """Name, address, switched on or off."""
    form = ChangeUserForm(request.POST, auto_id="change_%s")

    def change() -> str:
        actions.change_user(user_id=key, **form.cleaned_data, actor=_administrator(request))
        return _("已保存。")

    return _acted(request, key, form, "change", change)


@roles(ADMINISTRATOR)
@require_POST
def user_membership(request: HttpRequest, key: int) -> HttpResponseBase:
    """Give a membership."""
    form = MembershipForm(request.POST, auto_id="give_%s")

    def give() -> str:
        made = actions.give_membership(user_id=key, **form.cleaned_data, actor=_administrator(request))
        return _("已给任职：%(membership)s。") % {"membership": made}

    return _acted(request, key, form, "give", give)


@roles(ADMINISTRATOR)
@require_POST
def membership_end(request: HttpRequest, key: int) -> HttpResponseBase:
    """End a membership now or on a day to come."""
    held = get_object_or_404(Membership, pk=key)
    form = EndForm(request.POST, auto_id=f"end_{key}_%s")

    def end() -> str:
        ended = actions.end_membership(membership_id=key, **form.cleaned_data, actor=_administrator(request))
        return _("任职到 %(day)s 为止。") % {"day": ended.valid_to}

    return _acted(request, held.user_id, form, key, end)


@roles(ADMINISTRATOR)
@never_cache
@sensitive_variables("password")
@require_POST
def user_password(request: HttpRequest, key: int) -> HttpResponseBase:
    """A new first password, shown on this one answer only."""
    try:
        person, password = actions.reset_password(user_id=key, actor=_administrator(request))
    except NotThereError:
        raise Http404 from None
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("system-user", key)
    return _secret(request, person, password, _("已重置“%(name)s”的密码，其登录都已退出") % {"name": person.name})


@roles(ADMINISTRATOR)
@require_POST
def user_second_factor(request: HttpRequest, key: int) -> HttpResponseBase:
    """Forget the devices of a person."""

    def reset() -> str:
        actions.reset_second_factor(user_id=key, actor=_administrator(request))
        return _("第二因素已清除，此人下次登录须重新绑定。")

    return _acted(request, key, None, "", reset)


def _acted(
    request: HttpRequest, key: int, form: SystemForm | None, place: str | int, act: Callable[[], str]
) -> HttpResponseBase:
    """Do it and go back to the person's page, or show that page with what is wrong in the form it came from."""
    if form is None or form.is_valid():
        try:
            messages.success(request, act())
        except NotThereError:
            raise Http404 from None
        except WrongValuesError as error:
            assert form is not None
            form.show(error.findings)
        except RefusedError as error:
            messages.error(request, str(error))
            return redirect("system-user", key)
        else:
            return redirect("system-user", key)
    return _page(request, get_object_or_404(User, pk=key), form, place)


def _page(request: HttpRequest, person: User, wrong: SystemForm | None = None, place: str | int = "") -> HttpResponse:
    known = {"name": person.name, "email": person.email, "is_active": person.is_active}
    today = clock.today()
    held = person.memberships.select_related("unit", "organisation").order_by("-valid_from", "role")
    lines = [
        {
            "membership": one,
            "standing": _standing(one),
            "form": wrong if place == one.pk else EndForm(auto_id=f"end_{one.pk}_%s"),
            "open": place == one.pk,
            "can_end": one.valid_to is None or one.valid_to >= today,
        }
        for one in held
    ]
    context: dict[str, Any] = {
        "person": person,
        "lines": lines,
        "wrong": wrong,
        "change": wrong if place == "change" else ChangeUserForm(initial=known, auto_id="change_%s"),
        "give": wrong if place == "give" else MembershipForm(auto_id="give_%s"),
        "devices": sum(1 for _device in devices_for_user(person)),
        "may_write": has_role(request.user, (ADMINISTRATOR,)),
        "self": request.user.pk == person.pk,
    }
    return render(request, "console/system_user.html", context, status=422 if wrong is not None else 200)


def _standing(membership: Membership) -> tuple[str, str]:
    """Colour and word of a membership today."""
    today = clock.today()
    if membership.valid_to is not None and membership.valid_to < today:
        return "none", _("已结束")
    return ("none", _("未开始")) if membership.valid_from > today else ("ok", _("任职中"))


def _secret(request: HttpRequest, person: User, password: str, title: str) -> HttpResponse:
    context = {"person": person, "password": password, "title": title}
    return render(request, "console/system_secret.html", context)


def _administrator(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
