"""Plan versions: immutable snapshots by content hash, never edited in the database."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanSnapshot(models.Model):
    """One version of a plan package as it was loaded; `hash` is the SHA-256 of its canonical content."""

    hash = models.CharField(_("版本"), max_length=64, primary_key=True)
    slug = models.CharField(_("方案"), max_length=60)
    title = models.CharField(_("名称"), max_length=200)
    content = models.JSONField(_("内容"))
    loaded_at = models.DateTimeField(_("载入时间"))
    active = models.BooleanField(_("现行"), default=False)

    class Meta:
        verbose_name = _("方案版本")
        ordering = ("-loaded_at",)
        constraints = (
            models.UniqueConstraint(fields=("active",), condition=models.Q(active=True), name="plan_one_active"),
        )

    def __str__(self) -> str:
        return f"{self.slug}@{self.hash[:8]}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 (Django's signature)
        raise TypeError("方案版本只增不删：已公布的数字引用它。")
