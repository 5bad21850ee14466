"""A paper as a page of the console or the public portal: the same words and numbers as its files, each run bound."""

from dataclasses import dataclass

from zhiqiang.foundation.papers import layout
from zhiqiang.foundation.papers.layout import Sheet
from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.papers.series import Series, all_series
from zhiqiang.kernel.papers import Block, Fact, Figure, Heading, Paragraph, Run, Table, Text


@dataclass(frozen=True, slots=True)
class Word:
    """A run as shown: `bound` is "figure", "fact" or empty, `source` its reference or source."""

    text: str
    bound: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as shown; `kind` decides which of the others are used."""

    kind: str
    number: str = ""
    level: int = 0
    words: tuple[Word, ...] = ()
    head: tuple[tuple[Word, ...], ...] = ()
    rows: tuple[tuple[tuple[bool, tuple[Word, ...]], ...], ...] = ()
    places: tuple[tuple[tuple[Word, ...], tuple[Word, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A whole paper as shown."""

    sheet: Sheet
    title: tuple[Word, ...]
    pieces: tuple[Piece, ...]
    annexes: tuple[tuple[str, tuple[Word, ...], tuple[Piece, ...]], ...]


def preview(sheet: Sheet) -> Preview:
    """What a page shows of a paper."""
    paper = sheet.paper
    annexes = tuple((label, _words(one.title), _pieces(one.blocks)) for label, one in layout.annexes(paper))
    return Preview(sheet, _words(paper.title), _pieces(paper.blocks), annexes)


def preview_of(issued: IssuedPaper) -> Preview:
    """What a page shows of an issued paper: its own mark and issuer, whatever `papers.toml` says by now."""
    paper = issued.paper
    known = all_series().get(issued.kind)
    brief = known.brief if known else False
    series = Series(issued.kind, "", issued.series, paper.issuer, issued.mark, paper.issuer, brief)
    return preview(Sheet(paper, series, issued.number, issued.issued_on))


def _pieces(blocks: tuple[Block, ...]) -> tuple[Piece, ...]:
    return tuple(_piece(number, block) for number, block in layout.numbered(blocks))


def _piece(number: str, block: Block) -> Piece:
    if isinstance(block, Heading):
        return Piece("heading", number, block.level, _words(block.text))
    if isinstance(block, Paragraph):
        return Piece("paragraph", words=_words(block.text))
    if isinstance(block, Table):
        rows = tuple(
            tuple((place in block.numeric, _words(cell)) for place, cell in enumerate(row)) for row in block.rows
        )
        return Piece("table", words=_words(block.caption), head=tuple(map(_words, block.head)), rows=rows)
    return Piece("signature", places=tuple((_words(role), _words(name)) for role, name in block.places))


def _words(text: Text) -> tuple[Word, ...]:
    return tuple(map(_word, text))


def _word(run: Run) -> Word:
    if isinstance(run, Figure):
        return Word(run.text, "figure", run.reference)
    return Word(run.text, "fact", run.source) if isinstance(run, Fact) else Word(run)
