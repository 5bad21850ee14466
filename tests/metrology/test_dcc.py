"""Digital calibration certificates of schema 2.4 to 3.2 are read as they are, and unsafe files are refused."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from tests.metrology.signed import PLAIN, changed

from zhiqiang.domains.metrology.imports import dcc, safe_xml
from zhiqiang.domains.metrology.imports.dcc import read_dcc
from zhiqiang.domains.metrology.rules.dcc import DccError

DATA = Path(__file__).parent / "data"


def sample(name: str) -> bytes:
    return (DATA / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "schema", "identifier", "laboratory", "last_day", "due"),
    [
        ("siliziumkugel_2_4_0.xml", "2.4.0", "PTB - 11129 18", "Physikalisch-Technische Bundesanstalt (PTB)",
         date(2018, 10, 12), None),
        ("dcc_gp_temperature_simplified_v12.xml", "3.1.1", "GP_DCC_temperature_minimal_1.2", "Kalibrierfirma GmbH",
         date(1957, 8, 13), date(1959, 10, 22)),
        ("dcc_gp_temperature_typical_v12.xml", "3.1.1", "GP_DCC_temperature_typical_1.2", "Kalibrierfirma GmbH",
         date(1957, 8, 13), date(1959, 10, 22)),
        ("dcc_gp_humidity_v1.0.xml", "3.1.2", "Id 123456789 HtW", "Kalibrierfirma GmbH",
         date(1957, 8, 14), date(1959, 10, 22)),
        ("dcc_gp_temperature_typical_v12_v3.2.0_signed.xml", "3.2.0", "GP_DCC_temperature_typical_1.2",
         "Kalibrierfirma GmbH", date(1957, 8, 13), date(1959, 10, 22)),
    ],
)  # fmt: skip
def test_each_sample_says_who_calibrated_what_and_when(name, schema, identifier, laboratory, last_day, due) -> None:
    read = read_dcc(sample(name))
    assert (read.schema, read.identifier, read.laboratory) == (schema, identifier, laboratory)
    assert (read.performed_to, read.next_due, read.notices) == (last_day, due, ())
    assert read.sha256 == hashlib.sha256(sample(name)).hexdigest()
    assert read.items
    assert all(one.quantities for one in read.results)


def test_the_results_keep_the_digits_units_and_uncertainties_of_the_certificate() -> None:
    mass, volume = read_dcc(sample("siliziumkugel_2_4_0.xml")).results
    found = mass.quantities[-1]
    assert (found.title, found.values, found.units) == ("mass", ("1.00007841",), ("\\kilogram",))
    assert (found.uncertainties, found.coverage_factors) == (("0.00000005",), ("2",))
    assert volume.quantities[-1].values == ("431.055119",)
    errors = read_dcc(sample("dcc_gp_humidity_v1.0.xml")).results[0].quantities[2]
    assert errors.values[:3] == ("-0.004", "-0.001", "0.003")
    assert len(errors.values) == len(errors.uncertainties)


def test_two_items_come_with_the_numbers_that_makers_and_customers_gave_them() -> None:
    first, second = read_dcc(sample("dcc_gp_humidity_v1.0.xml")).items
    assert (first.title, first.number) == ("Display unit", "123456789 Ma")
    assert second.maker == "Feuchtemesstechnik GmbH"
    assert {issuer for issuer, _name, _value in first.numbers} >= {"manufacturer", "customer"}


def test_a_text_is_read_in_chinese_where_it_is_said_in_chinese() -> None:
    assert read_dcc(PLAIN.encode()).items[0].title == "砝码"
    other = changed(PLAIN.encode(), 'lang="zh"', 'lang="de"')
    assert read_dcc(other).items[0].title == "Weight"


def test_a_newer_schema_of_the_same_family_is_read_with_a_notice() -> None:
    read = read_dcc(changed(PLAIN.encode(), "3.2.0", "3.3.0"))
    assert "3.3.0" in read.notices[0]


@pytest.mark.parametrize(
    ("find", "put", "words"),
    [
        ('schemaVersion="3.2.0"', 'schemaVersion="2.3.0"', "不能识别的 DCC 版本"),
        ('schemaVersion="3.2.0"', 'schemaVersion="4.0.0"', "不能识别的 DCC 版本"),
        ('schemaVersion="3.2.0"', "", "不能识别的 DCC 版本"),
        ("https://ptb.de/dcc", "https://example.org/dcc", "这不是数字校准证书"),
        ("<dcc:uniqueIdentifier>JZ-1</dcc:uniqueIdentifier>", "", "没有证书编号"),
        ("<dcc:uniqueIdentifier>JZ-1", "<dcc:uniqueIdentifier> ", "没有证书编号"),
        ("2026-05-06", "6. Mai 2026", "不是日期"),
        ("2026-05-07", "morgen", "不是日期"),
        ("dcc:items", "dcc:things", "没有校准对象"),
    ],
)
def test_what_is_missing_or_wrong_is_named(find: str, put: str, words: str) -> None:
    with pytest.raises(DccError, match=words):
        read_dcc(changed(PLAIN.encode(), find, put))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not xml", b"%PDF-1.7", b"<a>", b"\xff\xfe\x00", b"<?xml version='1.0' encoding='nonsense'?><a/>",
        b"<a/>" * 2, PLAIN.encode()[:-20],
    ],
)  # fmt: skip
def test_what_is_not_xml_is_refused(content: bytes) -> None:
    with pytest.raises(DccError):
        read_dcc(content)


def test_entities_bring_in_no_file_and_do_not_grow(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    body = PLAIN.partition("\n")[2]
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>'
    for doctype, entity in ((outside, "&x;"), (bomb, "&l8;"), ('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">', "")):
        with pytest.raises(DccError, match=r"DTD|amplification"):
            read_dcc((doctype + body.replace("JZ-1", f"JZ-1{entity}")).encode())


def test_a_file_may_be_neither_too_large_nor_too_deep_nor_too_full(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "<x>" * 400 + "</x>" * 400
    with pytest.raises(DccError):
        read_dcc(changed(PLAIN.encode(), "<dcc:measurementResults/>", deep))
    monkeypatch.setattr(safe_xml, "MOST_ELEMENTS", 10)
    with pytest.raises(DccError, match="个元素"):
        read_dcc(PLAIN.encode())
    monkeypatch.setattr(safe_xml, "MOST_BYTES", 100)
    with pytest.raises(DccError, match="上限"):
        read_dcc(PLAIN.encode())


def test_no_more_quantities_are_read_than_a_page_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dcc, "MOST_QUANTITIES", 3)
    results = read_dcc(sample("siliziumkugel_2_4_0.xml")).results
    assert sum(len(one.quantities) for one in results) == 3
