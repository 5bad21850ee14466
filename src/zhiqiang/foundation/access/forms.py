"""The forms of signing in: name and password, a new password, a one-time code."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Name and password; every failure has the same answer, so that nobody learns which names exist."""

    error_messages = {
        "invalid_login": _("用户名或密码不对。请核对大小写后再试；连续输错会暂停登录。"),
        "inactive": _("用户名或密码不对。请核对大小写后再试；连续输错会暂停登录。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")
        self.label_suffix = ""


class NewPasswordForm(PasswordChangeForm):
    """The old password and a new one, twice; the new one must differ."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("原密码不对，请重新输入。"),
        "password_mismatch": _("两次输入的新密码不一样。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("原密码")
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password1"].help_text = ""
        self.fields["new_password2"].label = _("再输一次新密码")
        self.fields["new_password2"].help_text = ""
        self.label_suffix = ""

    def clean_new_password1(self) -> str:
        """Refuse the present password as the new one."""
        new = str(self.cleaned_data.get("new_password1", ""))
        if new and self.user.check_password(new):
            raise ValidationError(_("新密码不能与原密码相同。"), code="password_unchanged")
        return new


class CodeForm(forms.Form):
    """A one-time code: six digits from the app, or a recovery code."""

    code = forms.CharField(
        label=_("动态码"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_code(self) -> str:
        """The code without the spaces that apps show in its middle."""
        return str(self.cleaned_data["code"]).replace(" ", "").lower()
