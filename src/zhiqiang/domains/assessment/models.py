"""Schemes as they were pinned, runs, scores of three layers, results with everything they rest on, appeals."""

from functools import cached_property
from typing import Any, ClassVar, NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.assessment import rules, workflow
from zhiqiang.domains.assessment.rules import Period
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.workflow.verification import RECORDED, VOIDED
from zhiqiang.kernel.assessment import Facts, Scheme, UnitScore, facts_from_table, read_source, score


class PinnedScheme(models.Model):
    """A scheme as its file said it when a run began; never changed, named by the hash of its content."""

    hash = models.CharField(_("内容指纹"), max_length=64, primary_key=True)
    code = models.CharField(_("方案代码"), max_length=60, db_index=True)
    version = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("方案"), max_length=120)
    text = models.TextField(_("方案原文"))
    pinned_at = models.DateTimeField(_("固定时间"))

    class Meta:
        verbose_name = _("考评方案")
        ordering = ("code", "-version")

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @cached_property
    def scheme(self) -> Scheme:
        """The scheme, read from its own text."""
        return read_source(self.text, f"{self.code}.toml")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 (Django's signature)
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise TypeError("a pinned scheme is never changed: results rest on it")


class Run(Record):
    """One round of assessment of all units over a period, by one scheme, pinned when the self-scoring begins."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.RUN_CHOICES, default=workflow.DRAFT, db_index=True
    )
    scheme = models.CharField(_("方案代码"), max_length=60)
    period = models.CharField(_("考评期"), max_length=7, db_index=True, help_text=_("2026、2026Q3 或 2026-09"))
    title = models.CharField(_("名称"), max_length=120)
    pinned = models.ForeignKey(
        PinnedScheme, on_delete=models.PROTECT, null=True, blank=True, related_name="runs", verbose_name=_("固定的方案")
    )
    published_on = models.DateField(_("公布日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("考评轮次")
        ordering = ("-period", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "period"), condition=~Q(state=workflow.CANCELLED), name="assessment_run_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.period}"

    @property
    def span(self) -> Period:
        """The period with its days."""
        return rules.period_of(self.period)


class Mark(Record):
    """What one layer gives a unit on one item, in points; of a veto item 1 or 0."""

    layer: ClassVar[str]
    others: ClassVar[tuple[str, ...]]

    state = models.CharField(_("状态"), max_length=20, choices=workflow.MARK_CHOICES, default=RECORDED, db_index=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+", verbose_name=_("考评轮次"))
    item = models.CharField(_("指标代码"), max_length=40)
    value = models.DecimalField(_("得分"), max_digits=6, decimal_places=2)
    reason = models.CharField(_("理由"), max_length=400, blank=True)

    class Meta:
        abstract = True
        ordering = ("run", "unit", "item")
        constraints = (
            models.UniqueConstraint(fields=("run", "unit", "item"), condition=~Q(state=VOIDED), name="%(class)s_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.item}"

    def clean(self) -> None:
        """Scores are given in their stage, within the points, and by another person than the layers before."""
        if self.run_id is None:
            return
        run = self.run
        stage = workflow.STAGE_OF[self.layer]
        if run.state != stage:
            now, then = run.get_state_display(), dict(workflow.RUN_CHOICES)[stage]
            raise ValidationError(
                {"run": _("这一轮现在是“%(now)s”，%(then)s阶段才能填。") % {"now": now, "then": then}}
            )
        scheme = run.pinned.scheme if run.pinned else None
        found = list(rules.broken_mark(scheme, self.item, self.value, self.reason, self.layer))
        if found:
            raise ValidationError({one.field: f"{one.message}{one.suggestion}" for one in found})
        for model in MARKS.values():
            same = model._default_manager.filter(run=run, unit=self.unit_id, item=self.item)  # noqa: SLF001 (model API)
            if model is not type(self) and same.exclude(state=VOIDED).filter(recorded_by=self.recorded_by_id).exists():
                raise ValidationError(_("您已在另一环节给过这一项的分，请由他人评。"))


class SelfMark(Mark):
    """The unit's own score."""

    layer = "self"

    class Meta(Mark.Meta):
        verbose_name = _("自评分")


class DepartmentMark(Mark):
    """The score of a department, or of the office for it."""

    layer = "department"
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("评分部门"),
        limit_choices_to={"kind": "department"},
    )  # fmt: skip

    class Meta(Mark.Meta):
        verbose_name = _("部门评分")


class FieldMark(Mark):
    """The score after a check on the spot."""

    layer = "field"

    class Meta(Mark.Meta):
        verbose_name = _("核查分")


MARKS: dict[str, type[Mark]] = {"self": SelfMark, "department": DepartmentMark, "field": FieldMark}


class Result(Record):
    """The score of one unit in one run with the facts it was computed from; never changed, only replaced."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.RESULT_CHOICES, default=workflow.COMPUTED, db_index=True
    )
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="results", verbose_name=_("考评轮次"))
    number = models.PositiveSmallIntegerField(_("第几份"))
    score = models.DecimalField(_("得分"), max_digits=7, decimal_places=4, null=True, blank=True)
    band = models.CharField(_("等次"), max_length=4, blank=True)
    stable = models.BooleanField(_("等次稳定"), null=True, blank=True)
    facts = models.JSONField(_("计分事实"))
    known_at = models.DateTimeField(_("取数时间"))
    appeal_until = models.DateField(_("申诉期至"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor", verbose_name=_("替代")
    )
    note = models.CharField(_("说明"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("考评结果")
        ordering = ("run", "unit__position", "-number")
        constraints = (models.UniqueConstraint(fields=("run", "unit", "number"), name="assessment_result_once"),)

    def __str__(self) -> str:
        return f"{self.run} {self.unit}"

    @property
    def scheme(self) -> Scheme:
        """The scheme that the run pinned."""
        assert self.run.pinned is not None
        return self.run.pinned.scheme

    @cached_property
    def known(self) -> Facts:
        """The facts as they were kept."""
        return facts_from_table(self.facts)

    @cached_property
    def scored(self) -> UnitScore:
        """The score, computed again from the kept facts and the pinned scheme."""
        return score(self.scheme, self.known)

    @property
    def item_codes(self) -> list[str]:
        """The items that can be appealed against."""
        return [*(one.code for one in self.scheme.items), *(one.code for one in self.scheme.vetoes)]


class Appeal(Record):
    """A unit's appeal against its published result, or against one item of it."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.APPEAL_CHOICES, default=workflow.FILED, db_index=True
    )
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("申诉的结果"))
    item = models.CharField(_("指标代码"), max_length=40)
    grounds = models.CharField(_("申诉理由"), max_length=400)
    value = models.DecimalField(_("改定的得分"), max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("考评申诉")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("result", "item"), condition=Q(state=workflow.FILED), name="assessment_appeal_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.result} {self.item}"
