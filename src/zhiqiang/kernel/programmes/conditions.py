"""Whether a fact is as a condition asks: yes, no, or not known. What is not known is never taken for a yes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from zhiqiang.kernel.programmes.model import Condition, Match, Programme, Value
from zhiqiang.kernel.programmes.tables import as_value


def fact_value(facts: Mapping[str, object], name: str) -> Value | None:
    """A fact as it is compared; None where it is not known (absent, empty, or of a type that no fact has)."""
    given = facts.get(name)
    if isinstance(given, float):
        given = Decimal(str(given))
    elif isinstance(given, datetime):
        given = given.date()
    value = as_value(given)
    return None if value == "" else value


def in_question(
    conditions: Iterable[Condition], programme: Programme, facts: Mapping[str, object]
) -> Iterator[Condition]:
    """The conditions that this case must meet: the settings make them ones, and no fact is known to except it."""
    for condition in conditions:
        set_so = all(programme.setting(match.fact) == match.value for match in condition.where)
        values = [(fact_value(facts, match.fact), match.value) for match in condition.when]
        if set_so and all(value is None or equal(value, wanted) for value, wanted in values):
            yield condition


def holds(condition: Condition, facts: Mapping[str, object]) -> bool | None:
    """Whether the facts meet the condition; None where its fact, or a fact that may except the case, is not known."""
    if any(fact_value(facts, match.fact) is None for match in condition.when):
        return None
    value = fact_value(facts, condition.fact)
    if value is None:
        return None
    if condition.known:
        return True
    if condition.equals is not None:
        return equal(value, condition.equals)
    if condition.one_of:
        return any(equal(value, each) for each in condition.one_of)
    return _reaches(value, condition.at_least) and _reaches(condition.at_most, value)


def matched(when: tuple[Match, ...], facts: Mapping[str, object]) -> bool:
    """Whether every named fact is known and equals its value."""
    return all(equal(fact_value(facts, match.fact), match.value) for match in when)


def equal(one: Value | None, other: Value) -> bool:
    """Equality that never takes true for 1, nor a day for its text."""
    return type(one) is type(other) and one == other


def _reaches(high: Value | None, low: Value | None) -> bool:
    """Whether `high` is not below `low`; an end that is not given is open, values that do not compare are not."""
    if high is None or low is None:
        return True
    if isinstance(high, Decimal) and isinstance(low, Decimal):
        return high >= low
    return isinstance(high, date) and isinstance(low, date) and high >= low
