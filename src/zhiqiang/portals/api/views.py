"""The administrator's page of API keys."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.access.models import ApiKey, User
from zhiqiang.portals.api.keys import issue_key, revoke_key
from zhiqiang.portals.api.scopes import SCOPES

LONGEST_LIFE = timedelta(days=366)


class KeyForm(forms.Form):
    """For whom, for what, within which scopes, until when."""

    user = forms.ModelChoiceField(
        label=lazy("以谁的身份"),
        queryset=User.objects.filter(is_active=True),
        help_text=lazy("密钥只能做这个人能做的事"),
    )
    title = forms.CharField(label=lazy("用途"), max_length=80, help_text=lazy("如：数据共享平台每日取数"))
    scopes = forms.MultipleChoiceField(
        label=lazy("范围"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=lazy("有效至"), widget=forms.DateInput(attrs={"type": "date"}), help_text=lazy("最长一年")
    )

    def clean_expires_on(self) -> Any:
        day, today = self.cleaned_data["expires_on"], clock.today()
        if not today < day <= today + LONGEST_LIFE:
            raise forms.ValidationError(_("有效期应在明天到一年之内。"))
        return day


@roles("administrator")
@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(request: HttpRequest) -> HttpResponseBase:
    """Every key, and the form for a new one; the secret of a new key stands on this one answer only."""
    form, made = KeyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        made, secret = issue_key(**form.cleaned_data, actor=request.user)  # type: ignore[arg-type]
        form = KeyForm()
    else:
        secret = ""
    keys = ApiKey.objects.select_related("user")
    context = {"form": form, "keys": keys, "made": made, "secret": secret, "today": clock.today(), "scopes": SCOPES}
    return render(request, "api/keys.html", context, status=422 if form.errors else 200)


@roles("administrator")
@require_POST
def api_key_revoke(request: HttpRequest, key: int) -> HttpResponseBase:
    """Stop a key."""
    assert isinstance(request.user, User)
    if not ApiKey.objects.filter(pk=key).exists():
        raise Http404
    if revoke_key(key_id=key, actor=request.user):
        messages.success(request, _("密钥已停用，立即生效。"))
    else:
        messages.warning(request, _("这个密钥此前已经停用。"))
    return redirect("api-keys")
