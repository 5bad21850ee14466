"""A bulletin, quarterly analysis or leader's page: what the officer writes of it, and the paper as it was submitted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.bulletins.workflow import DRAFTED, STATE_CHOICES, VOIDED
from zhiqiang.foundation.registers.models import Record
from zhiqiang.kernel.papers import Paper, from_table


class Bulletin(Record):
    """One paper of a period. Its figures are computed; only title, findings and next steps are words of a person.

    `content`: the very paper that was submitted (`kernel.papers.to_table`): what is approved is what is printed.
    `known_at`: the moment whose figures it holds.
    """

    class Kind(models.TextChoices):
        BULLETIN = "bulletin", _("通报")
        ANALYSIS = "analysis", _("季度质量分析")
        LEADER_PAGE = "leader_page", _("领导一页纸")

    state = models.CharField(_("状态"), max_length=20, choices=STATE_CHOICES, default=DRAFTED, db_index=True)
    kind = models.CharField(_("文种"), max_length=20, choices=Kind)
    period = models.CharField(_("时期"), max_length=7, help_text=_("2026Q3（季）、2026-09（月）或 2026（年）"))
    title = models.CharField(_("标题"), max_length=80, blank=True, help_text=_("留空由系统按时期拟"))
    findings = models.TextField(
        _("主要问题"), max_length=4000, blank=True, help_text=_("一段一行；数字由系统写，这里写原因与事例")
    )
    next_steps = models.TextField(_("下一步工作"), max_length=4000, blank=True, help_text=_("一段一行"))
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections",
        verbose_name=_("更正哪一件"),
        help_text=_("已签发的不能改；要改就另起一件，签发后旧件注明已被更正"),
    )  # fmt: skip
    content = models.JSONField(_("送审稿"), null=True, blank=True, editable=False)
    known_at = models.DateTimeField(_("数据截止"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("通报")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "period"),
                condition=Q(corrects=None) & ~Q(state=VOIDED),
                name="bulletin_once_a_period",
                violation_error_message=_("这一时期的同一文种已有一件；要改已签发的，请选“更正哪一件”。"),
            ),
            models.UniqueConstraint(
                fields=("corrects",),
                condition=~Q(state=VOIDED),
                name="bulletin_corrected_once",
                violation_error_message=_("这一件已有更正在办或已被更正，请从最新的一件改起。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.get_kind_display()}"

    @property
    def submitted(self) -> Paper | None:
        """The paper that was submitted; None before."""
        return None if self.content is None else from_table(self.content)
