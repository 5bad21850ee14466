"""A notice: what one person is told about one thing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.access.models import User


class Notice(models.Model):
    """Told from `due_at` on, which is outside the quiet hours; the same `key` never tells the same person twice."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("收件人"))
    key = models.CharField(max_length=120)
    title = models.CharField(_("标题"), max_length=120)
    body = models.CharField(_("内容"), max_length=400, blank=True)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(_("通知时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True)
    sent_at = models.DateTimeField(null=True)  # handed to every hook

    class Meta:
        verbose_name = _("通知")
        ordering = ("-due_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="notice_once"),)
        indexes = (models.Index(fields=("due_at",), condition=Q(sent_at=None), name="notice_to_send"),)

    def __str__(self) -> str:
        return self.title
