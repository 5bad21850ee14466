"""Long work that a person watches: what it is, how far, what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work, beside the task queue's own row: progress, heartbeat, result."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("等待")
        RUNNING = "running", _("进行中")
        DONE = "done", _("完成")
        FAILED = "failed", _("未完成")

    name = models.CharField(_("任务"), max_length=80)
    arguments = models.JSONField(default=dict)
    status = models.CharField(_("状态"), max_length=8, choices=Status, default=Status.WAITING, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    done = models.PositiveIntegerField(_("已完成"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    message = models.CharField(_("说明"), max_length=400, blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    created_at = models.DateTimeField(_("提交时间"))
    beat_at = models.DateTimeField(_("最近动静"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)

    class Meta:
        verbose_name = _("后台任务")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
