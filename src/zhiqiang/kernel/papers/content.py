"""The content of an official paper: blocks of runs. A plain run holds no digit; whatever has one says its source."""

from dataclasses import dataclass


class UnboundDigitError(ValueError):
    """A paper with a digit that nobody answers for; the message lists the places."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed figure as printed. `reference` names what it is computed from again ("ZQ1/…")."""

    text: str
    reference: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Anything else with a digit in it, and its source.

    `source` is "kind:where": "day:2026-10-15", "clause:T3.1", "parameter:supervision.review_days@2026-10-15",
    "record:supervision.orders/12@3" (words or values of a record's version), "paper:承质强〔2026〕1号", "plan:<hash>".
    """

    text: str
    source: str


Run = str | Figure | Fact
Text = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; its number (一、 （一） 1. (1)) is set by the layout from `level` 1–4."""

    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    text: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table: words of its head, rows of cells. `numeric`: the columns (from 0) that are set to the right."""

    caption: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Places to sign, each with who signs and, once signed, the name and day ("约谈人", "被约谈人")."""

    places: tuple[tuple[Text, Text], ...]


Block = Heading | Paragraph | Table | Signature


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (附件) on a page of its own; its number is set by the layout."""

    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper before it has a number and a day. `kind` decides its series of numbers; `copies` is 抄送."""

    kind: str
    title: Text
    addressee: Text
    blocks: tuple[Block, ...]
    issuer: str
    annexes: tuple[Annex, ...] = ()
    copies: Text = ()
    demo: bool = False
