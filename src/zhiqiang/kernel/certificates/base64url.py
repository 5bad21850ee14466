"""Base64 for addresses (RFC 4648 §5) without padding, read strictly: one text for one sequence of bytes.

Python's own decoder skips signs it does not know and ignores the spare bits of the last sign, so that several texts
would stand for the same bytes and a changed code could still verify.
"""

import base64
import binascii

from zhiqiang.kernel.certificates.problems import CertificateError


def to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def to_bytes(text: str) -> bytes:
    """The bytes of a text that `to_text` writes. Raises CertificateError for any other text."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise CertificateError("证书码残缺或被改动，请整串复制后再验。") from error
    if to_text(content) != text:
        raise CertificateError("证书码残缺或被改动，请整串复制后再验。")
    return content
