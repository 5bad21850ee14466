"""The forms of the system pages; the rules themselves are held by the actions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import ROLES
from zhiqiang.foundation.reference.models import Organisation, ProductClass, Unit
from zhiqiang.foundation.registers.forms import NamedChoice
from zhiqiang.kernel.findings import Finding

ROLE_CHOICES = [("", lazy("请选择")), *((role.code, role.title) for role in ROLES)]


class SystemForm(forms.Form):
    """Labels without colons, messages that name the field, findings put where they belong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写“%(label)s”。") % {"label": field.label}

    def show(self, findings: Iterable[Finding]) -> None:
        """Put each broken rule at its field, with the suggestion behind it."""
        for one in findings:
            self.add_error(one.field if one.field in self.fields else None, f"{one.message}{one.suggestion}")


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, chosen or typed."""
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class UserForm(SystemForm):
    """Name and address of a person."""

    name = forms.CharField(label=lazy("姓名"), max_length=60)
    email = forms.EmailField(label=lazy("邮箱"), required=False)


class NewUserForm(UserForm):
    """A new person."""

    username = forms.CharField(
        label=lazy("用户名"),
        max_length=60,
        help_text=lazy("小写字母、数字、点、横线、下划线，如 li.hua；定了不能改"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("username", "name", "email")


class ChangeUserForm(UserForm):
    """What may change of a person."""

    is_active = forms.BooleanField(label=lazy("启用（停用后立即退出登录，不能再登录）"), required=False)


class MembershipForm(SystemForm):
    """A role for a unit or an organisation over a span of days."""

    role = forms.ChoiceField(label=lazy("角色"), choices=ROLE_CHOICES)
    unit = forms.ModelChoiceField(
        label=lazy("单位"), queryset=Unit.objects.all(), required=False, empty_label=lazy("（随组织所在单位）")
    )
    organisation = NamedChoice(
        label=lazy("组织"),
        queryset=Organisation.objects.all(),
        required=False,
        help_text=lazy("检验机构、企业经办必填：全称或统一社会信用代码"),
    )
    valid_from = day_field(lazy("起始日"), initial=clock.today)
    valid_to = day_field(lazy("最后一天"), required=False, help_text=lazy("没有定期就留空"))


class EndForm(SystemForm):
    """When a membership ends."""

    last_day = day_field(lazy("最后一天"), required=False, help_text=lazy("留空为立即停止"))


class UserFilter(SystemForm):
    """Which users the list shows."""

    q = forms.CharField(label=lazy("姓名或用户名"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(label=lazy("角色"), choices=[("", lazy("全部")), *ROLE_CHOICES[1:]], required=False)
    unit = forms.ModelChoiceField(
        label=lazy("单位"), queryset=Unit.objects.all(), required=False, empty_label=lazy("全部")
    )
    active = forms.ChoiceField(
        label=lazy("状态"), choices=[("", lazy("全部")), ("1", lazy("启用")), ("0", lazy("停用"))], required=False
    )


class OrganisationForm(SystemForm):
    """An organisation, in one of the units that the person acts for."""

    title = forms.CharField(label=lazy("名称"), max_length=160, help_text=lazy("执照上的全称"))
    uscc = forms.CharField(
        label=lazy("统一社会信用代码"), max_length=40, required=False, help_text=lazy("18 位；没有代码的留空")
    )
    kind = forms.ChoiceField(label=lazy("类别"), choices=Organisation.Kind.choices)
    unit = forms.ModelChoiceField(label=lazy("所在单位"), queryset=Unit.objects.none(), empty_label=lazy("请选择"))
    address = forms.CharField(label=lazy("地址"), max_length=200, required=False)

    def __init__(self, person: User, roles: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)
        units.queryset = units_of(person, roles)
        units.error_messages["invalid_choice"] = _("请选择您负责的单位。")


class AliasForm(SystemForm):
    """The other words for a class."""

    also = forms.CharField(
        label=lazy("别称"), max_length=200, required=False, help_text=lazy("报表里的其他叫法，以顿号分隔")
    )


class ProductClassForm(AliasForm):
    """A further class of products."""

    domain = forms.ChoiceField(label=lazy("领域"), choices=ProductClass.Domain.choices)
    code = forms.CharField(label=lazy("代码"), max_length=40, help_text=lazy("如 food-31；定了不能改"))
    title = forms.CharField(label=lazy("名称"), max_length=80)
    field_order = ("domain", "code", "title", "also")


def units_of(person: User, roles: Iterable[str]) -> "QuerySet[Unit]":
    """The units for which a person holds one of these roles today, with all below."""
    inside = Q(pk__in=())
    for held in person.memberships_on():
        if held.role in roles:
            inside |= Q(path__startswith=held.unit.path)
    return Unit.objects.filter(inside)
