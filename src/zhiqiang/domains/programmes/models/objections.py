"""Objections against what is on public notice, or against what was recognised."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.programmes.models.applications import Application
from zhiqiang.domains.programmes.workflow import OBJECTION_STATES
from zhiqiang.foundation.registers.models import Record


class Objection(Record):
    """What somebody from outside holds against an application; while one is open nothing is recognised or paid."""

    class Objector(models.TextChoices):
        ORGANISATION = "organisation", _("单位")
        PERSON = "person", _("个人")
        ANONYMOUS = "anonymous", _("匿名")

    state = models.CharField(_("状态"), max_length=20, choices=OBJECTION_STATES, default="recorded", db_index=True)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="objections", verbose_name=_("申报")
    )
    received_on = models.DateField(_("收到日期"))
    objector_kind = models.CharField(_("异议人类别"), max_length=12, choices=Objector)
    objector = models.CharField(
        _("异议人"), max_length=120, blank=True, help_text=_("单位名称；个人只记姓氏，联系方式不录入")
    )
    content = models.CharField(_("异议内容"), max_length=1000)

    class Meta:
        verbose_name = _("异议")
        ordering = ("-received_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("application", "received_on", "content"), name="objection_once"),
        )

    def __str__(self) -> str:
        return f"{self.application.number} {self.received_on}"
