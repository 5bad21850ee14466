"""Signing in and out, the password, the second factor."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from zhiqiang.foundation import clock
from zhiqiang.foundation.access import second_factor as factor
from zhiqiang.foundation.access.forms import CodeForm, NewPasswordForm, SignInForm
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.trail.record import record as trail


class SignIn(auth_views.LoginView):
    """Name and password. The answer to a failure is the same whether the name exists or not."""

    template_name = "access/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            trail(action="sign_in", actor=form.get_user(), register="access", record_id=form.get_user().pk)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        # Only names that exist are kept: people type passwords into the wrong box.
        name = form.data.get("username", "")[:60]
        known = User.objects.filter(username=name).first()
        with transaction.atomic():
            trail(action="sign_in_failed", actor=None, register="access", record_id=known.pk if known else "")
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "expired": "expired" in self.request.GET}


class SignOut(auth_views.LogoutView):
    """Signing out, by POST only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User):
            with transaction.atomic():
                trail(action="sign_out", actor=request.user, register="access", record_id=request.user.pk)
        return super().post(request, *args, **kwargs)


@never_cache
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponseBase:
    """Change one's password; the policy stands on the page before anything is typed."""
    user = request.user
    assert isinstance(user, User)
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user.must_change_password, user.password_changed_at = False, clock.now()
            form.save()
            trail(action="change_password", actor=user, register="access", record_id=user.pk)
        update_session_auth_hash(request, user)
        messages.success(request, _("密码已改，其他设备上的登录已退出。"))
        return redirect(onward(request))
    status = 422 if request.method == "POST" else 200
    policy = password_validators_help_texts()
    context = {"form": form, "policy": policy, "next": onward(request), "first": user.must_change_password}
    return render(request, "access/password.html", context, status=status)


@never_cache
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """Enrol an authenticator app on the first visit, step up with its code later, renew the recovery codes."""
    user = request.user
    assert isinstance(user, User)
    device = factor.device_of(user)
    if device is None:
        return _enrol(request, user)
    if user.is_verified():  # type: ignore[attr-defined]  # set by django-otp
        if request.method == "POST" and "renew" in request.POST:
            return _show_codes(request, factor.new_recovery_codes(user))
        return render(request, "access/second_factor_done.html", {"next": onward(request)})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if factor.step_up(request, user, form.cleaned_data["code"]):
            return redirect(onward(request))
        form.add_error("code", _("动态码不对、已用过或试得太快。等下一个码出来再试；也可用恢复码。"))
    context = {"form": form, "demo_code": factor.demo_code(device), "next": onward(request)}
    return render(request, "access/second_factor.html", context, status=422 if form.errors else 200)


def onward(request: HttpRequest) -> str:
    """Where to go afterwards: `next` if it is an address of this site, else the desk."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    local = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if local else resolve_url("desk")


def _enrol(request: HttpRequest, user: User) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = factor.confirm(request, user, form.cleaned_data["code"])
        if codes is not None:
            return _show_codes(request, codes)
        form.add_error("code", _("动态码不对。请确认手机时间准确，等下一个码出来再输。"))
    context = {"form": form, "enrolment": factor.begin(user), "next": onward(request)}
    return render(request, "access/second_factor_enrol.html", context, status=422 if form.errors else 200)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "access/recovery_codes.html", {"codes": codes, "next": onward(request)})
