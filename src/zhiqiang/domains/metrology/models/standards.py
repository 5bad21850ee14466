"""Measurement standards (计量标准): their certificates, and the chain by which each is traced to a higher one."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.standing.models import StandingRecord

LONGEST_CHAIN = 20


class MeasurementStandard(StandingRecord):
    """One measurement standard with its certificate; `valid_from` and `valid_to` are those of the certificate.

    `traced_until` is the last day on which its own reference instrument is calibrated. It holds the present date only:
    a gap that was closed later is not seen.
    """

    class Kind(models.TextChoices):
        PUBLIC = "public", _("社会公用计量标准")
        HIGHEST = "highest", _("最高计量标准")

    class Level(models.TextChoices):
        CITY = "city", _("市级")
        COUNTY = "county", _("县级")
        ENTERPRISE = "enterprise", _("企业")

    number = models.CharField(_("考核证书号"), max_length=60, unique=True)
    title = models.CharField(_("计量标准名称"), max_length=160)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    level = models.CharField(_("级别"), max_length=10, choices=Level)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("建标单位"))
    quantity = models.CharField(_("计量专业或参数"), max_length=60, help_text=_("如 质量、压力、温度、流量"))
    measuring_range = models.CharField(_("测量范围"), max_length=120)
    uncertainty = models.CharField(_("不确定度或准确度等级"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("上一级计量标准"),
        help_text=_("本市登记的上一级标准，填考核证书号；由外地机构溯源的留空"),
    )  # fmt: skip
    traced_to = models.CharField(_("溯源机构"), max_length=120, blank=True)
    traced_until = models.DateField(
        _("溯源有效期至"), null=True, blank=True, help_text=_("主标准器检定或校准证书的有效期")
    )

    class Meta:
        verbose_name = _("计量标准")
        ordering = ("-valid_from", "-pk")
        constraints = (models.CheckConstraint(condition=~Q(parent=models.F("id")), name="standard_not_its_own_parent"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def clean(self) -> None:
        """A chain that comes back to this standard would trace it to itself."""
        above, passed = self.parent, 0
        while above is not None and passed < LONGEST_CHAIN:
            if above.pk == self.pk is not None:
                raise ValidationError({"parent": _now("溯源链绕回了本标准，请核对上一级计量标准。")})
            above, passed = above.parent, passed + 1
        if passed == LONGEST_CHAIN:
            raise ValidationError({"parent": _now("溯源链超过 20 级，请核对上一级计量标准。")})
