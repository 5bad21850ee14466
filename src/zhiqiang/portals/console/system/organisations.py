"""Organisations: list with search, new, change; reporters see and add those of their own unit."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.actions import ADDERS, KEEPERS, add_organisation, change_organisation
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.paging import page_of, total_words
from zhiqiang.kernel.identifiers.findings import normalise
from zhiqiang.portals.console.system.forms import OrganisationForm, units_of

READERS = (*ADDERS, "auditor")


@roles(*READERS)
@require_safe
def organisations(request: HttpRequest) -> HttpResponseBase:
    """The organisations of the units that the person acts for, searched by name or code."""
    person = request.user
    assert isinstance(person, User)
    units = units_of(person, READERS)
    asked, unit, kind = (request.GET.get(name, "").strip() for name in ("q", "unit", "kind"))
    found = Organisation.objects.filter(unit__in=units).select_related("unit")
    if asked:
        found = found.filter(Q(title__icontains=asked) | Q(uscc__startswith=normalise(asked)))
    if unit:
        found = found.filter(unit__code=unit)
    if kind:
        found = found.filter(kind=kind)
    page = page_of(found, request.GET.get("page"))
    context = {
        "page": page,
        "total": total_words(page),
        "q": asked,
        "unit": unit,
        "kind": kind,
        "units": units,
        "kinds": Organisation.Kind.choices,
        "filtered": bool(asked or unit or kind),
        "may_add": has_role(person, ADDERS),
        "may_change": has_role(person, KEEPERS),
        "keeps_system": has_role(person, ("administrator", "auditor")),
    }
    return render(request, "console/system_organisations.html", context)


@roles(*ADDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponseBase:
    """A new organisation."""
    person = request.user
    assert isinstance(person, User)
    form = OrganisationForm(person, ADDERS, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_organisation(**form.cleaned_data, actor=person)
        except (WrongValuesError, RefusedError) as error:
            _show_in(form, error)
        else:
            messages.success(request, _("已登记“%(title)s”。") % {"title": made.title})
            return redirect("system-organisations")
    return _form_page(request, form, _("登记组织"))


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, key: int) -> HttpResponseBase:
    """Change an organisation."""
    person = request.user
    assert isinstance(person, User)
    row = get_object_or_404(Organisation, pk=key, unit__in=units_of(person, KEEPERS))
    known: dict[str, Any] = {name: getattr(row, name) for name in ("title", "kind", "unit", "address")}
    known["uscc"] = row.uscc or ""
    form = OrganisationForm(person, KEEPERS, request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            change_organisation(organisation_id=row.pk, **form.cleaned_data, actor=person)
        except (WrongValuesError, RefusedError) as error:
            _show_in(form, error)
        else:
            messages.success(request, _("已保存“%(title)s”。") % {"title": form.cleaned_data["title"]})
            return redirect("system-organisations")
    return _form_page(request, form, _("修改“%(title)s”") % {"title": row.title})


def _show_in(form: OrganisationForm, error: WrongValuesError | RefusedError) -> None:
    if isinstance(error, WrongValuesError):
        form.show(error.findings)
    else:
        form.add_error(None, str(error))


def _form_page(request: HttpRequest, form: OrganisationForm, title: str) -> HttpResponseBase:
    context = {"form": form, "title": title, "back": "system-organisations", "button": _("保存")}
    return render(request, "console/system_form.html", context, status=422 if form.errors else 200)
