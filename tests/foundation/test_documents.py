"""Stored files: by content, typed by their bytes, named safely, sent only to who may see the record."""

import hashlib

import pytest
from django.urls import include, path, reverse

from zhiqiang.domains.sampling.models import Sample
from zhiqiang.foundation import clock
from zhiqiang.foundation.documents import views
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.documents.store import UnfitFileError, attach, clean_name, store_document
from zhiqiang.foundation.documents.types import MARKUP, OCTETS, PDF, TEXT, type_of
from zhiqiang.foundation.reference.models import ProductClass

urlpatterns = [path("", include("zhiqiang.site.urls")), *views.urlpatterns]
pytestmark = pytest.mark.urls(__name__)
PDF_BYTES = b"%PDF-1.7 \n% report"


@pytest.fixture
def sample(city):
    now = clock.now()
    return Sample.objects.create(
        number="A-1", unit=city.unit, level="county", design="representative", product="酱牛肉", place="某店",
        product_class=ProductClass.objects.first(), sampled_on=now.date(), laboratory=city.laboratory,
        conclusion="pass",
        recorded_by=city.users["reporter"], recorded_at=now, changed_at=now,
    )  # fmt: skip


def test_the_same_content_is_kept_once_under_its_hash(city):
    first, second = (
        store_document(name=name, content=PDF_BYTES, actor=city.users["reporter"]) for name in ("a.pdf", "b.pdf")
    )
    assert first.path == second.path
    assert first.path.read_bytes() == PDF_BYTES
    assert (first.sha256, first.size, first.type) == (hashlib.sha256(PDF_BYTES).hexdigest(), 18, "application/pdf")
    assert [one.name for one in first.path.parent.iterdir()] == [first.sha256[2:]]


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PDF_BYTES, PDF.media),
        ("样品,结论\n".encode("gb18030"), TEXT.media),
        (b"\xef\xbb\xbf<html>", MARKUP.media),
        (b"  <svg onload=alert(1)>", MARKUP.media),
        (b"\x89PNG\r\n\x1a\n..", "image/png"),
        (b"MZ\x90\x00", OCTETS),
        (b"", OCTETS),
        (b"PK\x03\x04 broken", OCTETS),
    ],
)
def test_the_type_is_what_the_bytes_say(content, media):
    assert type_of(content).media == media


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\报告.pdf", "报告.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ('x<y>"z".pdf', "x_y__z_.pdf"),
        ("", "未命名文件"),
        ("...", "未命名文件"),
        ("很" * 300 + ".pdf", "很" * 116 + ".pdf"),
    ],
)
def test_a_name_loses_folders_invisible_signs_and_excess(given, kept):
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"\x89PNG\r\n\x1a\n"),
        ("a.png", PDF_BYTES),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<html>"),
        ("a.exe", b"MZ\x00"),
    ],
)
def test_active_unknown_and_misnamed_files_are_not_attached(name, content, city, sample):
    with pytest.raises(UnfitFileError):
        attach(name=name, content=content, register="sampling.samples", record=sample.pk, actor=city.users["reporter"])
    assert not Attachment.objects.exists()


def test_a_picture_that_is_too_large_is_refused(city):
    with pytest.raises(UnfitFileError, match="10 MB"):
        store_document(name="a.png", content=b"\x89PNG\r\n\x1a\n" + b"\0" * 10 * 2**20, actor=city.users["reporter"])


def test_a_download_goes_only_to_who_may_see_the_record(city, sample, client):
    known = {"register": "sampling.samples", "record": sample.pk, "actor": city.users["reporter"]}
    kept = attach(name="报告.pdf", content=PDF_BYTES, **known)
    address = reverse("document", args=[kept.pk])
    assert client.get(address).status_code == 302
    for person, status in ((city.users["reporter"], 200), (city.person("reporter", city.other_unit), 404)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(address)
        assert answer.status_code == status
        if status == 200:
            assert b"".join(answer.streaming_content) == PDF_BYTES
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Disposition"].startswith("attachment;")
            assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(reverse("document", args=[kept.pk + 1])).status_code == 404
