"""What is valid from a day to a day, and the spans in between over which it was not."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.workflow import STANDING_CHOICES
from zhiqiang.foundation.workflow.verification import RECORDED


class StandingRecord(Record):
    """The base of a register whose records are valid over a span of days: certificates, licences, lists."""

    state = models.CharField(_("状态"), max_length=20, choices=STANDING_CHOICES, default=RECORDED, db_index=True)
    valid_from = models.DateField(_("有效起"), db_index=True)
    valid_to = models.DateField(_("有效至"), null=True, blank=True, help_text=_("最后有效的一天；长期有效的留空"))

    class Meta:
        abstract = True


class Interruption(models.Model):
    """A span over which a record did not stand: suspended until resumed, or withdrawn for good, with its cause.

    Resumed on the very day of the suspension, it ends the day before it starts and holds no day at all. A withdrawal
    that was itself annulled keeps its row with `annulled_at` and takes nothing out any more.
    """

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", _("暂停")
        WITHDRAWN = "withdrawn", _("撤销")

    register = models.CharField(max_length=60)
    record = models.PositiveBigIntegerField()
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"), null=True)
    cause = models.CharField(_("原因"), max_length=400)
    annulled_at = models.DateTimeField(_("收回时间"), null=True)

    class Meta:
        verbose_name = _("暂停与撤销")
        ordering = ("starts_on", "pk")
        indexes = (models.Index(fields=("register", "record"), name="interruption_by_record"),)
        constraints = (
            models.UniqueConstraint(
                fields=("register", "record", "kind"),
                condition=Q(ends_on=None, annulled_at=None),
                name="interruption_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register}/{self.record} {self.kind}"
