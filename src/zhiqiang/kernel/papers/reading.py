"""Walking through a paper: its runs, its figures, its digits that are bound to nothing."""

import re
from collections.abc import Iterator

from zhiqiang.kernel.papers.content import Block, Fact, Figure, Heading, Paper, Paragraph, Run, Table, Text

DIGIT = re.compile(r"[0-9０-９]")


def texts_of(paper: Paper) -> Iterator[tuple[str, Text]]:
    """Every text of a paper with the name of its place."""
    yield "title", paper.title
    yield "addressee", paper.addressee
    yield "issuer", (paper.issuer,)
    yield "copies", paper.copies
    yield from _of_blocks("body", paper.blocks)
    for number, annex in enumerate(paper.annexes, start=1):
        yield f"annex {number} title", annex.title
        yield from _of_blocks(f"annex {number}", annex.blocks)


def runs_of(paper: Paper) -> Iterator[Run]:
    """Every run of a paper in the order of reading."""
    for _place, text in texts_of(paper):
        yield from text


def figures_of(paper: Paper) -> list[Figure]:
    """The computed figures in the order of reading."""
    return [run for run in runs_of(paper) if isinstance(run, Figure)]


def unbound(paper: Paper) -> list[str]:
    """The places with a digit that is bound to nothing, as "place: words"; a paper with any is not issued."""
    return [
        f"{place}: {run}"
        for place, text in texts_of(paper)
        for run in text
        if (isinstance(run, str) and DIGIT.search(run)) or (isinstance(run, Fact) and not _answers(run.source))
        or (isinstance(run, Figure) and not run.reference)
    ]  # fmt: skip


def plain(text: Text) -> str:
    """A text without its bindings."""
    return "".join(run if isinstance(run, str) else run.text for run in text)


def _answers(source: str) -> bool:
    kind, colon, where = source.partition(":")
    return bool(kind and colon and where)


def _of_blocks(place: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, Text]]:
    for number, block in enumerate(blocks, start=1):
        here = f"{place} {number}"
        if isinstance(block, Heading | Paragraph):
            yield here, block.text
        elif isinstance(block, Table):
            yield f"{here} caption", block.caption
            yield from ((f"{here} head", cell) for cell in block.head)
            yield from ((f"{here} row {row}", cell) for row, cells in enumerate(block.rows, start=1) for cell in cells)
        else:
            for role, name in block.places:
                yield f"{here} signature", role
                yield f"{here} signature", name
