"""The form of a programme, compiled from its definition; and the small forms of the engine's own steps."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.models import DeclaredTie, Objection
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.forms import NamedChoice
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.programmes import Programme
from zhiqiang.kernel.programmes.model import FormField

FEN = Decimal(100)
LARGEST_YUAN = Decimal(10) ** 11


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PlainForm(forms.Form):
    """Labels without colons; findings at the fields they are about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def show(self, findings: Iterable[Finding]) -> None:
        """Put each finding at its field, with the suggestion behind it; what has no field goes on top."""
        for one in findings:
            field = one.field if one.field in self.fields else None
            self.add_error(field, f"{one.message} {one.suggestion}".strip())


class AnswerForm(PlainForm):
    """The compiled form of a programme: nothing is required while a draft is kept."""

    money: tuple[str, ...] = ()

    def answers(self) -> dict[str, Any]:
        """What was typed, as it is kept: money in fen, yes and no as such."""
        found = {}
        for code, value in self.cleaned_data.items():
            if code in self.money:
                found[code] = None if value is None else int(value * FEN)
            else:
                found[code] = rules.as_answer(value)
        return found


def answer_form(
    programme: Programme, facts: Mapping[str, Any], filled_by: str, answers: Mapping[str, Any], data: Any = None
) -> AnswerForm:
    """The form of the fields that somebody fills in; what the system knows is not among them."""
    asked = [one for one in programme.fields if one.filled_by == filled_by and rules.is_asked(one, facts)]
    fields: dict[str, Any] = {one.code: _field(one) for one in asked}
    money = tuple(one.code for one in asked if one.type == "money")
    made: Any = type("ProgrammeForm", (AnswerForm,), fields)
    made.money = money  # after the fields, one of which may be called so
    initial = {one.code: _initial(one, answers.get(one.code)) for one in asked}
    form: AnswerForm = made(data, initial=initial, prefix="a")
    return form


