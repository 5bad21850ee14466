"""Programme definitions as they once were loaded, the rounds that are pinned to them, and entries let in late."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.programmes import read_definition
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.kernel.programmes import Programme


class Definition(models.Model):
    """One version of a programme as its file said it; never changed, named by the hash of its content.

    The text itself is kept: it can be read by people, and needs no second format that must follow the first.
    """

    hash = models.CharField(_("内容指纹"), max_length=64, primary_key=True)
    code = models.CharField(_("项目代码"), max_length=60, db_index=True)
    version = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("项目"), max_length=120)
    text = models.TextField(_("定义原文"))
    criteria = models.TextField(_("共用评审标准原文"), blank=True)
    loaded_at = models.DateTimeField(_("载入时间"))

    class Meta:
        verbose_name = _("项目定义")
        ordering = ("code", "-version")
        constraints = (models.UniqueConstraint(fields=("code", "version"), name="definition_version_once"),)

    def __str__(self) -> str:
        return self.title

    @property
    def programme(self) -> Programme:
        """The definition, parsed from its own text."""
        return read_definition(self.text, self.criteria, f"{self.code}.toml")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 (Django's signature)
        _refuse()


class Round(models.Model):
    """A call for applications: open from day to day, run by the definition that held when it was opened."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("项目"))
    title = models.CharField(_("批次名称"), max_length=120)
    opens_on = models.DateField(_("开始申报"))
    closes_on = models.DateField(_("截止申报"), db_index=True)
    quota = models.PositiveIntegerField(_("名额"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("发起人")
    )
    created_at = models.DateTimeField(_("发起时间"))

    class Meta:
        verbose_name = _("申报批次")
        ordering = ("-opens_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"),
            models.UniqueConstraint(fields=("definition", "title"), name="round_title_once"),
        )

    def __str__(self) -> str:
        return self.title


class LateEntry(models.Model):
    """The decision that one organisation may still apply in a closed round: who decided, why, until when."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="late_entries", verbose_name=_("批次"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    until = models.DateField(_("可申报至"))
    reason = models.CharField(_("理由"), max_length=400)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("逾期申报决定")
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("round", "organisation"), name="late_entry_once"),)

    def __str__(self) -> str:
        return f"{self.round} {self.organisation}"


def _refuse() -> NoReturn:
    raise TypeError("项目定义只增不改：批次和申报以它为准。")
