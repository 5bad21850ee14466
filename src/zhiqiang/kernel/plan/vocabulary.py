"""The names outside a plan that it may speak of; the kernel knows none of them and is told."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Vocabulary:
    """Known domain codes, register slugs and measure codes; None leaves that kind of name unchecked.

    `outside`: those of the measures that read a published series, which an indicator must say of itself.
    """

    domains: Collection[str] | None = None
    registers: Collection[str] | None = None
    measures: Collection[str] | None = None
    outside: Collection[str] | None = None
