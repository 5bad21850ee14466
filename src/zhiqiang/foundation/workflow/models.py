"""What a run of a workflow leaves behind: the steps taken and the clocks they started."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StepTaken(models.Model):
    """One step on one record: who, when, from where to where, why."""

    register = models.CharField(max_length=60)
    record = models.PositiveBigIntegerField()
    step = models.CharField(_("步骤"), max_length=40)
    source = models.CharField(_("原状态"), max_length=40)
    target = models.CharField(_("新状态"), max_length=40)
    actor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("操作人"))
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("理由"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("办理步骤")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("register", "record"), name="step_by_record"),)

    def __str__(self) -> str:
        return f"{self.register}/{self.record} {self.step}"


class ClockRun(models.Model):
    """A clock running on a record: the rule version in force when it started stays with it."""

    register = models.CharField(max_length=60)
    record = models.PositiveBigIntegerField()
    clock = models.CharField(_("时限"), max_length=40)
    rule = models.CharField(_("规则"), max_length=60)
    rule_version = models.CharField(_("规则版本"), max_length=40)
    unit_path = models.CharField(max_length=120)
    roles = models.CharField(_("在谁处"), max_length=200)
    started_at = models.DateTimeField(_("起算"))
    due = models.DateTimeField(_("截止"))
    provisional = models.BooleanField(_("暂定"), default=False)
    stopped_at = models.DateTimeField(_("停止"), null=True)
    expired_at = models.DateTimeField(_("到期处理"), null=True)

    class Meta:
        verbose_name = _("时限")
        ordering = ("due",)
        constraints = (
            models.UniqueConstraint(
                fields=("register", "record", "clock"), condition=Q(stopped_at=None), name="clock_runs_once"
            ),
        )
        indexes = (
            models.Index(fields=("stopped_at", "due"), name="clock_by_due"),
            models.Index(fields=("register", "record"), name="clock_by_record"),
        )

    def __str__(self) -> str:
        return f"{self.register}/{self.record} {self.clock}"
