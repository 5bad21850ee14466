"""A certificate as a PDF: our template, the facts as data, the code as QR code, in print and in the metadata."""

import io
import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhiqiang.foundation.certificates.wording import WORDS, facts_of, in_chinese
from zhiqiang.kernel.certificates import CertificateError, Payload

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates" / "certificates"
#: Families that hold the Chinese signs of names, the official look first: Noto and Source Han are the same font.
CHINESE_FONTS = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "FangSong", "STSong", "Songti SC",
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei",
)  # fmt: skip
SIGNS_IN_A_LINE = 125  # of the printed code: it has no spaces to break at
_one_at_a_time = Lock()  # a typst compiler refuses to be used by two threads at once


def render(payload: Payload, *, code: str, address: str, wording: str, at: datetime) -> bytes:
    """The PDF of a certificate, some milliseconds once the fonts are known. Raises CertificateError without a font.

    `address`: the check page with the code in it, for the QR code; `wording`: the sentence above the facts.
    """
    import segno

    drawn = io.BytesIO()
    segno.make(address, micro=False, error="m", boost_error=False).save(drawn, kind="svg", border=1, xmldecl=False)
    data = {
        "title": payload.title,
        "holder": payload.holder,
        "uscc": payload.uscc,
        "serial": payload.serial,
        "issuer": payload.issuer,
        "issued": in_chinese(payload.issued),
        "wording": wording,
        "facts": facts_of(payload),
        "code": code,
        "lines": [code[start : start + SIGNS_IN_A_LINE] for start in range(0, len(code), SIGNS_IN_A_LINE)],
        "qr": drawn.getvalue().decode(),
        "demo": payload.demo,
        "words": WORDS,
    }
    return _compile(data, at)


def chinese_font(families: Iterable[str]) -> str:
    """The first of our families that this computer has. Raises CertificateError where it has none."""
    there = set(families)
    found = next((one for one in CHINESE_FONTS if one in there), None)
    if found is None:
        raise CertificateError(
            _("这台电脑没有中文字体，证书印出来会是方框，因此没有签发。请安装 fonts-noto-cjk 后重试。")
        )
    return found


def _compile(data: dict[str, object], at: datetime) -> bytes:
    """Typst in this process: it may read the folder of our template and nothing else, and no package."""
    compiler, font = _compiler()
    data |= {"font": font, "mono": ("DejaVu Sans Mono", font)}
    with _one_at_a_time:
        made = compiler.compile(
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf", timestamp=int(at.timestamp())
        )
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _compiler() -> "tuple[typst.Compiler, str]":
    """The compiler, kept: finding the fonts takes longer than a hundred certificates."""
    import typst

    fonts = typst.Fonts()
    font = chinese_font(fonts.families())
    nowhere = TEMPLATES / "no-packages"
    compiler = typst.Compiler(
        TEMPLATES / "certificate.typ", root=TEMPLATES, font_paths=fonts, package_path=nowhere,
        package_cache_path=nowhere,
    )  # fmt: skip
    return compiler, font
