"""Product classes as samples name them: list, new, other words for one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.actions import KEEPERS, add_product_class, change_aliases
from zhiqiang.foundation.reference.models import ProductClass
from zhiqiang.foundation.registers.errors import WrongValuesError
from zhiqiang.portals.console.system.forms import AliasForm, ProductClassForm, SystemForm


@roles(*KEEPERS, "auditor")
@require_safe
def product_classes(request: HttpRequest) -> HttpResponseBase:
    """Every class, by domain."""
    context = {
        "classes": ProductClass.objects.all(),
        "may_write": has_role(request.user, KEEPERS),
        "keeps_system": has_role(request.user, ("administrator", "auditor")),
    }
    return render(request, "console/system_product_classes.html", context)


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def product_class_new(request: HttpRequest) -> HttpResponseBase:
    """A further class."""
    assert isinstance(request.user, User)
    form = ProductClassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_product_class(**form.cleaned_data, actor=request.user)
        except WrongValuesError as error:
            form.show(error.findings)
        else:
            messages.success(request, _("已新增类别“%(title)s”。") % {"title": made.title})
            return redirect("system-product-classes")
    return _form_page(request, form, _("新增产品类别"))


@roles(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def product_class(request: HttpRequest, key: int) -> HttpResponseBase:
    """The other words for a class."""
    assert isinstance(request.user, User)
    row = get_object_or_404(ProductClass, pk=key)
    form = AliasForm(request.POST if request.method == "POST" else None, initial={"also": row.also})
    if request.method == "POST" and form.is_valid():
        try:
            change_aliases(class_id=key, **form.cleaned_data, actor=request.user)
        except WrongValuesError as error:
            form.show(error.findings)
        else:
            messages.success(request, _("已保存“%(title)s”的别称。") % {"title": row.title})
            return redirect("system-product-classes")
    return _form_page(request, form, _("“%(title)s”的别称") % {"title": row.title})


def _form_page(request: HttpRequest, form: SystemForm, title: str) -> HttpResponseBase:
    context = {"form": form, "title": title, "back": "system-product-classes", "button": _("保存")}
    return render(request, "console/system_form.html", context, status=422 if form.errors else 200)
