"""Duties with their milestones, helpers, reports and confidence; what was sent back; what was not asked twice."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.delivery import workflow
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.workflow.verification import RECORDED

DEPARTMENT = {"kind": Organisation.Kind.DEPARTMENT}


class Rhythm(models.TextChoices):
    """How often a duty is reported on."""

    NONE = "none", _("不定期")
    MONTHLY = "monthly", _("按月")
    QUARTERLY = "quarterly", _("按季")
    YEARLY = "yearly", _("按年")


class Duty(Record):
    """What one unit (and at the city one lead department) owes by a day, and why: a clause, a target or a decision."""

    class Source(models.TextChoices):
        PLAN = "plan", _("方案条目")
        TARGET = "target", _("目标")
        ORDER = "order", _("督办单")
        DECISION = "decision", _("会议决定")
        WORKBOOK = "workbook", _("分工表")

    class Difficulty(models.TextChoices):
        URGENT = "urgent", _("急件")
        ORDINARY = "ordinary", _("一般件")
        HARD = "hard", _("难件")

    state = models.CharField(_("状态"), max_length=20, choices=workflow.DUTY_CHOICES, default=RECORDED, db_index=True)
    number = models.CharField(_("任务编号"), max_length=40)
    title = models.CharField(_("任务"), max_length=200)
    clause = models.CharField(_("方案条目"), max_length=20, blank=True)
    target = models.CharField(_("目标编号"), max_length=20, blank=True)
    source_kind = models.CharField(_("来源"), max_length=10, choices=Source, default=Source.WORKBOOK)
    source_ref = models.CharField(_("来源编号"), max_length=80, blank=True)
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", limit_choices_to=DEPARTMENT,
        verbose_name=_("牵头部门"),
    )  # fmt: skip
    starts_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("完成期限"))
    rhythm = models.CharField(_("报告周期"), max_length=10, choices=Rhythm, default=Rhythm.NONE)
    difficulty = models.CharField(
        _("急难分类"), max_length=10, choices=Difficulty, blank=True, help_text=_("一次办完的任务才填；时限自签收起算")
    )

    class Meta:
        verbose_name = _("任务")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("number",), name="duty_number_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="duty_ends_after_it_starts"),
        )
        indexes = (
            models.Index(fields=("due_on", "id"), name="duty_by_day"),
            models.Index(fields=("unit", "due_on", "id"), name="duty_by_unit"),
            models.Index(fields=("lead", "due_on", "id"), name="duty_by_lead"),
            models.Index(fields=("clause", "due_on", "id"), name="duty_by_clause"),
            models.Index(fields=("state", "due_on", "unit", "lead"), name="duty_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class OfDuty(Record):
    """What belongs to a duty; who leads the duty reaches it."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("任务"))

    class Meta:
        abstract = True


class Helper(OfDuty):
    """A unit or a department that helps with a duty from a day to a day."""

    state = models.CharField(_("状态"), max_length=20, choices=workflow.STATED_CHOICES, default=workflow.STATED)
    helping_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("协助单位")
    )
    helping_department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", limit_choices_to=DEPARTMENT,
        verbose_name=_("协助部门"),
    )  # fmt: skip
    part = models.CharField(_("协助事项"), max_length=200, blank=True)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("协助单位")
        ordering = ("duty", "valid_from", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(helping_unit__isnull=True) ^ Q(helping_department__isnull=True), name="helper_is_one"
            ),
        )

    def __str__(self) -> str:
        return str(self.helping_unit or self.helping_department)


class Milestone(OfDuty):
    """A step of a duty that is done or not done: never a percentage that somebody types."""

    class Evidence(models.TextChoices):
        PAPER = "paper", _("文件")
        TABLE = "table", _("表格、名单")
        PHOTO = "photo", _("照片")

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.MILESTONE_CHOICES, default=RECORDED, db_index=True
    )
    title = models.CharField(_("节点"), max_length=160)
    weight = models.PositiveSmallIntegerField(_("权重"), default=1)
    due_on = models.DateField(_("节点日期"))
    evidence = models.CharField(_("所需佐证"), max_length=10, choices=Evidence, default=Evidence.PAPER)

    class Meta:
        verbose_name = _("节点")
        ordering = ("duty", "due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("duty", "title"), name="milestone_once_per_duty"),
            models.CheckConstraint(condition=Q(weight__gte=1) & Q(weight__lte=100), name="milestone_weighs"),
        )
        indexes = (models.Index(fields=("state", "due_on", "duty"), name="milestone_open"),)

    def __str__(self) -> str:
        return self.title


