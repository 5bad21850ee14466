"""Ed25519 keys (RFC 8032): a home signs with its private key, anyone checks with the public key.

`cryptography` takes a tenth of a second to load, so it is loaded where it is used.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhiqiang.kernel.certificates.problems import CertificateError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MOST_PEM = 64 * 1024
_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key as its 32 bytes; `id` is the first 16 hexadecimal signs of their SHA-256 and stands in each code."""

    raw: bytes

    @property
    def id(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()[:16]

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Whether the holder of the private key signed exactly this message."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def new_private_key() -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate()


def public_of(private_key: "Ed25519PrivateKey") -> PublicKey:
    return PublicKey(private_key.public_key().public_bytes_raw())


def private_to_pem(private_key: "Ed25519PrivateKey") -> bytes:
    """PKCS #8 without a password: the file's mode protects it."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def private_from_pem(pem: bytes) -> "Ed25519PrivateKey":
    """Raises CertificateError where it is no Ed25519 private key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CertificateError("签发私钥文件读不出来，应为不带口令的 Ed25519 私钥（PEM）。") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise CertificateError("签发私钥不是 Ed25519 密钥，不能用来签发证书。")
    return found


def public_to_pem(keys: Iterable[PublicKey]) -> bytes:
    """One or more public keys, one PEM block after the other."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    loaded = (Ed25519PublicKey.from_public_bytes(one.raw) for one in keys)
    return b"".join(one.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) for one in loaded)


def public_from_pem(pem: bytes) -> tuple[PublicKey, ...]:
    """Every public key of a PEM file, in its order. Raises CertificateError where there is none, or a foreign one."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    blocks = _PEM.findall(pem[:MOST_PEM])
    if not blocks:
        raise CertificateError("公钥文件里没有公钥：应有“-----BEGIN PUBLIC KEY-----”一段。")
    found = []
    for block in blocks:
        try:
            key = load_pem_public_key(block)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise CertificateError("公钥文件读不出来，请重新下载。") from error
        if not isinstance(key, Ed25519PublicKey):
            raise CertificateError("公钥不是 Ed25519 密钥，验不了证书。")
        found.append(PublicKey(key.public_bytes_raw()))
    return tuple(found)
