"""The form of a register, compiled from its declaration and its model; the rules themselves are held by the writer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.documents.store import UnfitFileError, store_document
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.registers.errors import WrongValuesError
from zhiqiang.foundation.registers.filters import LONGEST_SELECT
from zhiqiang.kernel.findings import Finding

NAMED_BY = ("title", "code", "short", "uscc", "number")


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # any model
    """A related object that is typed by its name or code, where a list to choose from would be too long."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        assert self.queryset is not None
        names = {field.name for field in self.queryset.model._meta.fields} & set(NAMED_BY)  # noqa: SLF001 (model API)
        called = Q()
        for name in names:
            called |= Q(**{name: str(value).strip()})
        found = list(self.queryset.filter(called)[:2])
        if not found:
            raise ValidationError(_("没有找到“%(value)s”，请填全称或代码。") % {"value": value})
        if len(found) > 1:
            raise ValidationError(_("有多个叫“%(value)s”的，请填代码。") % {"value": value})
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int) and self.queryset is not None:
            value = self.queryset.filter(pk=value).first()
        return str(value) if value is not None else ""


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # the model is given when the form is compiled
    """What every compiled form does: labels without colons, hints tied to inputs, findings put where they belong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    #: Fields that hold a Document: the form takes a file, the record points at where it is kept.
    held: tuple[str, ...] = ()

    def values(self, actor: User) -> dict[str, Any]:
        """The typed values by field, as the writer takes them; files are kept and pointed at.

        A file input left empty means "as it was". Raises WrongValuesError for a file that is not kept.
        """
        typed = {name: self.cleaned_data[name] for name in self.fields if name not in self.held}
        sent = {name: self.cleaned_data[name] for name in self.held if self.cleaned_data.get(name)}
        return typed | {name: _kept(name, file, actor) for name, file in sent.items()}

    def show(self, findings: Iterable[Finding]) -> None:
        """Put each broken rule at its field, with the suggestion behind it."""
        for one in findings:
            words = f"{one.message} {one.suggestion}".strip()
            field = one.field if one.field in self.fields else None
            if words not in [str(known) for known in self.errors.get(field or "__all__", [])]:
                self.add_error(field, words)


class ReasonForm(forms.Form):
    """The reason of a step."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 400})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


def form_class(register: Register, person: User, action: str) -> type[RecordForm]:
    """The form of a register for a person: units in reach only, long lists typed, days as date inputs."""
    declared = {one.name: one for one in register.fields if one.form}
    names = list(declared)
    if register.unit_field == "unit" and "unit" not in declared:
        names.insert(0, "unit")

    def compiled(field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
        return _form_field(register, field, declared.get(field.name), person, action, **kwargs)

    held = tuple(name for name in names if register.model_field(name).related_model is Document)
    inputs = {
        name: forms.FileField(label=register.label(name), required=not register.model_field(name).blank)
        for name in held
    }
    base = type("HeldForm", (RecordForm,), {**inputs, "held": held})
    typed = [name for name in names if name not in held]
    made = forms.modelform_factory(register.model, form=base, fields=typed, formfield_callback=compiled)
    assert issubclass(made, RecordForm)
    return made


def _form_field(
    register: Register,
    field: "models.Field[Any, Any]",
    declared: Field | None,
    person: User,
    action: str,
    **given: Any,
) -> forms.Field | None:
    made: forms.Field | None
    if isinstance(field, models.ForeignKey):
        made = _relation(register, field, person, action)
    elif isinstance(field, models.DateField):
        made = field.formfield(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    else:
        made = field.formfield(**given)
    if made is None:
        return None
    if isinstance(made, forms.TypedChoiceField):
        made.choices = [(value, words if value else _("请选择")) for value, words in field.get_choices()]
    made.help_text = _help(str(field.help_text), declared.example if declared else "")
    made.error_messages["required"] = _("请填写“%(label)s”。") % {"label": made.label}
    return made


def _relation(register: Register, field: "models.ForeignKey[Any, Any]", person: User, action: str) -> forms.Field:
    label, required = field.verbose_name, not field.blank
    related = field.related_model._default_manager.complex_filter(field.get_limit_choices_to())  # noqa: SLF001 (model API)
    if field.related_model is Unit and field.name == register.unit_field:
        related = units_in_reach(register, person, action)
    if related[: LONGEST_SELECT + 1].count() > LONGEST_SELECT:
        return NamedChoice(related, label=label, required=required)
    only = related.first() if required and related[:2].count() == 1 else None
    empty = None if only else _("请选择")
    return forms.ModelChoiceField(related, label=label, required=required, empty_label=empty, initial=only)


def units_in_reach(register: Register, person: User, action: str) -> "models.QuerySet[Unit]":
    """The units for which this person may do this on this register."""
    regions = {grant.region for grant in scope_for(person, register, action).grants}
    if None in regions:
        return Unit.objects.all()
    inside = Q(pk__in=())
    for region in regions:
        inside |= Q(path__startswith=region)
    return Unit.objects.filter(inside)


def _kept(name: str, file: "UploadedFile[Any]", actor: User) -> Document:
    try:
        return store_document(name=file.name or "", content=file.read(), actor=actor)
    except UnfitFileError as error:
        raise WrongValuesError([Finding(name, str(error))]) from None


def _help(text: str, example: str) -> str:
    parts = [text, _("例：%(example)s") % {"example": example} if example else ""]
    return "；".join(part for part in parts if part)