class Report(OfDuty):
    """What a unit says of a duty for a period. `figures` come from evidence and are never typed."""

    state = models.CharField(
        _("状态"), max_length=20, choices=workflow.REPORT_CHOICES, default=workflow.AWAITED, db_index=True
    )
    period = models.CharField(_("报告期"), max_length=7, db_index=True)
    due_at = models.DateTimeField(_("截止"), editable=False)
    figures = models.JSONField(_("数据"), default=list, editable=False)
    done = models.TextField(_("做了什么"), max_length=4000, blank=True)
    stuck = models.TextField(_("卡在哪里"), max_length=4000, blank=True)
    needs = models.TextField(_("需要什么"), max_length=4000, blank=True)
    submitted_at = models.DateTimeField(_("报出时间"), null=True, editable=False)
    late = models.BooleanField(_("逾期报出"), default=False, editable=False)
    sent_back_times = models.PositiveSmallIntegerField(_("退回次数"), default=0, editable=False)

    class Meta:
        verbose_name = _("报告")
        ordering = ("-due_at", "unit", "pk")
        constraints = (models.UniqueConstraint(fields=("duty", "period"), name="report_once_per_period"),)
        indexes = (
            models.Index(fields=("state", "due_at", "duty"), name="report_owed"),
            models.Index(fields=("unit", "period"), name="report_by_unit"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.duty.title}"


class Mark(models.Model):
    """One cell of a report that was sent back the n-th time (`turn`), with the reason; mended when it is changed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="marks")
    turn = models.PositiveSmallIntegerField(_("第几次退回"))
    field = models.CharField(_("栏目"), max_length=20)
    reason = models.CharField(_("退回原因"), max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("退回时间"))
    mended_at = models.DateTimeField(_("改好时间"), null=True)

    class Meta:
        verbose_name = _("退回的栏目")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.field}：{self.reason}"


class ReportedFigure(models.Model):
    """Which report brought a unit's figure of an indicator for a month: nobody asks for it again."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(_("指标"), max_length=60)
    month = models.CharField(_("月份"), max_length=7)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reported")

    class Meta:
        verbose_name = _("已报的数")
        constraints = (models.UniqueConstraint(fields=("unit", "indicator", "month"), name="figure_reported_once"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.indicator} {self.month}"


class RefusedRequest(models.Model):
    """A figure that was asked for again and was not taken: what the burden meter counts as spared."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(_("指标"), max_length=60)
    month = models.CharField(_("月份"), max_length=7)
    first = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    asked_for = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="refused")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("拒绝的重复索要")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.unit} {self.indicator} {self.month}"


class Confidence(OfDuty):
    """How sure a named person is that a duty will be done: beside the computed status, never in its place."""

    class Step(models.IntegerChoices):
        VERY_LOW = 1, _("很没把握")
        LOW = 2, _("把握不大")
        MIDDLE = 3, _("一半一半")
        HIGH = 4, _("较有把握")
        VERY_HIGH = 5, _("很有把握")

    state = models.CharField(_("状态"), max_length=20, choices=workflow.STATED_CHOICES, default=workflow.STATED)
    level = models.PositiveSmallIntegerField(_("信心"), choices=Step)
    person = models.CharField(_("谁的判断"), max_length=40)
    reason = models.CharField(_("理由"), max_length=400)
    stated_on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("交付信心")
        ordering = ("-stated_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(level__gte=1) & Q(level__lte=5), name="confidence_has_five_steps"),
        )
        indexes = (models.Index(fields=("duty", "-stated_on", "-id"), name="confidence_newest"),)

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.person}"
