"""The filters of a register's list, compiled from its declaration to django-filter; export uses the same."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import Scope
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.pages.waiting import waiting_for
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.foundation.standing.shown import remind_ahead
from zhiqiang.foundation.standing.workflow import STANDING_STATES

LONGEST_SELECT = 500
STANDINGS = (("now", gettext_lazy("现在有效")), ("soon", gettext_lazy("即将到期")), ("not", gettext_lazy("现在无效")))
LAST_CHARACTER = "\uffff"


def filter_set(register: Register, person: User, scope: Scope, data: Mapping[str, Any]) -> django_filters.FilterSet:
    """The filters of this register for this person, bound to a query; `.qs` are the rows in scope that match."""
    filters: dict[str, Any] = {}
    searched = [one.name for one in register.fields if one.search]
    if searched:
        words = "、".join(register.label(name) for name in searched)
        widget = forms.TextInput(attrs={"type": "search", "placeholder": words})
        filters["q"] = django_filters.CharFilter(label=_("搜索"), method=_search(register, searched), widget=widget)
    states = [(state.code, state.title) for state in register.workflow.states]
    filters["state"] = django_filters.ChoiceFilter(label=_("状态"), choices=states, empty_label=_("全部"))
    clocks = [(one.code, one.title) for one in register.workflow.clocks]
    filters["waiting"] = django_filters.ChoiceFilter(
        label=_("等我办"), choices=clocks, empty_label=_("全部"), method=_waiting(register, person)
    )
    if issubclass(register.model, StandingRecord):
        filters["standing"] = django_filters.ChoiceFilter(
            label=_("有效性"), choices=STANDINGS, empty_label=_("全部"), method=_standing(register)
        )
    for one in register.fields:
        if one.filter:
            filters |= _of_field(register, one.name, scope)
    made = type("RegisterFilter", (django_filters.FilterSet,), filters)
    bound: django_filters.FilterSet = made(data, queryset=_in_scope(register, scope))
    return bound


def _in_scope(register: Register, scope: Scope) -> "QuerySet[Record]":
    """The rows in scope; those of a person with one unit are also named by it, so that its index serves the list."""
    rows = scope.restrict(register.model._default_manager.all())  # noqa: SLF001 (model API)
    if register.unit_field is None or any(grant.organisation is not None for grant in scope.grants):
        return rows
    regions = {grant.region for grant in scope.grants}
    region = next(iter(regions), None)
    if region is None or len(regions) != 1:
        return rows
    inside = list(Unit.objects.filter(path__startswith=region).values_list("pk", flat=True)[:2])
    return rows.filter(**{f"{register.unit_field}_id": inside[0]}) if len(inside) == 1 else rows


def _of_field(register: Register, name: str, scope: Scope) -> dict[str, django_filters.Filter]:
    field, label = register.model_field(name), register.label(name)
    if field.choices:
        choices = django_filters.ChoiceFilter(field_name=name, label=label, choices=field.flatchoices)
        choices.extra["empty_label"] = _("全部")
        return {name: choices}
    if isinstance(field, models.DateField):
        day = {"type": "date"}
        ends = ((f"{name}_from", "gte", _("%(label)s 自")), (f"{name}_to", "lte", _("%(label)s 至")))
        return {
            key: django_filters.DateFilter(
                field_name=name, lookup_expr=lookup, label=words % {"label": label}, widget=forms.DateInput(attrs=day)
            )
            for key, lookup, words in ends
        }
    if isinstance(field, models.ForeignKey):
        found = _of_relation(name, label, _reachable(field, scope))
        return {name: found} if found else {}
    if isinstance(field, models.BooleanField):
        return {name: django_filters.BooleanFilter(field_name=name, label=label)}
    return {name: django_filters.CharFilter(field_name=name, label=label)}


def _of_relation(name: str, label: str, related: "QuerySet[Any]") -> django_filters.Filter | None:
    """A select, a text where that would be too long, nothing where there is nothing to choose."""
    options = list(related[: LONGEST_SELECT + 1])
    if len(options) < 2:
        return None
    if len(options) > LONGEST_SELECT:
        return django_filters.CharFilter(field_name=f"{name}__title", lookup_expr="contains", label=label)
    choices = [(one.pk, str(one)) for one in options]
    return django_filters.ChoiceFilter(field_name=name, label=label, choices=choices, empty_label=_("全部"))


def _reachable(field: "models.ForeignKey[Any, Any]", scope: Scope) -> "QuerySet[Any]":
    """The related objects worth offering: a county officer chooses among the county's own units only."""
    related: QuerySet[Any] = field.related_model._default_manager.all()  # noqa: SLF001 (model API)
    regions = {grant.region for grant in scope.grants}
    if field.related_model is not Unit or field.name != scope.unit_field or None in regions:
        return related
    inside = Q(pk__in=())
    for region in regions:
        inside |= Q(path__startswith=region)
    return related.filter(inside)


def _search(register: Register, names: list[str]) -> Any:
    """Search anywhere in the fields; a text that begins some record's key finds just those, through the key's index."""
    keys = [name for name in names if name in register.key]

    def search(queryset: "QuerySet[Record]", _name: str, value: str) -> "QuerySet[Record]":
        wanted = value.strip()
        for name in keys:
            by_key = queryset.filter(**{f"{name}__gte": wanted, f"{name}__lt": wanted + LAST_CHARACTER})
            if by_key.order_by().exists():
                return by_key
        anywhere = Q()
        for name in names:
            anywhere |= Q(**{f"{name}__icontains": wanted})
        return queryset.filter(anywhere)

    return search


def _standing(register: Register) -> Any:
    """In force today; of these, ending soon; or verified and not in force."""

    def standing(queryset: "QuerySet[Record]", _name: str, value: str) -> "QuerySet[Record]":
        today = clock.today()
        in_force = standing_on(register, today)
        if value == "not":
            return queryset.filter(state__in=STANDING_STATES).exclude(pk__in=in_force.values("pk"))
        if value == "soon":
            in_force = in_force.filter(Q(valid_to__lte=today + remind_ahead()))
        return queryset.filter(pk__in=in_force.values("pk"))

    return standing


def _waiting(register: Register, person: User) -> Any:
    def waiting(queryset: "QuerySet[Record]", _name: str, value: str) -> "QuerySet[Record]":
        runs = waiting_for(person).filter(register=register.slug, clock=value).order_by()
        return queryset.filter(pk__in=runs.values("record"))

    return waiting
