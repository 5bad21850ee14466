"""Standards that the city's firms and bodies led or joined, and the city's own local standards."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record


class StandardRole(Record):
    """One organisation's part in one published standard; the standard itself is counted once however many joined."""

    class Level(models.TextChoices):
        INTERNATIONAL = "international", _("国际标准")
        NATIONAL = "national", _("国家标准")
        INDUSTRY = "industry", _("行业标准")
        PROVINCE = "province", _("省地方标准")
        CITY = "city", _("市地方标准")
        GROUP = "group", _("团体标准")

    class Role(models.TextChoices):
        LED = "led", _("主导")
        JOINED = "joined", _("参与")

    number = models.CharField(_("标准编号"), max_length=60)
    title = models.CharField(_("标准名称"), max_length=200)
    level = models.CharField(_("标准层级"), max_length=16, choices=Level)
    role = models.CharField(_("作用"), max_length=8, choices=Role)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("参与单位")
    )
    published_on = models.DateField(_("发布日期"), db_index=True)
    proof = models.CharField(_("佐证"), max_length=200, help_text=_("标准文本前言页、立项文件等"))

    class Meta:
        verbose_name = _("标准制修订")
        ordering = ("-published_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("number", "organisation"), name="standard_role_once_per_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
