"""The made-up programme, whole and altered."""

import copy
import tomllib
from collections.abc import Callable
from decimal import Decimal

import pytest
from bridge_award import DEFINITION, VOCABULARY, Table, make_parameters

from zhiqiang.kernel.parameters import ParameterSet
from zhiqiang.kernel.programmes import Programme, Vocabulary, parse_programme


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return VOCABULARY


@pytest.fixture(scope="session")
def parameters() -> ParameterSet:
    return make_parameters()


@pytest.fixture
def table() -> Table:
    return tomllib.loads(DEFINITION, parse_float=Decimal)


@pytest.fixture(scope="session")
def programme() -> Programme:
    return parse_programme(tomllib.loads(DEFINITION, parse_float=Decimal), "bridge-award.toml", VOCABULARY)


@pytest.fixture
def altered(table: Table) -> Callable[[Callable[[Table], object]], Programme]:
    """The programme after an alteration of its definition."""

    def alter(change: Callable[[Table], object]) -> Programme:
        copied = copy.deepcopy(table)
        change(copied)
        return parse_programme(copied, "bridge-award.toml", VOCABULARY)

    return alter
