"""Whether a certificate holds, by its code, its file or its number: first the signature, then the register."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.conf import settings

from zhiqiang.foundation.certificates.keys import public_keys
from zhiqiang.foundation.certificates.models import IssuedCertificate
from zhiqiang.kernel.certificates import Outcome, Verdict, read, verify, verify_file

NOT_IN_THE_REGISTER = "签名相符，但签发登记中没有这张证书，请向签发机构查询。"
SERIAL = re.compile(r"\d{4}-\d{6,9}")


def checked_file(content: bytes, on: date) -> Verdict:
    """The verdict on a PDF or a text that holds a code."""
    return with_register(verify_file(content, public_keys(settings.HOME), on), on)


def checked_serial(serial: str, on: date) -> Verdict:
    """The verdict on the certificate of this number, from its stored code: a row altered in the database fails too."""
    found = IssuedCertificate.objects.filter(serial=serial).first()
    if found is None:
        return Verdict(Outcome.UNKNOWN, f"没有编号为 {serial} 的证书，请核对编号。")
    return with_register(verify(found.code, public_keys(settings.HOME), on), on)


def with_register(verdict: Verdict, on: date) -> Verdict:
    """The verdict of a signature once the register of issued certificates has been asked."""
    if not verdict.genuine or verdict.payload is None:
        return verdict
    found = IssuedCertificate.objects.filter(serial=verdict.payload.serial).first()
    if found is None or read(found.code) != verdict.payload:
        return replace(verdict, outcome=Outcome.UNKNOWN, reason=NOT_IN_THE_REGISTER)
    if found.is_revoked_on(on):
        reason = f"已撤销：{found.revoked_on} 起，原因：{found.revoked_cause}。"
        return replace(verdict, outcome=Outcome.REVOKED, reason=reason)
    return verdict


def certificates_of(register: str, records: Iterable[int]) -> Mapping[int, IssuedCertificate]:
    """The newest certificate of each of these records, for lists that lead to them."""
    rows = IssuedCertificate.objects.filter(register=register, record__in=records).select_related("document")
    return {one.record: one for one in rows.order_by("pk")}
