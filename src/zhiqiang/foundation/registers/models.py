"""What every record carries, and what is remembered of imports, corrections and repeated requests."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.workflow.verification import RECORDED, STATE_CHOICES


class ImportBatch(models.Model):
    """One workbook handed in: from the file to the rows it made, so that it can be corrected, committed and undone."""

    class Status(models.TextChoices):
        READING = "reading", _("读取中")
        PREVIEW = "preview", _("待确认")
        REFUSED = "refused", _("不能读取")
        COMMITTED = "committed", _("已导入")
        UNDONE = "undone", _("已撤销")
        DISCARDED = "discarded", _("已放弃")

    register = models.CharField(_("台账"), max_length=60)
    file_name = models.CharField(_("文件名"), max_length=200)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, verbose_name=_("原文件"))
    layout = models.CharField(_("识别的格式"), max_length=60, blank=True)
    status = models.CharField(_("状态"), max_length=12, choices=Status, default=Status.READING)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("导入人"))
    created_at = models.DateTimeField(_("上传时间"))
    committed_at = models.DateTimeField(_("导入时间"), null=True, blank=True)
    done = models.PositiveIntegerField(_("已读行数"), default=0)
    total = models.PositiveIntegerField(_("总行数"), default=0)
    accepted = models.PositiveIntegerField(_("可导入"), default=0)
    rejected = models.PositiveIntegerField(_("需改"), default=0)
    unchanged = models.PositiveIntegerField(_("与已有相同"), default=0)
    corrections = models.JSONField(_("页面上的改正"), default=dict)
    summary = models.JSONField(_("识别结果"), default=dict)
    message = models.CharField(_("说明"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("导入批次")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.file_name} #{self.pk}"


class ImportChange(models.Model):
    """What a committed batch did to one record: its values before (empty for a new record) — what undo needs."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    record = models.PositiveBigIntegerField()
    before = models.JSONField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("导入改动")
        constraints = (models.UniqueConstraint(fields=("batch", "record"), name="import_change_once"),)

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.record}"


class Record(models.Model):
    """The base of every register's model: whose it is, where it stands, who wrote it, which version."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("填报单位"))
    state = models.CharField(_("状态"), max_length=20, choices=STATE_CHOICES, default=RECORDED, db_index=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("填报人")
    )
    recorded_at = models.DateTimeField(_("填报时间"))
    changed_at = models.DateTimeField(_("最后改动"))
    version = models.PositiveIntegerField(_("版本"), default=1)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("导入批次")
    )

    class Meta:
        abstract = True


class Correction(models.Model):
    """Values proposed for a verified record; they take effect when somebody else accepts them."""

    register = models.CharField(max_length=60)
    record = models.PositiveBigIntegerField()
    values = models.JSONField(_("拟改为"))
    before = models.JSONField(_("原值"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    accepted = models.BooleanField(_("采纳"), null=True)

    class Meta:
        verbose_name = _("更正")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("register", "record"), condition=Q(decided_at=None), name="correction_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.register}/{self.record}"


class RepeatGuard(models.Model):
    """A request's idempotency key, stored in the transaction of its write: the same request twice has one effect."""

    key = models.CharField(max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=400)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("重复提交防护")
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="repeat_guard_once"),)

    def __str__(self) -> str:
        return self.key


class SavedFilter(models.Model):
    """A filter a person keeps on a register's list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    register = models.CharField(max_length=60)
    title = models.CharField(_("名称"), max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        verbose_name = _("常用筛选")
        ordering = ("title",)
        constraints = (models.UniqueConstraint(fields=("user", "register", "title"), name="saved_filter_once"),)

    def __str__(self) -> str:
        return self.title
