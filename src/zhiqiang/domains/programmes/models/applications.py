"""Applications and the papers that go with them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.programmes.models.catalogue import programme_choices
from zhiqiang.domains.programmes.models.definitions import Definition, LateEntry, Round
from zhiqiang.domains.programmes.workflow import LIVE_STATES, STATE_CHOICES
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.models import Record


class Application(Record):
    """What one organisation applies for under one programme; it keeps the definition it was begun under.

    `answers`: form field code → value as JSON (money in fen, days and decimals as text). `facts`: what the system
    knew at the moment of submission. `subject`: the thing applied for, in words; the same thing twice is refused.
    """

    state = models.CharField(_("状态"), max_length=20, choices=STATE_CHOICES, default="draft", db_index=True)
    definition = models.ForeignKey(
        Definition, on_delete=models.PROTECT, related_name="applications", verbose_name=_("项目定义")
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("批次")
    )
    late_entry = models.ForeignKey(
        LateEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("逾期申报决定")
    )
    applicant = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="applications", verbose_name=_("申报单位")
    )
    programme = models.CharField(_("申报项目"), max_length=60, choices=programme_choices)
    subject = models.CharField(_("申报事项"), max_length=200, blank=True)
    answers = models.JSONField(_("填报内容"), default=dict, blank=True)
    facts = models.JSONField(_("提交时的事实"), default=dict, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    consensus_opened_at = models.DateTimeField(_("合议开始时间"), null=True, blank=True)
    level = models.CharField(_("拟认定级别"), max_length=40, blank=True)
    basis = models.CharField(_("认定文号"), max_length=120, blank=True)
    score = models.DecimalField(_("总分"), max_digits=8, decimal_places=2, null=True, blank=True)
    notice_from = models.DateField(_("公示起"), null=True, blank=True)
    notice_until = models.DateField(_("公示止"), null=True, blank=True)

    class Meta:
        verbose_name = _("申报")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "applicant", "subject"),
                condition=Q(state__in=LIVE_STATES),
                name="application_once_for_a_thing",
            ),
        )
        indexes = (
            models.Index(fields=("round", "state"), name="application_by_round"),
            models.Index(fields=("applicant", "state"), name="application_by_applicant"),
            models.Index(fields=("state", "notice_until"), name="application_by_notice"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.subject}".strip()

    @property
    def number(self) -> str:
        """How people name an application: programme and running number."""
        return f"{self.programme}-{self.pk or 0:06d}"


class Paper(models.Model):
    """A file in one of the document slots of an application's programme.

    `shown_blind`: an officer has seen that it does not tell whose it is; only then do blind reviewers get it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    slot = models.CharField(_("材料"), max_length=60)
    shown_blind = models.BooleanField(_("可供盲评"), default=False)
    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("申报材料")
        ordering = ("pk",)
        indexes = (models.Index(fields=("application", "slot"), name="paper_by_slot"),)

    def __str__(self) -> str:
        return f"{self.application_id}/{self.slot}"
