"""Certificates that were issued: what each says, the very file, and whether it was taken back."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.documents.models import Document


class SerialCounter(models.Model):
    """The last number given in a year; locked while one is given, so that numbers have no gap and no twin."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("证书编号计数")

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class IssuedCertificate(models.Model):
    """One certificate of a record as it stood in one version. Signed facts never change; it can only be revoked."""

    serial = models.CharField(_("证书编号"), max_length=20, unique=True)
    register = models.CharField(_("台账"), max_length=60)
    record = models.PositiveBigIntegerField(_("记录"))
    version = models.PositiveIntegerField(_("记录版本"))
    code = models.TextField(_("证书码"))
    payload = models.JSONField(_("所载内容"))
    issued_at = models.DateTimeField(_("签发时间"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("签发人")
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name=_("证书文件"))
    revoked_on = models.DateField(_("撤销日期"), null=True, blank=True)
    revoked_cause = models.CharField(_("撤销原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("已签发证书")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("register", "record", "version"), name="certificate_once_per_version"),
            models.CheckConstraint(
                condition=Q(revoked_on=None, revoked_cause="") | (Q(revoked_on__isnull=False) & ~Q(revoked_cause="")),
                name="certificate_revoked_with_cause",
            ),
        )

    def __str__(self) -> str:
        return self.serial

    def is_revoked_on(self, day: date) -> bool:
        return self.revoked_on is not None and self.revoked_on <= day
