"""Certificates as files: the code found in a PDF or a text, and the seal that holds a PDF to its very bytes.

A code vouches for what it says, not for what is printed around it: without more, a PDF with another name on its face
and an untouched code would pass. So an issued PDF ends in a comment line (ISO 32000-1 §7.2.4; readers ignore it) that
signs the SHA-256 of everything before it, with the key that signed the code.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhiqiang.kernel.certificates import base64url
from zhiqiang.kernel.certificates.code import LONGEST_CODE, MARK
from zhiqiang.kernel.certificates.keys import PublicKey
from zhiqiang.kernel.certificates.problems import CertificateError
from zhiqiang.kernel.certificates.verdict import Outcome, Verdict, verify

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MOST_BYTES = 20 * 2**20
#: A PDF with its first sign spoilt must not pass for a text, so its end tells as well.
PDF_BEGINS, PDF_ENDS = b"%PDF-", b"%%EOF"
SEAL = "ZQS1"
NOT_THE_ORIGINAL = (
    "证书码是真的，但这个 PDF 不是签发时的原件（被改动或另存过），印在上面的字不能作数，以证书码所载内容为准。"
)
_CODE = re.compile(rf"(?<![\w.-]){MARK}\.[\w-]{{1,{LONGEST_CODE}}}\.[\w-]{{1,100}}(?![\w-])", re.ASCII)
_SEAL_LINE = re.compile(rf"\n%{SEAL}\.([\w-]{{86}})\n\Z".encode(), re.ASCII)
_SEAL_LENGTH = len(f"\n%{SEAL}.\n") + 86


@dataclass(frozen=True, slots=True)
class CodeInFile:
    """The code a file carries, and whether the file is a PDF (which must then be sealed)."""

    code: str
    is_pdf: bool


def code_in(content: bytes) -> CodeInFile:
    """The one code in a PDF (from its metadata) or a text. Raises CertificateError where there is none or more."""
    if len(content) > MOST_BYTES:
        raise CertificateError(f"文件超过 {MOST_BYTES // 2**20} MB，不是本系统签发的证书。")
    is_pdf = content.startswith(PDF_BEGINS) or PDF_ENDS in content[-1024:]
    if is_pdf:
        text = content.decode("latin-1")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CertificateError("文件里没有证书码：应为签发的 PDF，或存有证书码的文本文件。") from error
        if text.strip().startswith(f"{MARK}.") and len(text.split()) == 1:
            return CodeInFile(text.strip(), is_pdf=False)  # nothing but a code: whole, or not at all
    codes = dict.fromkeys(_CODE.findall(text))
    if not codes:
        raise CertificateError("文件里没有证书码：应为签发的 PDF，或存有证书码的文本文件。")
    if len(codes) > 1:
        raise CertificateError(f"文件里有 {len(codes)} 个不同的证书码，分不清验哪一个，请逐个验。")
    return CodeInFile(next(iter(codes)), is_pdf)


def seal(pdf: bytes, private_key: "Ed25519PrivateKey") -> bytes:
    """The PDF with the line that signs its bytes."""
    signature = base64url.to_text(private_key.sign(_sealed(pdf)))
    return pdf + f"\n%{SEAL}.{signature}\n".encode("ascii")


def verify_file(content: bytes, public_keys: Iterable[PublicKey], on: date) -> Verdict:
    """Whether a file's code is genuine and holds on a day, and a PDF is, to the last bit, the one that was issued."""
    keys = tuple(public_keys)
    try:
        found = code_in(content)
    except CertificateError as error:
        return Verdict(Outcome.UNREADABLE, str(error))
    verdict = verify(found.code, keys, on)
    if not verdict.genuine or not found.is_pdf or is_sealed(content, keys, verdict):
        return verdict
    return Verdict(Outcome.ALTERED, NOT_THE_ORIGINAL, verdict.payload)


def is_sealed(content: bytes, public_keys: Iterable[PublicKey], verdict: Verdict) -> bool:
    """Whether the bytes end in a seal by the very key that signed the code."""
    line = _SEAL_LINE.search(content[-_SEAL_LENGTH:])
    key = next((one for one in public_keys if verdict.payload and one.id == verdict.payload.key), None)
    if line is None or key is None:
        return False
    try:
        signature = base64url.to_bytes(line[1].decode("ascii"))
    except CertificateError:
        return False
    return key.signed(signature, _sealed(content[:-_SEAL_LENGTH]))


def _sealed(pdf: bytes) -> bytes:
    return f"{SEAL}.".encode("ascii") + hashlib.sha256(pdf).digest()
