"""What is read of metrology: chains of standards, due instruments, rates. Split by what is asked."""

from zhiqiang.domains.metrology.queries.chain import (
    Link,
    broken_standards,
    chain_spans,
    descendants_of,
    link_of,
    standing_tree,
)
from zhiqiang.domains.metrology.queries.due import (
    INVALID,
    Due,
    DueLine,
    due_lines,
    instruments_in_use,
    needing_action,
    remind_days,
    same_instrument,
    verification_spans,
)
from zhiqiang.domains.metrology.queries.rates import Rate, on_time, verified_share
from zhiqiang.domains.metrology.queries.slugs import CALIBRATIONS, INSTRUMENTS, STANDARDS, VERIFICATIONS, register_of

__all__ = [
    "CALIBRATIONS",
    "INSTRUMENTS",
    "INVALID",
    "STANDARDS",
    "VERIFICATIONS",
    "Due",
    "DueLine",
    "Link",
    "Rate",
    "broken_standards",
    "chain_spans",
    "descendants_of",
    "due_lines",
    "instruments_in_use",
    "link_of",
    "needing_action",
    "on_time",
    "register_of",
    "remind_days",
    "same_instrument",
    "standing_tree",
    "verification_spans",
    "verified_share",
]
