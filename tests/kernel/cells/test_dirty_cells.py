"""The cells that officers really produce, each with its exact answer; and what holds for every cell."""

import datetime
import importlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.kernel.cells import (
    Answer,
    Ask,
    Bad,
    Read,
    mask_identity,
    mask_phone,
    read_boolean,
    read_choice,
    read_code,
    read_date,
    read_decimal,
    read_identity,
    read_integer,
    read_month,
    read_percentage,
    read_phone,
    read_ratio,
    read_text,
)
from zhiqiang.kernel.cells.chinese_numerals import parse_number

READERS: tuple[Callable[..., Answer[Any]], ...] = (
    read_boolean,
    read_code,
    read_date,
    read_decimal,
    read_identity,
    read_integer,
    read_month,
    read_percentage,
    read_phone,
    read_ratio,
    read_text,
)
FULL_WIDTH = str.maketrans({code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)})
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31))

# A loaded machine must not fail a test: no time limit for an example.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rows() -> list[Any]:
    tables = ["texts", "integers", "decimals", "rates", "dates", "choices", "people"]
    return [row for table in tables for row in importlib.import_module(f"dirty_{table}").ROWS]


@pytest.mark.parametrize(
    ("read", "cell", "options", "expected"),
    [pytest.param(*row, id=f"{row[0].__name__}-{number}") for number, row in enumerate(rows())],
)
def test_each_dirty_cell_has_its_exact_answer(
    read: Callable[..., Answer[Any]], cell: Any, options: dict[str, Any], expected: Answer[Any]
) -> None:
    answer = read(cell, **options)
    assert answer == expected
    assert type(getattr(answer, "value", None)) is type(getattr(expected, "value", None))


def test_a_suggestion_can_be_read_without_another_question() -> None:
    for read, _cell, options, expected in rows():
        if isinstance(expected, Ask | Bad) and expected.suggestion is not None:
            assert read(expected.suggestion, **options), (read, expected.suggestion)


def test_answers_are_true_only_when_read() -> None:
    assert Read(None)
    assert Read(0)
    assert not Ask("?")
    assert not Bad("!")


@pytest.mark.parametrize("read", READERS)
@steady
@given(cell=st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.datetimes(), st.dates(), st.booleans()))
def test_no_cell_raises(read: Callable[..., Answer[Any]], cell: Any) -> None:
    assert isinstance(read(cell), Read | Ask | Bad)


@pytest.mark.parametrize("read", READERS)
@steady
@given(cell=st.text("0123456789０１２.,，。-—/年月日号约十百千万亿零一二%％ ()（）Oo☑□是否合格不'eE+~", max_size=12))
def test_no_likely_cell_raises(read: Callable[..., Answer[Any]], cell: str) -> None:
    assert isinstance(read(cell), Read | Ask | Bad)


@pytest.mark.parametrize(
    "cell", ["1E999999999", "1E-999999999", 1e300, Decimal("1E+999999"), Decimal("sNaN"), "9" * 61]
)
def test_a_number_that_could_not_be_written_out_is_refused_at_once(cell: Any) -> None:
    assert isinstance(read_integer(cell), Bad)
    assert isinstance(read_percentage(cell), Bad)


@pytest.mark.parametrize("read", [read for read in READERS if read not in (read_code, read_text)])
def test_a_long_text_in_a_column_of_values_is_refused_at_once(read: Callable[..., Answer[Any]]) -> None:
    for text in ("2026年" * 20_000, "1,234" * 20_000, "约9" * 20_000, "(" * 50_000):
        assert isinstance(read(text), Bad)


def test_digits_of_any_script_are_stored_as_plain_ones() -> None:
    assert read_phone("１３８0000𝟏٢34") == Read("13800001234", "全角改半角")


@steady
@given(DAYS)
def test_every_writing_of_a_day_reads_as_that_day(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    writings: list[Any] = [
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y/%m/%d}".translate(FULL_WIDTH),
        f"{day:%Y%m%d}",
        f"{day} 星期{'一二三四五六日'[day.weekday()]}",
        datetime.datetime.combine(day, datetime.time(9)),
        serial,
    ]
    for writing in writings:
        answer = read_date(writing)
        assert isinstance(answer, Read), writing
        assert answer.value == day


@steady
@given(st.integers(-(10**12), 10**12))
def test_every_writing_of_a_whole_number_reads_as_that_number(number: int) -> None:
    for writing in (
        number,
        float(number),
        str(number),
        f"{number:,}",
        f"{number}批",
        str(number).translate(FULL_WIDTH),
    ):
        answer = read_integer(writing)
        assert isinstance(answer, Read), writing
        assert answer.value == number


@steady
@given(st.decimals(0, 100, places=2))
def test_every_writing_of_a_rate_reads_as_that_rate(rate: Decimal) -> None:
    for writing, number_format in ((f"{rate}%", ""), (f"{rate}％", ""), (float(rate / 100), "0.00%")):
        answer = read_percentage(writing, number_format=number_format)
        assert isinstance(answer, Read), writing
        assert answer.value == rate


@steady
@given(st.integers(0, 9999))
def test_chinese_numerals_written_in_full_read_back(number: int) -> None:
    spelt = _spelt(number)
    assert parse_number(spelt) == number
    assert parse_number(f"{spelt}点五") == Decimal(f"{number}.5")


def _spelt(number: int) -> str:
    """Independent writer of Chinese numerals below ten thousand."""
    digits = "零一二三四五六七八九"
    if number == 0:
        return "零"
    text, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + unit
            gap = False
        else:
            gap = True
    return text


@steady
@given(st.text("ABCDEFGHJKLMNPQRTUWXY0123456789-", min_size=1, max_size=18))
def test_a_code_typed_full_width_reads_as_the_same_code(code: str) -> None:
    plain, wide = read_code(code), read_code(code.translate(FULL_WIDTH))
    if isinstance(plain, Read) and isinstance(wide, Read):
        assert plain.value == wide.value
    else:
        assert type(plain) is type(wide)


def test_two_choices_may_not_share_a_word() -> None:
    with pytest.raises(ValueError, match="stands for both"):
        read_choice("甲", {"a": ("甲",), "b": ("乙", "甲")})


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800001234", "138****1234"),
        ("0314-2000000", "0314-*****00"),
        ("12315", "12315"),
        ("某某", "**"),
    ],
)
def test_a_phone_number_is_shown_masked(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


def test_an_identity_number_is_shown_without_its_date_of_birth() -> None:
    assert mask_identity("11010519491231002X") == "110**************X"
    assert mask_identity("123") == "***"
