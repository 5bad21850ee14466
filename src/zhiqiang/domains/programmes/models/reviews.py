"""Expert review, every layer kept: who reviews, what ties they declared, marks, consensus, visits on site."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.domains.programmes.models.applications import Application
from zhiqiang.foundation.reference.models import Organisation

PERCENT = (MaxValueValidator(100),)


class DeclaredTie(models.Model):
    """What a reviewer says binds them to an organisation; a former employer counts for some years after its end."""

    class Kind(models.TextChoices):
        FORMER_EMPLOYER = "former_employer", _("曾任职")
        FAMILY = "family", _("近亲属任职或持股")
        SHARES = "shares", _("持股或投资")
        CONSULTING = "consulting", _("咨询或顾问")
        OTHER = "other", _("其他关系")

    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declared_ties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.CharField(_("关系"), max_length=20, choices=Kind)
    ended_on = models.DateField(_("结束日期"), null=True, blank=True, help_text=_("仍存在的留空"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(_("申明时间"))

    class Meta:
        verbose_name = _("利益关系申明")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("reviewer", "organisation", "kind"), name="declared_tie_once"),
            models.CheckConstraint(
                condition=~Q(kind="former_employer") | Q(ended_on__isnull=False), name="former_employer_has_an_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reviewer} – {self.organisation}"


class ReviewAssignment(models.Model):
    """One expert's part in one application's review; `check` keeps what the conflict check saw."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_assignments", verbose_name=_("评审人")
    )
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(_("指派时间"))
    check_result = models.JSONField(_("回避核查"), default=dict)
    final_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)
    opinion = models.CharField(_("总体意见"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    ended_reason = models.CharField(_("撤销理由"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("评审任务")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("application", "reviewer"), condition=Q(ended_at=None), name="reviewer_once_per_application"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application.number} / {self.reviewer}"


class Mark(models.Model):
    """An expert's mark of one criterion: a percentage of its points, or empty where it does not apply."""

    assignment = models.ForeignKey(ReviewAssignment, on_delete=models.CASCADE, related_name="marks")
    criterion = models.CharField(_("条目"), max_length=40)
    percent = models.PositiveSmallIntegerField(_("得分率"), null=True, blank=True, validators=PERCENT)
    comment = models.CharField(_("评语"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("评分")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("assignment", "criterion"), name="mark_once_per_criterion"),
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="mark_within_hundred"),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.criterion}"


class Consensus(models.Model):
    """What the reviewers agreed on for one criterion, with the reason; after the visit a further layer, not an edit."""

    class Layer(models.TextChoices):
        CONSENSUS = "consensus", _("合议")
        AFTER_VISIT = "after_visit", _("现场评审后")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="consensus")
    layer = models.CharField(_("层次"), max_length=12, choices=Layer)
    criterion = models.CharField(_("条目"), max_length=40)
    percent = models.PositiveSmallIntegerField(_("得分率"), null=True, blank=True, validators=PERCENT)
    reason = models.CharField(_("理由"), max_length=1000)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("合议评分")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("application", "layer", "criterion"), name="consensus_once_per_layer"),
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="consensus_within_hundred"),
        )

    def __str__(self) -> str:
        return f"{self.application_id}/{self.criterion}"


class SiteVisit(models.Model):
    """A visit on site: when, who went, what was found."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("现场日期"))
    visitors = models.CharField(_("参加人"), max_length=200)
    findings = models.TextField(_("现场情况"), max_length=4000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("现场评审")
        ordering = ("visited_on", "pk")

    def __str__(self) -> str:
        return f"{self.application_id} {self.visited_on}"
