"""A digital certificate becomes a record with its bytes and hash; a broken one is never verified; the command tells."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhiqiang.domains.metrology import registers
from zhiqiang.domains.metrology.actions import record_calibration
from zhiqiang.domains.metrology.imports.dcc import read_dcc
from zhiqiang.domains.metrology.models import Calibration
from zhiqiang.domains.metrology.tests.bench import Bench
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.browsing import open_as, words

DATA = Path(__file__).parent / "data"
SIGNED = "dcc_gp_temperature_typical_v12_v3.2.0_signed.xml"
MANIPULATED = "dcc_gp_temperature_typical_v12_v3.2.0_signed_manipulated.xml"


@pytest.fixture
def bench(city, as_of):
    as_of(2026, 11, 23)
    return Bench(city)


def recorded(city, name=SIGNED, **other):
    content = (DATA / name).read_bytes()
    return record_calibration(
        name=name, content=content, read=read_dcc(content), unit=city.unit, actor=city.users["reporter"], **other
    )


def test_a_certificate_becomes_a_record_with_its_file_as_it_came(bench, city):
    standard = bench.standard()
    made = recorded(city, standard=standard)
    assert (made.number, made.calibrated_on, made.next_due) == (
        "GP_DCC_temperature_typical_1.2", date(1957, 8, 13), date(1959, 10, 22),
    )  # fmt: skip
    assert (made.signature, made.standard, made.state) == ("intact", standard, "recorded")
    assert made.signer.startswith("CN=Calibration Lab A1")
    assert made.signed_at.isoformat() == "2023-03-27T15:14:30+00:00"
    [kept] = Attachment.objects.filter(register="metrology.calibrations", record=made.pk)
    content = (DATA / SIGNED).read_bytes()
    assert kept.document.path.read_bytes() == content
    assert made.sha256 == kept.document.sha256 == hashlib.sha256(content).hexdigest()


def test_the_same_file_again_is_the_same_record(bench, city):
    assert recorded(city).pk == recorded(city).pk
    assert Calibration.objects.count() == 1


def test_the_same_number_in_another_file_is_refused(bench, city):
    recorded(city)
    with pytest.raises(WrongValuesError):
        recorded(city, "dcc_gp_temperature_typical_v12.xml")


def test_a_certificate_changed_after_signing_is_kept_but_never_verified(bench, city):
    made = recorded(city, MANIPULATED)
    assert made.signature == "altered"
    with pytest.raises(RefusedError, match="签名后被改动"):
        take_step(register=registers.CALIBRATIONS, record_id=made.pk, step="verify", actor=city.users["verifier"])
    intact = recorded(city, "siliziumkugel_2_4_0.xml")
    row = take_step(register=registers.CALIBRATIONS, record_id=intact.pk, step="verify", actor=city.users["verifier"])
    assert row.state == "verified"


def handed_in(city, person="reporter", name=SIGNED, **form):
    upload = SimpleUploadedFile(name, (DATA / name).read_bytes(), "text/xml")
    data = {"file": upload, "unit": city.unit.code} | form
    return open_as(city.users[person]).post(reverse("metrology-read"), data, follow=True)


def test_a_file_is_handed_in_on_the_page_and_its_signature_is_shown(bench, city):
    standard = bench.standard()
    page = words(handed_in(city, standard=standard.number))
    assert "签名相符" in page
    assert "没有核对" in page
    assert "306.248" in page
    assert Calibration.objects.get().standard == standard
    assert "签名后被改动" in words(handed_in(city, name=MANIPULATED))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"file": ""}, "还没有选文件"),
        ({"file": SimpleUploadedFile("a.xml", b"<a/>")}, "不是数字校准证书"),
        ({"unit": "130802"}, "请选择填报单位"),
        ({"standard": "M-none"}, "没有找到编号为“M-none”的计量标准"),
        ({"instrument": "I\0none"}, "没有找到编号为“Inone”的强检器具"),
    ],
)
def test_what_is_wrong_with_file_or_form_is_said_on_the_page(bench, city, form, said):
    answer = handed_in(city, **form)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Calibration.objects.exists()


@pytest.mark.parametrize("person", ["verifier", "enterprise", "auditor"])
def test_who_may_not_record_does_not_find_the_page(bench, city, person):
    assert open_as(city.users[person]).get(reverse("metrology-read")).status_code == 404


def test_the_command_reads_without_django_and_its_exit_code_tells_a_changed_file():
    program = (
        "import sys; from zhiqiang.site.cli import main; code = main(sys.argv[1:]); "
        "assert 'django' not in sys.modules; sys.exit(code)"
    )
    answers = {}
    for name in (SIGNED, MANIPULATED, "README.md"):
        done = subprocess.run(
            [sys.executable, "-c", program, "metrology", "dcc", str(DATA / name), "--json"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        answers[name] = (done.returncode, done.stdout, done.stderr)
    assert [answers[name][0] for name in (SIGNED, MANIPULATED, "README.md")] == [0, 1, 2]
    found = json.loads(answers[SIGNED][1])
    assert found["signature"]["state"] == "intact"
    assert found["performed_to"] == "1957-08-13"
    assert found["sha256"] == hashlib.sha256((DATA / SIGNED).read_bytes()).hexdigest()
    assert "XML" in answers["README.md"][2]
