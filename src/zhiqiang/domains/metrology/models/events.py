"""Events of public measurement standards (社会公用计量标准): newly built, upgraded, rebuilt."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record


class StandardEvent(Record):
    """One event by which a public measurement standard came to be, or to be better."""

    class Kind(models.TextChoices):
        NEW = "new", _("新建")
        UPGRADED = "upgraded", _("提升")
        REBUILT = "rebuilt", _("改造")

    certificate = models.CharField(_("考核证书号"), max_length=60)
    title = models.CharField(_("计量标准名称"), max_length=160)
    kind = models.CharField(_("事项"), max_length=10, choices=Kind)
    institution = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("建标单位")
    )
    happened_on = models.DateField(_("批准日期"), db_index=True)
    measuring_range = models.CharField(_("测量范围"), max_length=120, blank=True)
    proof = models.CharField(_("佐证"), max_length=200, help_text=_("考核证书、批复文件等"))

    class Meta:
        verbose_name = _("计量标准事项")
        ordering = ("-happened_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("certificate", "kind", "happened_on"), name="standard_event_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}"
