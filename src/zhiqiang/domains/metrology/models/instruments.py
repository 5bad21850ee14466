"""Instruments under compulsory verification (强检器具), and their verifications (检定)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.metrology.models.kinds import categories, category_choices
from zhiqiang.domains.metrology.models.standards import MeasurementStandard
from zhiqiang.domains.metrology.rules.instruments import Category, is_verified_once
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.standing.workflow import STANDING_STATES


class Instrument(StandingRecord):
    """One instrument; it stands while it is in use: sealed or stopped it is suspended, scrapped it is withdrawn."""

    number = models.CharField(_("器具编号"), max_length=60, help_text=_("出厂编号或单位的设备编号"))
    title = models.CharField(_("器具名称"), max_length=120)
    category = models.CharField(_("强检类别"), max_length=40, choices=category_choices)
    size = models.DecimalField(
        _("规格"), max_digits=12, decimal_places=3, null=True, blank=True,
        help_text=_("水表填公称通径（mm），燃气表填最大流量（m³/h），其他留空"),
    )  # fmt: skip
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("使用单位"))
    maker = models.CharField(_("制造单位"), max_length=120, blank=True)
    place = models.CharField(_("使用地点"), max_length=120, blank=True)
    valid_from = models.DateField(_("投用日期"), db_index=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True, help_text=_("最后使用的一天；在用的留空"))

    class Meta:
        verbose_name = _("强检器具")
        ordering = ("owner", "number")
        constraints = (models.UniqueConstraint(fields=("owner", "number"), name="instrument_once_per_owner"),)

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def kind(self) -> Category:
        """What its category says: the mode of verification, its period, the sizes it covers."""
        return categories()[self.category]


class Verification(StandingRecord):
    """One verification of an instrument; it stands until it is due again, is repaired, or is verified anew.

    `valid_to` is the day printed on the certificate; where none is, the last day follows from the parameter table.
    """

    class Result(models.TextChoices):
        PASS = "pass", _("合格")
        FAIL = "fail", _("不合格")

    number = models.CharField(_("检定证书号"), max_length=60, unique=True)
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="verifications", verbose_name=_("强检器具"),
        help_text=_("填器具编号"),
    )  # fmt: skip
    valid_from = models.DateField(_("检定日期"), db_index=True)
    result = models.CharField(_("检定结论"), max_length=10, choices=Result)
    valid_to = models.DateField(
        _("证书有效期至"), null=True, blank=True, help_text=_("证书上印有的填；没有的留空，按检定周期推算")
    )
    verified_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("检定机构")
    )
    standard = models.ForeignKey(
        MeasurementStandard, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("所用计量标准"),
    )  # fmt: skip
    remark = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("检定")
        ordering = ("-valid_from", "-pk")
        indexes = (models.Index(fields=("instrument", "valid_from"), name="verification_by_instrument"),)

    def __str__(self) -> str:
        return f"{self.number} {self.valid_from}"

    def clean(self) -> None:
        """An instrument that is verified once only is not verified again: it is replaced or scrapped."""
        found = Instrument.objects.filter(pk=self.instrument_id).first()
        if found is None or not is_verified_once(found.kind):
            return
        others = Verification.objects.filter(instrument=found, state__in=STANDING_STATES).exclude(pk=self.pk)
        if earlier := others.filter(result=self.Result.PASS).order_by("valid_from").first():
            words = _now("%(kind)s只做首次强制检定，已于 %(day)s 检定，到期轮换或失准报废，不再检定。")
            raise ValidationError({"instrument": words % {"kind": found.kind.title, "day": earlier.valid_from}})
