"""What the city steers by: shares of targets, the provincial outline, dispatch meetings, good practice."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.steering import workflow
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.workflow.verification import RECORDED, VERIFIED


class Portion(Record):
    """A value that one unit is to reach of one target of the plan, from a dated paper; a later one takes its place."""

    target = models.CharField(_("目标"), max_length=40, help_text=_("方案目标编号，如 G2027.7a"))
    value = models.DecimalField(
        _("分解值"), max_digits=14, decimal_places=4, validators=[MinValueValidator(Decimal(0))]
    )
    decided_on = models.DateField(_("确定日期"), help_text=_("分解文件的日期；同一目标再次分解另登一条"))
    basis = models.CharField(_("依据文件"), max_length=200)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Share(Portion):
    """A unit's share of a city target, as the city decided it."""

    class Meta:
        verbose_name = _("目标分解")
        ordering = ("target", "unit__position", "-decided_on")
        constraints = (
            models.UniqueConstraint(fields=("target", "unit", "decided_on"), name="share_once_a_decision"),
            models.CheckConstraint(condition=Q(value__gte=0), name="share_is_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.target} {self.unit}"


class CountyShare(Portion):
    """What a unit set itself for a city target in a paper of its own."""

    class Meta:
        verbose_name = _("县级自定目标")
        ordering = ("target", "unit__position", "-decided_on")
        constraints = (
            models.UniqueConstraint(fields=("target", "unit", "decided_on"), name="county_share_once_a_decision"),
            models.CheckConstraint(condition=Q(value__gte=0), name="county_share_is_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.target} {self.unit}"


class OutlineTask(Record):
    """One task of the provincial outline, told in the city's own words."""

    number = models.CharField(_("纲要条目"), max_length=40, help_text=_("省纲要中的编号，如 3.2"))
    title = models.CharField(_("任务"), max_length=120)
    asks = models.CharField(_("要求概述"), max_length=400, help_text=_("用自己的话概括，不抄原文"))
    document = models.CharField(_("出处"), max_length=200)
    issued_on = models.DateField(_("印发日期"))

    class Meta:
        verbose_name = _("省纲要任务")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="outline_task_once"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Alignment(Record):
    """Which clause of the plan serves which task of the outline, how far, and why."""

    class Fit(models.TextChoices):
        FULL = "full", _("完全承接")
        PARTIAL = "partial", _("部分承接")

    task = models.ForeignKey(
        OutlineTask, on_delete=models.PROTECT, related_name="alignments", limit_choices_to={"state": VERIFIED},
        verbose_name=_("省纲要任务"),
    )  # fmt: skip
    clause = models.CharField(_("方案条款"), max_length=20, help_text=_("条款编号，如 T3.1"))
    fit = models.CharField(_("承接程度"), max_length=8, choices=Fit)
    note = models.CharField(_("说明"), max_length=200)

    class Meta:
        verbose_name = _("纲要对标")
        ordering = ("task__number", "clause")
        constraints = (models.UniqueConstraint(fields=("task", "clause"), name="alignment_once"),)

    def __str__(self) -> str:
        return f"{self.task.number} ↔ {self.clause}"


class Meeting(Record):
    """A dispatch meeting on the spot: where, who led it, what was written down."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.MEETING_CHOICES, default=RECORDED, db_index=True
    )
    number = models.CharField(_("会次"), max_length=20, help_text=_("如 2026-03"))
    title = models.CharField(_("议题"), max_length=120)
    held_on = models.DateField(_("召开日期"), db_index=True)
    place = models.CharField(_("地点"), max_length=120)
    chair = models.CharField(_("主持人"), max_length=60, help_text=_("姓名和职务"))
    attendees = models.CharField(_("参加单位"), max_length=400, blank=True)
    minutes = models.TextField(_("会议情况"), blank=True, max_length=4000)

    class Meta:
        verbose_name = _("现场调度")
        ordering = ("-held_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("number",), name="meeting_number_once"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class AgendaItem(Record):
    """One point of a meeting's agenda: drafted from what is red, amber or overdue, or put there by the officer."""

    class Source(models.TextChoices):
        TARGET = "target", _("目标")
        DUTY = "duty", _("任务")
        REPORT = "report", _("报告")
        OWN = "own", _("自拟")

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.AGENDA_CHOICES, default=workflow.LISTED, db_index=True
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda", verbose_name=_("现场调度"))
    source = models.CharField(_("来源"), max_length=8, choices=Source, default=Source.OWN)
    reference = models.CharField(_("事项编号"), max_length=60)
    title = models.CharField(_("事项"), max_length=160)
    ground = models.CharField(_("为什么列入"), max_length=300, blank=True)
    status = models.CharField(_("列入时状态"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("调度议程")
        ordering = ("meeting", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "source", "reference", "unit"), name="agenda_item_once"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.unit}"


class Decision(Record):
    """What a meeting decided: who does what by when. Signing the minutes makes it a duty."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.DECISION_CHOICES, default=RECORDED, db_index=True
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("现场调度"))
    number = models.CharField(_("议定事项编号"), max_length=30, help_text=_("会次加序号，如 2026-03-1"))
    what = models.CharField(_("议定事项"), max_length=200)
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        limit_choices_to={"kind": Organisation.Kind.DEPARTMENT}, verbose_name=_("牵头部门"),
    )  # fmt: skip
    clause = models.CharField(_("方案条款"), max_length=20, blank=True)
    target = models.CharField(_("目标"), max_length=40, blank=True)
    due_on = models.DateField(_("完成期限"))
    duty = models.PositiveBigIntegerField(_("任务"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("议定事项")
        ordering = ("meeting", "number")
        constraints = (models.UniqueConstraint(fields=("number",), name="decision_number_once"),)

    def __str__(self) -> str:
        return f"{self.number} {self.what}"


class Practice(Record):
    """A good practice of a unit: what was done, what came of it, and what shows that."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.PRACTICE_CHOICES, default=RECORDED, db_index=True
    )
    clause = models.CharField(_("方案条款"), max_length=20, help_text=_("条款编号，如 T7.4"))
    title = models.CharField(_("做法"), max_length=120)
    done = models.CharField(_("做了什么"), max_length=1000)
    came_of_it = models.CharField(_("成效"), max_length=600)
    indicator = models.CharField(
        _("佐证指标"), max_length=60, blank=True, help_text=_("方案指标代码；有它，成效可以打开到记录")
    )
    proof = models.CharField(
        _("佐证材料"), max_length=200, blank=True, help_text=_("文件名称和文号；没有佐证指标时必填")
    )
    evidence = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("佐证附件")
    )
    collected_on = models.DateField(_("征集日期"), db_index=True)

    class Meta:
        verbose_name = _("好的做法")
        ordering = ("-collected_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("unit", "title"), name="practice_title_once_a_unit"),)

    def __str__(self) -> str:
        return self.title
