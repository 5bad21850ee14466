"""What the tests of certificates stand on: a home with a city, and a Chinese font to print with."""

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import typst

from zhiqiang.foundation.certificates.actions import CertificateFacts, issue_certificate
from zhiqiang.foundation.certificates.models import IssuedCertificate
from zhiqiang.foundation.certificates.pdf import chinese_font
from zhiqiang.foundation.testing.city import City
from zhiqiang.kernel.certificates import CertificateError

FACTS = CertificateFacts(
    title="承德市绿色工厂",
    programme="green-factory",
    holder="承德某钒钛有限公司",
    uscc="91130825MAT0124498",
    subject="热轧生产线",
    level="市级",
    issued=date(2026, 3, 1),
    until=date(2029, 2, 28),
)
Issue = Callable[..., IssuedCertificate]


@pytest.fixture(scope="session")
def _font() -> None:
    try:
        chinese_font(typst.Fonts().families())
    except CertificateError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


@pytest.fixture
def issue(city: City, as_of: Callable[..., Any], _font: None) -> Issue:
    """`issue(record=7, version=1)` issues a certificate on 23 November 2026."""
    as_of(2026, 11, 23)

    def make(record: int = 7, version: int = 1, facts: CertificateFacts = FACTS) -> IssuedCertificate:
        actor = city.users["city_verifier"]
        return issue_certificate(
            register="programmes.recognitions", record_id=record, version=version, facts=facts, actor=actor
        )

    return make
