"""What a file is by its first bytes; its name and the browser's word count for nothing (ASVS 5.2.2)."""

import io
import zipfile
from dataclasses import dataclass

MEGABYTE = 2**20
OCTETS = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: media type, endings its names may have, largest size in bytes, whether it may be attached."""

    media: str
    endings: tuple[str, ...]
    most: int
    attachable: bool = True


PDF = FileType("application/pdf", (".pdf",), 50 * MEGABYTE)
PNG = FileType("image/png", (".png",), 10 * MEGABYTE)
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"), 10 * MEGABYTE)
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), 50 * MEGABYTE)
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), 50 * MEGABYTE)
OLE = FileType("application/x-ole-storage", (".xls", ".doc", ".et", ".wps"), 50 * MEGABYTE)
OFD = FileType("application/ofd", (".ofd",), 50 * MEGABYTE)
TEXT = FileType("text/plain", (".csv", ".txt"), 50 * MEGABYTE)
#: Active or unknown content: kept where an import must keep what it was handed, never attached, never shown inline.
MARKUP = FileType("application/x-markup", (), 50 * MEGABYTE, attachable=False)
ARCHIVE = FileType("application/zip", (".zip",), 50 * MEGABYTE, attachable=False)
UNKNOWN = FileType(OCTETS, (), 50 * MEGABYTE, attachable=False)

_MAGIC = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
)
_PARTS = (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX), ("OFD.xml", OFD))


def type_of(content: bytes) -> FileType:
    """The type that the bytes tell; UNKNOWN where they tell nothing."""
    for magic, found in _MAGIC:
        if content.startswith(magic):
            return found
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    if not content or b"\0" in content[: 64 * 1024]:
        return UNKNOWN
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if start.startswith((b"<", b"{\\rtf")):
        return MARKUP
    return TEXT if _is_text(content) else UNKNOWN


def _package(content: bytes) -> FileType:
    """An office document by the part it must hold; macros make it an archive that nobody may attach."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return UNKNOWN
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ARCHIVE
    return next((found for part, found in _PARTS if part in names), ARCHIVE)


def _is_text(content: bytes) -> bool:
    for codec in ("utf-8", "gb18030"):
        try:
            content.decode(codec)
        except UnicodeDecodeError:
            continue
        return True
    return False
