"""The list of a register, the index of all registers, saved filters and steps taken on many rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.grants import has_role, may, scope_for
from zhiqiang.foundation.access.marks import signed_in
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import WRITERS
from zhiqiang.foundation.pages.waiting import waiting_for
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.filters import filter_set
from zhiqiang.foundation.registers.models import Record, SavedFilter
from zhiqiang.foundation.registers.opened import on_register, person_of
from zhiqiang.foundation.registers.paging import PAGE_ROWS, page_of, total_words
from zhiqiang.foundation.registers.shown import is_number, shown
from zhiqiang.foundation.registers.stepping import step_on_seen

#: Steps that may be taken on many rows at once: they need no reason and move no money.
BATCH_STEPS = ("verify",)
REASONS_SHOWN = 10
AT_HAND = ("q", "state", "unit", "waiting")
#: A ticked row: its id and the version that the person saw.
CHOSEN = re.compile(r"\d{1,18}:\d{1,9}")


@dataclass(frozen=True, slots=True)
class Line:
    """One record as a list shows it: its cells beside their labels."""

    row: Record
    cells: tuple[tuple[str, str, bool], ...]


@signed_in
@require_safe
def register_index(request: HttpRequest) -> HttpResponseBase:
    """The registers this person may open, with how many records wait for them in each."""
    person = person_of(request)
    counted = waiting_for(person).order_by().values("register").annotate(number=Count("pk"))
    waiting = {one["register"]: one["number"] for one in counted}
    opened = [one for one in catalogue.registers().values() if may(person, one, "view")]
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in opened:
        entry = {"register": one, "waiting": waiting.get(one.slug, 0), "may_add": may(person, one, "add")}
        groups.setdefault(one.slug.partition(".")[0], []).append(entry)
    named = [(apps.get_app_config(domain).verbose_name, entries) for domain, entries in groups.items()]
    context = {"groups": named, "waiting": sum(waiting.values()), "may_organise": has_role(person, WRITERS)}
    return render(request, "registers/index.html", context)


@on_register("view")
@require_safe
def register_list(request: HttpRequest, register: Register) -> HttpResponse:
    """The rows this person may see, searched, filtered and paged; the query count does not grow with them."""
    person = person_of(request)
    filters = filter_set(register, person, scope_for(person, register, "view"), request.GET)
    rows = filters.qs.select_related(*register.related).order_by(*register.order)
    page = page_of(rows, request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "register": register,
        "filters": _arranged(filters.form, request.GET),
        "filtered": any(value for name, value in query.items() if name in filters.filters),
        "page": page,
        "total": total_words(page),
        "count": page.paginator.total_text,  # type: ignore[attr-defined]  # a CappedPaginator
        "columns": [(register.label(one.name), is_number(register, one.name)) for one in register.columns],
        "lines": list(lines(register, page.object_list)),
        "query": query.urlencode(),
        "saved": list(SavedFilter.objects.filter(user=person, register=register.slug)),
        "batch_steps": [
            step for step in register.workflow.steps if step.code in BATCH_STEPS and may(person, register, step.code)
        ],
        "links": [(route, words) for route, words, roles in register.links if has_role(person, roles)],
        "may": {action: may(person, register, action) for action in ("add", "import", "export")},
    }
    return render(request, "registers/list.html", context)


def _arranged(form: forms.Form, query: QueryDict) -> dict[str, Any]:
    """The filters at hand, and the others behind "more", which stands open while one of them is in use."""
    more = [form[name] for name in form.fields if name not in AT_HAND]
    return {
        "fields": form.fields,
        "first": [form[name] for name in form.fields if name in AT_HAND],
        "more": more,
        "more_used": any(query.get(field.name) for field in more),
    }


def lines(register: Register, rows: Iterable[Record]) -> Iterable[Line]:
    """Rows as the list shows them."""
    columns = [(one.name, register.label(one.name), is_number(register, one.name)) for one in register.columns]
    for row in rows:
        yield Line(row, tuple((label, shown(register, row, name), number) for name, label, number in columns))


@on_register("view")
@require_POST
def register_filters(request: HttpRequest, register: Register) -> HttpResponse:
    """Keep the present filter under a name, or drop a kept one."""
    person, query = person_of(request), request.POST.get("query", "")[:400]
    mine = SavedFilter.objects.filter(user=person, register=register.slug)
    if "drop" in request.POST:
        mine.filter(title=request.POST["drop"]).delete()
    elif title := request.POST.get("title", "").strip()[:40]:
        SavedFilter.objects.update_or_create(
            user=person, register=register.slug, title=title, defaults={"query": query}
        )
        messages.success(request, _("已存为常用筛选“%(title)s”。") % {"title": title})
    else:
        messages.warning(request, _("请给常用筛选起个名字。"))
    return redirect(f"{reverse('register-list', args=[register.slug])}?{query}")


@on_register("view")
@require_POST
def register_batch(request: HttpRequest, register: Register, step: str) -> HttpResponse:
    """Take one step on each ticked row, each in its own transaction; say how many and which not, and why."""
    person = person_of(request)
    back = f"{reverse('register-list', args=[register.slug])}?{request.POST.get('query', '')[:400]}"
    chosen = [one.split(":", 1) for one in request.POST.getlist("record") if CHOSEN.fullmatch(one)][:PAGE_ROWS]
    if step not in BATCH_STEPS or not may(person, register, step):
        messages.error(request, _("您的角色不能成批办理这一步。"))
    elif not chosen:
        messages.warning(request, _("还没有勾选记录。"))
    else:
        _say(request, register, step, *_take_each(register, person, step, chosen))
    return redirect(back)


def _take_each(
    register: Register, person: User, step: str, chosen: list[list[str]]
) -> tuple[int, list[tuple[int, str]]]:
    done, refused = 0, []
    for number, version in chosen:
        record = int(number)
        try:
            step_on_seen(register=register, record_id=record, version=version, step=step, actor=person)
            done += 1
        except (RefusedError, WrongValuesError) as error:
            refused.append((record, str(error)))
        except NotThereError:
            refused.append((record, _("没有这条记录，或不在您的管辖范围内。")))
    return done, refused


def _say(request: HttpRequest, register: Register, step: str, done: int, refused: list[tuple[int, str]]) -> None:
    title = register.workflow.step(step).title
    if done:
        words = ngettext("“%(step)s”已办 %(count)d 条。", "“%(step)s”已办 %(count)d 条。", done)
        messages.success(request, words % {"step": title, "count": done})
    if not refused:
        return
    seen = scope_for(person_of(request), register, "view").restrict(register.model._default_manager.all())  # noqa: SLF001
    names = seen.in_bulk([record for record, _reason in refused])
    for record, reason in refused[:REASONS_SHOWN]:
        name: Any = names.get(record, f"#{record}")
        messages.warning(request, _("未办：%(name)s。%(reason)s") % {"name": name, "reason": reason})
    if len(refused) > REASONS_SHOWN:
        messages.warning(request, _("另有 %(count)d 条未办。") % {"count": len(refused) - REASONS_SHOWN})
