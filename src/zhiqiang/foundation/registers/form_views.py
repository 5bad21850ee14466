"""Recording, changing and proposing a correction: one form; what was typed stays until it is saved."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, StaleError, WrongValuesError
from zhiqiang.foundation.registers.forms import ReasonForm, RecordForm, form_class
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.opened import on_register, person_of, visible_record
from zhiqiang.foundation.registers.repeats import FIELD, earlier_answer, new_key, once
from zhiqiang.foundation.registers.shown import in_words
from zhiqiang.foundation.registers.stepping import step_on_seen
from zhiqiang.foundation.registers.write import change_record, create_record
from zhiqiang.foundation.workflow.verification import EDITABLE_STATES
from zhiqiang.kernel.workflow import Step

Values = dict[str, Any]


@on_register("add")
@require_http_methods(["GET", "POST"])
def register_new(request: HttpRequest, register: Register) -> HttpResponse:
    """Record something new."""
    if "new" in register.pages:
        return redirect(register.pages["new"])
    person = person_of(request)
    form = form_class(register, person, "add")(*_sent(request))

    def write(values: Values) -> Record:
        return create_record(register=register, values=values, actor=person)

    context = {"title": _("新增%(title)s") % {"title": register.title}, "button": _("保存，等人核实")}
    return _answer(request, register, form, write, context)


@on_register("change")
@require_http_methods(["GET", "POST"])
def register_edit(request: HttpRequest, register: Register, record: int) -> HttpResponse:
    """Change a record that nobody has verified yet."""
    person = person_of(request)
    row = visible_record(request, register, record, "change")
    if row.state not in EDITABLE_STATES:
        messages.warning(request, _("已核实的记录不能直接修改，请“提出更正”，由他人核实后生效。"))
        return redirect("register-detail", register.slug, record)
    form = form_class(register, person, "change")(*_sent(request), instance=row)

    def write(values: Values) -> Record:
        version = _number(request.POST.get("version"))
        return change_record(register=register, record_id=record, version=version, values=values, actor=person)

    context = {"title": _("修改：%(row)s") % {"row": row}, "button": _("保存修改"), "row": row}
    return _answer(request, register, form, write, context)


def correction_form(request: HttpRequest, register: Register, row: Record, step: Step) -> HttpResponse:
    """Propose other values for a verified record; the old ones stay in force until somebody else accepts them."""
    person = person_of(request)
    form = form_class(register, person, step.code)(*_sent(request), instance=row)
    reason = ReasonForm(_sent(request)[0])

    def write(values: Values) -> Record:
        return step_on_seen(
            register=register,
            record_id=row.pk,
            version=request.POST.get("version", ""),
            step=step.code,
            actor=person,
            reason=reason.cleaned_data["reason"],
            values=values,
        )

    title = _("%(step)s：%(row)s") % {"step": step.title, "row": row}
    context = {"title": title, "button": _("提交更正，等人核实"), "row": row, "reason": reason}
    return _answer(request, register, form, write, context)


def _answer(
    request: HttpRequest, register: Register, form: RecordForm, write: Callable[[Values], Record], context: Values
) -> HttpResponse:
    """Show the form; or write and go to the record; or show what was typed with all that is wrong with it."""
    reason: ReasonForm | None = context.get("reason")
    # Validation writes the typed values into the form's own instance: what it held is asked first.
    version = request.POST.get("version") or getattr(form.instance, "version", "")
    key = request.POST.get(FIELD) or new_key()
    status = 200
    if request.method == "POST":
        status = 422
        sound = form.is_valid() and (reason is None or reason.is_valid())
        try:
            if (earlier := earlier_answer(request, person_of(request))) is not None:
                return redirect(earlier)
            if sound:
                address = once(request, person_of(request), lambda: _saved(request, register, form, write))
                messages.success(request, _("已保存。"))
                return redirect(address)
            form.show(_further(register, form))
        except NotThereError:
            raise Http404 from None
        except WrongValuesError as error:
            form.show(error.findings)
        except StaleError as error:
            status, version = 409, _mark_stale(register, form)
            form.add_error(None, str(error))
        except RefusedError as error:
            status, key = 409, new_key()
            form.add_error(None, str(error))
    page = {"register": register, "form": form, "version": version, "request_key": key}
    return render(request, "registers/form.html", page | context, status=status)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent with a POST, even if it was nothing: an empty form is wrong, not absent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _saved(request: HttpRequest, register: Register, form: RecordForm, write: Callable[[Values], Record]) -> str:
    row = write(form.values(person_of(request)))
    return reverse("register-detail", args=[register.slug, row.pk])


def _further(register: Register, form: RecordForm) -> list[Any]:
    """The register's own rules on what is sound so far, so that all mistakes are said at once."""
    if register.check is None:
        return []
    sound = {name: value for name, value in form.cleaned_data.items() if name not in form.errors}
    return [one for one in register.check(sound, clock.today()) if one.field in sound]


def _mark_stale(register: Register, form: RecordForm) -> int:
    """Say beside each field what it has become meanwhile; the version on which one may then save."""
    now = register.model._default_manager.get(pk=form.instance.pk)  # noqa: SLF001 (model API)
    for name in form.fields:
        typed, present = form.cleaned_data.get(name), getattr(now, name)
        if typed != present and name not in form.held:
            words = in_words(register.model_field(name), present)
            form.add_error(name, _("现在是“%(value)s”，您填的与它不同。") % {"value": words})
    return now.version


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