def shown_facts(programme: Programme, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields that the system fills in itself: (title, words)."""
    known = [one for one in programme.fields if not rules.is_asked(one, facts)]
    return [(one.title, in_words(one, facts[one.prefill])) for one in known]


def shown_answers(
    programme: Programme, facts: Mapping[str, Any], answers: Mapping[str, Any], *, filled_by: str = ""
) -> list[tuple[str, str]]:
    """Every field of the form with its value in words; `filled_by` limits them to one side's."""
    known = rules.all_facts(programme, facts, answers)
    chosen = [one for one in programme.fields if not filled_by or one.filled_by == filled_by]
    return [(one.title, in_words(one, known.get(one.code))) for one in chosen]


def in_words(field: FormField, value: Any) -> str:
    """A value of a field as people read it: money in yuan."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if field.type == "money":
        return _("%(yuan)s 元") % {"yuan": figure_text(Decimal(value) / FEN)}
    if isinstance(value, Decimal):
        return figure_text(value)
    titles = {choice.code: choice.title for choice in field.choices}
    return titles.get(str(value), str(value))


def _field(one: FormField) -> forms.Field:
    hint = "；".join(part for part in (one.hint, _("单位：元") if one.type == "money" else "") if part)
    common: dict[str, Any] = {"label": one.title, "required": False, "help_text": hint}
    made: forms.Field = _INPUTS[one.type](one, common)
    return made


def _choice(one: FormField, common: dict[str, Any]) -> forms.Field:
    choices = [("", _("请选择")), *((choice.code, choice.title) for choice in one.choices)]
    return forms.ChoiceField(choices=choices, **common)


def _yes_no(_one: FormField, common: dict[str, Any]) -> forms.Field:
    choices = [("", _("请选择")), (True, _("是")), (False, _("否"))]
    return forms.TypedChoiceField(choices=choices, coerce=YES_NO.get, empty_value=None, **common)


YES_NO = {"True": True, "False": False}
_INPUTS: Mapping[str, Callable[[FormField, dict[str, Any]], forms.Field]] = {
    "text": lambda _one, common: forms.CharField(max_length=rules.SHORT_TEXT, **common),
    "long_text": lambda _one, common: forms.CharField(
        max_length=rules.LONG_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **common
    ),
    "integer": lambda _one, common: forms.IntegerField(min_value=-(10**15), max_value=10**15, **common),
    "decimal": lambda _one, common: forms.DecimalField(max_digits=20, decimal_places=6, **common),
    "money": lambda _one, common: forms.DecimalField(min_value=0, max_value=LARGEST_YUAN, decimal_places=2, **common),
    "date": lambda _one, common: forms.DateField(widget=day_input(), **common),
    "choice": _choice,
    "yes_no": _yes_no,
}


def _initial(one: FormField, answer: Any) -> Any:
    if one.type == "money" and isinstance(answer, int):
        return Decimal(answer) / FEN
    return answer


class RoundForm(PlainForm):
    """A call for applications."""

    title = forms.CharField(label=gettext_lazy("批次名称"), max_length=120)
    opens_on = forms.DateField(label=gettext_lazy("开始申报"), widget=day_input())
    closes_on = forms.DateField(label=gettext_lazy("截止申报"), widget=day_input())
    quota = forms.IntegerField(
        label=gettext_lazy("名额"), min_value=1, max_value=100_000, required=False,
        help_text=gettext_lazy("不限的留空；项目有上限的不得超过"),
    )  # fmt: skip


class ClosingForm(PlainForm):
    """Another last day."""

    closes_on = forms.DateField(label=gettext_lazy("新的截止日"), widget=day_input())
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=400)


class LateForm(PlainForm):
    """The decision to let one organisation apply late."""

    organisation = NamedChoice(
        Organisation.objects.all(), label=gettext_lazy("单位"), help_text=gettext_lazy("全称或统一社会信用代码")
    )
    until = forms.DateField(label=gettext_lazy("可申报至"), widget=day_input())
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=400)


def step_form(step: str, programme: Programme, *, basis: str = "", needs_reason: bool = False) -> type[PlainForm]:
    """The form of a step of an application: its reason, and the values that it asks for."""
    fields: dict[str, Any] = {}
    levels = programme.recognition.levels if programme.recognition else ()
    if step == "decide_for" and levels:
        choices = [("", _("请选择")), *((one.code, one.title) for one in levels)]
        fields["level"] = forms.ChoiceField(label=_("拟认定级别"), choices=choices, required=len(levels) > 1)
    if step == "recognise" or (step == "decide_for" and programme.notice is None and programme.recognition):
        fields["basis"] = forms.CharField(label=_("认定文号"), max_length=120, initial=basis)
    if step == "record_visit":
        fields["visited_on"] = forms.DateField(label=_("现场日期"), widget=day_input())
        fields["visitors"] = forms.CharField(label=_("参加人"), max_length=200)
        fields["findings"] = forms.CharField(
            label=_("现场情况"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
        )
    fields["reason"] = forms.CharField(
        label=_("理由"), max_length=400, required=needs_reason, widget=forms.Textarea(attrs={"rows": 3})
    )
    return type("OneStepForm", (PlainForm,), fields)


class ObjectionForm(PlainForm):
    """An objection as it came in."""

    received_on = forms.DateField(label=gettext_lazy("收到日期"), widget=day_input())
    objector_kind = forms.ChoiceField(label=gettext_lazy("异议人类别"), choices=Objection.Objector.choices)
    objector = forms.CharField(
        label=gettext_lazy("异议人"), max_length=120, required=False,
        help_text=gettext_lazy("单位名称；个人只记姓氏，联系方式不录入"),
    )  # fmt: skip
    content = forms.CharField(label=gettext_lazy("异议内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))


class TieForm(PlainForm):
    """A tie that an expert declares."""

    organisation = NamedChoice(
        Organisation.objects.all(), label=gettext_lazy("单位"), help_text=gettext_lazy("全称或统一社会信用代码")
    )
    kind = forms.ChoiceField(label=gettext_lazy("关系"), choices=DeclaredTie.Kind.choices)
    ended_on = forms.DateField(
        label=gettext_lazy("结束日期"), required=False, widget=day_input(),
        help_text=gettext_lazy("仍存在的留空；曾任职的填离开日期"),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)


class WithdrawalForm(PlainForm):
    """The end of a recognition, on a ground."""

    ground = forms.ChoiceField(label=gettext_lazy("事由"))
    on = forms.DateField(label=gettext_lazy("生效日"), widget=day_input())
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, grounds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [("", _("请选择")), *grounds.items()]  # type: ignore[attr-defined]  # a ChoiceField


class ReportForm(PlainForm):
    """That a yearly report has come."""

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2100)
    received_on = forms.DateField(label=gettext_lazy("收到日期"), widget=day_input())
