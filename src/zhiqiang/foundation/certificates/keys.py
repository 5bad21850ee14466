"""The signing key of a home: a file made once and readable by its owner only, with the public keys beside it.

`certificate.pub` holds the present public key first and then every earlier one, so that certificates signed before a
change of keys still verify. Knows no Django: the command line checks certificates without it.
"""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zhiqiang.kernel.certificates import (
    CertificateError,
    PublicKey,
    new_private_key,
    private_from_pem,
    private_to_pem,
    public_from_pem,
    public_of,
    public_to_pem,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PRIVATE, PUBLIC = "certificate.key", "certificate.pub"


def signing_key(home: Path) -> "Ed25519PrivateKey":
    """The key this home signs with, made when it is first asked for. Raises CertificateError for a spoilt file."""
    path = home / PRIVATE
    if not path.exists():
        _make_once(path, private_to_pem(new_private_key()))
    key = private_from_pem(path.read_bytes())
    known = public_keys(home)
    if public_of(key) not in known:
        _replace(home / PUBLIC, public_to_pem([public_of(key), *known]))
    return key


def public_keys(home: Path) -> tuple[PublicKey, ...]:
    """The public keys of this home, the present one first; none where it has not signed yet."""
    path = home / PUBLIC
    return public_from_pem(path.read_bytes()) if path.exists() else ()


def rotate_key(home: Path) -> PublicKey:
    """Sign with a new key from now on; the old private key is gone, its public key is kept.

    The new public key is written first: whoever checks knows it before anything is signed with it.
    """
    signing_key(home)
    fresh = new_private_key()
    _replace(home / PUBLIC, public_to_pem([public_of(fresh), *public_keys(home)]))
    _replace(home / PRIVATE, private_to_pem(fresh))
    return public_of(fresh)


def _make_once(path: Path, content: bytes) -> None:
    """Write a file that nobody overwrites: of two processes that make it at once, one wins and both use its file."""
    draft = _draft(path, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError as error:
        raise CertificateError(f"不能写入签发私钥 {path}：{error.strerror}。请检查磁盘和权限。") from error
    finally:
        draft.unlink()


def _replace(path: Path, content: bytes) -> None:
    draft = _draft(path, content)
    if path.name == PUBLIC:
        draft.chmod(0o644)
    draft.replace(path)


def _draft(path: Path, content: bytes) -> Path:
    """The content in a temporary file beside, flushed to the disk, of mode 600."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    return Path(name)
