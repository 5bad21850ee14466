"""Certificates as short signed texts that anyone can check, without a network or a database."""

from zhiqiang.kernel.certificates.code import LONGEST_CODE, Payload, encode, normalised, read, sign
from zhiqiang.kernel.certificates.files import CodeInFile, code_in, seal, verify_file
from zhiqiang.kernel.certificates.keys import (
    PublicKey,
    new_private_key,
    private_from_pem,
    private_to_pem,
    public_from_pem,
    public_of,
    public_to_pem,
)
from zhiqiang.kernel.certificates.problems import CertificateError
from zhiqiang.kernel.certificates.verdict import Outcome, Verdict, verify

__all__ = [
    "LONGEST_CODE",
    "CertificateError",
    "CodeInFile",
    "Outcome",
    "Payload",
    "PublicKey",
    "Verdict",
    "code_in",
    "encode",
    "new_private_key",
    "normalised",
    "private_from_pem",
    "private_to_pem",
    "public_from_pem",
    "public_of",
    "public_to_pem",
    "read",
    "seal",
    "sign",
    "verify",
    "verify_file",
]
