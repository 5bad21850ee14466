"""Keeping files by the SHA-256 of their content: the same bytes once, found again, never overwritten."""

import hashlib
import os
import re
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.documents.models import Attachment, Document
from zhiqiang.foundation.documents.types import FileType, type_of

LONGEST_NAME = 120
#: Signs that turn the direction of text hide a name's true ending ("gpj.exe" shown as "exe.jpg").
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


class UnfitFileError(Exception):
    """A file that is not kept: too large, of a wrong type, or named as what it is not; the message says which."""


def store_document(*, name: str, content: bytes, actor: User) -> Document:
    """Keep a file whatever it is (an import must show what it was handed). Raises UnfitFileError if too large."""
    found = type_of(content)
    if len(content) > found.most:
        raise UnfitFileError(_("文件超过 %(n)s MB 的上限。") % {"n": found.most // 2**20})
    digest = hashlib.sha256(content).hexdigest()
    document = Document(
        sha256=digest,
        name=clean_name(name),
        type=found.media,
        size=len(content),
        uploaded_by=actor,
        uploaded_at=clock.now(),
    )
    _keep(content, document.path)
    document.save()
    return document


def attach(*, name: str, content: bytes, register: str, record: int, actor: User, title: str = "") -> Attachment:
    """Attach a file to a record; the caller has asked whether this person may change that record.

    Raises UnfitFileError for a type that is not attached, or a name whose ending is not that of the content.
    """
    found = type_of(content)
    _require_fit(clean_name(name), found)
    document = store_document(name=name, content=content, actor=actor)
    return Attachment.objects.create(document=document, register=register, record=record, title=title)


def clean_name(name: str) -> str:
    """A file's own name without folders, invisible signs and signs that some system forbids; never empty."""
    last = PurePosixPath(PureWindowsPath(_UNSEEN.sub("", name)).as_posix()).name
    plain = _FORBIDDEN.sub("_", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 10:
        plain = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return plain[:LONGEST_NAME] or str(_("未命名文件"))


def _require_fit(name: str, found: FileType) -> None:
    if not found.attachable:
        raise UnfitFileError(_("这种文件不能作为附件。可用 PDF、OFD、图片（PNG、JPG）、Word、Excel、文本。"))
    if not name.lower().endswith(found.endings):
        raise UnfitFileError(
            _("文件名“%(name)s”与内容不符，内容是 %(endings)s。请核对后重新上传。")
            % {"name": name, "endings": "、".join(found.endings)}
        )


def _keep(content: bytes, path: Path) -> None:
    """Write through a temporary file in the same folder, flushed to the disk: a half-written document never exists."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
