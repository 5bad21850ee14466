"""Yuan and fen, and what is the same thing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.domains.incentives.rules import codes_in, to_fen, to_yuan, yuan_text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0 元"),
        (5, "0.05 元"),
        (20_000_000, "200,000 元"),
        (123_456_789_00, "123,456,789 元"),
        (123_450, "1,234.50 元"),
        (-150, "-1.50 元"),
    ],
)
def test_an_amount_reads_as_people_write_it(fen: int, text: str) -> None:
    assert yuan_text(fen) == text


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_fen_survive_the_way_to_yuan_and_back(fen: int) -> None:
    assert to_fen(to_yuan(fen)) == fen
    assert Decimal(yuan_text(fen).removesuffix(" 元").replace(",", "")) * 100 == fen


def test_money_is_never_rounded_and_never_a_float() -> None:
    with pytest.raises(ValueError, match="精确到分以下"):
        to_fen(Decimal("0.001"))
    with pytest.raises(TypeError):
        to_fen(0.1)  # type: ignore[arg-type]  # what is refused


def test_programme_codes_are_read_however_they_are_separated() -> None:
    assert codes_in(" a-b，c; a-b 、d\n") == ("a-b", "c", "d")
