"""Papers that were issued: what each says, its very files, the number. Never changed; only a successor corrects one."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation.documents.models import Document
from zhiqiang.kernel.papers import Paper, from_table


class SerialCounter(models.Model):
    """The last number given in a series and year; locked while one is given, so that there is no gap and no twin."""

    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("文号计数")
        constraints = (models.UniqueConstraint(fields=("series", "year"), name="paper_counter_once"),)

    def __str__(self) -> str:
        return f"{self.series} {self.year}-{self.last}"


class IssuedPaper(models.Model):
    """One paper as it was issued for a record (the database itself refuses to change or remove a row).

    `content` is the table of `kernel.papers.to_table`; `mark` is the issuing organ's mark (发文机关标志) as printed.
    """

    number = models.CharField(_("文号"), max_length=60, unique=True)
    series = models.CharField(_("文号系列"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年份"))
    serial = models.PositiveIntegerField(_("顺序号"))
    kind = models.CharField(_("文种"), max_length=40, db_index=True)
    title = models.CharField(_("标题"), max_length=200)
    issued_on = models.DateField(_("成文日期"))
    content = models.JSONField(_("内容"))
    mark = models.CharField(_("发文机关标志"), max_length=120)
    docx = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name=_("DOCX 文件"))
    pdf = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name=_("PDF 文件"))
    register = models.CharField(_("台账"), max_length=60)
    record = models.PositiveBigIntegerField(_("记录"))
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("更正")
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("签发人")
    )
    issued_at = models.DateTimeField(_("签发时间"))

    class Meta:
        verbose_name = _("已发公文")
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("series", "year", "serial"), name="paper_serial_once"),)
        indexes = (models.Index(fields=("register", "record"), name="paper_by_record"),)

    def __str__(self) -> str:
        return self.number

    @property
    def paper(self) -> Paper:
        """What the paper says, with every binding."""
        return from_table(self.content)

    @property
    def successor(self) -> "IssuedPaper | None":
        """The paper that corrects this one, if one does."""
        return IssuedPaper.objects.filter(supersedes=self.pk).first()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 (Django's signature)
        _refuse()


def _refuse() -> NoReturn:
    raise TypeError("已发公文不改不删，只能另发一件更正。")
