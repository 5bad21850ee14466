"""Files kept by the hash of their content, and what they are attached to."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """A stored file: the name it came with, its type by magic bytes, its size, its SHA-256."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=200)
    type = models.CharField(_("类型"), max_length=80)
    size = models.PositiveBigIntegerField(_("大小"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("文件")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the bytes are: media/ab/cdef…, the same for the same content."""
        return Path(settings.MEDIA_ROOT) / self.sha256[:2] / self.sha256[2:]


class Attachment(models.Model):
    """A document attached to a record of a register; who may see the record may download it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    register = models.CharField(max_length=60)
    record = models.PositiveBigIntegerField()
    title = models.CharField(_("说明"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("附件")
        indexes = (models.Index(fields=("register", "record"), name="attachment_by_record"),)

    def __str__(self) -> str:
        return str(self.document)
