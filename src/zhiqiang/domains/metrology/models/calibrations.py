"""Calibrations (校准): typed from paper, or read from a digital calibration certificate (DCC) kept as it came."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.metrology.models.instruments import Instrument
from zhiqiang.domains.metrology.models.standards import MeasurementStandard
from zhiqiang.foundation.registers.models import Record


class Calibration(Record):
    """One calibration certificate, of a standard's reference instrument or of an instrument."""

    class Signature(models.TextChoices):
        PAPER = "paper", _("纸质证书")
        NONE = "none", _("电子证书，无签名")
        INTACT = "intact", _("签名相符")
        ALTERED = "altered", _("签名后被改动")
        FORGED = "forged", _("签名不符")
        UNCHECKED = "unchecked", _("签名未能核验")

    number = models.CharField(_("校准证书号"), max_length=120)
    laboratory = models.CharField(_("校准机构"), max_length=160)
    object_title = models.CharField(_("校准对象"), max_length=160)
    object_number = models.CharField(_("对象编号"), max_length=120, blank=True)
    calibrated_on = models.DateField(_("校准日期"), db_index=True)
    next_due = models.DateField(_("建议复校日期"), null=True, blank=True)
    standard = models.ForeignKey(
        MeasurementStandard, on_delete=models.PROTECT, null=True, blank=True, related_name="calibrations",
        verbose_name=_("所属计量标准"), help_text=_("填考核证书号"),
    )  # fmt: skip
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="calibrations",
        verbose_name=_("所属器具"), help_text=_("填器具编号"),
    )  # fmt: skip
    remark = models.CharField(_("说明"), max_length=200, blank=True)
    signature = models.CharField(_("签名"), max_length=12, choices=Signature, default=Signature.PAPER)
    signer = models.CharField(_("签名人"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("签名时间"), null=True, blank=True)
    sha256 = models.CharField(_("原文件 SHA-256"), max_length=64, blank=True)
    content = models.JSONField(_("证书内容"), default=dict, blank=True)

    class Meta:
        verbose_name = _("校准")
        ordering = ("-calibrated_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("laboratory", "number"), name="calibration_once"),
            models.CheckConstraint(condition=Q(standard=None) | Q(instrument=None), name="calibration_of_one_thing"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.object_title}"
