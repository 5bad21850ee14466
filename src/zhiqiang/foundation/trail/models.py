"""The trail: one row for each action, append-only, each carrying the hash of the one before."""

import hashlib
import json
from datetime import UTC
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_HASH = "0" * 64


class TrailHead(models.Model):
    """The end of the chain: one row, locked while an entry is added, so that numbers have no gap and no twin."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=FIRST_HASH)

    class Meta:
        verbose_name = _("留痕链尾")

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class TrailEntry(models.Model):
    """What was done, by whom, to what, when; never changed or removed (database triggers refuse both)."""

    number = models.PositiveBigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    actor = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("操作人")
    )
    action = models.CharField(_("动作"), max_length=60)
    register = models.CharField(_("台账"), max_length=60, blank=True)
    record = models.CharField(_("记录"), max_length=60, blank=True)
    facts = models.JSONField(_("内容"), default=dict)
    previous = models.CharField(_("前一哈希"), max_length=64)
    hash = models.CharField(_("哈希"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("留痕")
        ordering = ("-number",)
        indexes = (models.Index(fields=("register", "record"), name="trail_by_record"),)

    def __str__(self) -> str:
        return f"#{self.number} {self.action}"

    def computed_hash(self) -> str:
        """SHA-256 over the canonical JSON of every other field, the previous hash among them."""
        content = {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "action": self.action,
            "register": self.register,
            "record": self.record,
            "facts": self.facts,
            "previous": self.previous,
        }
        return hashlib.sha256(canonical(content).encode()).hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 (Django's signature)
        _refuse()


def canonical(content: object) -> str:
    """JSON with sorted keys and no spaces: the same facts give the same text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse() -> NoReturn:
    raise TypeError("留痕只增不改。")
