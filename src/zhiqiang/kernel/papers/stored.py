"""A paper as a table of plain values (for JSON) and back, to the last binding."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhiqiang.kernel.papers.content import (
    Annex,
    Block,
    Fact,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    Text,
)

Plain = dict[str, Any]
#: Raised with every change of the table's form; `from_table` goes on reading all earlier ones, for issued papers stay.
VERSION = 1


def to_table(paper: Paper) -> Plain:
    """Plain values that JSON can hold."""
    return {
        "version": VERSION,
        "kind": paper.kind,
        "title": _text(paper.title),
        "addressee": _text(paper.addressee),
        "issuer": paper.issuer,
        "copies": _text(paper.copies),
        "demo": paper.demo,
        "blocks": [_block(one) for one in paper.blocks],
        "annexes": [
            {"title": _text(one.title), "blocks": [_block(block) for block in one.blocks]} for one in paper.annexes
        ],
    }


def from_table(table: Mapping[str, Any]) -> Paper:
    """The paper of a table that `to_table` made. Raises KeyError or ValueError for any other, or a later version."""
    if table["version"] > VERSION:
        raise ValueError(f"a paper of a later version ({table['version']}) than this software reads ({VERSION})")
    return Paper(
        kind=table["kind"],
        title=_read(table["title"]),
        addressee=_read(table["addressee"]),
        issuer=table["issuer"],
        copies=_read(table["copies"]),
        demo=table["demo"],
        blocks=tuple(_read_block(one) for one in table["blocks"]),
        annexes=tuple(
            Annex(_read(one["title"]), tuple(_read_block(block) for block in one["blocks"])) for one in table["annexes"]
        ),
    )


def _run(run: Run) -> Any:
    if isinstance(run, Figure):
        return {"figure": run.text, "reference": run.reference}
    return {"fact": run.text, "source": run.source} if isinstance(run, Fact) else run


def _text(text: Text) -> list[Any]:
    return [_run(one) for one in text]


def _block(block: Block) -> Plain:
    if isinstance(block, Heading):
        return {"heading": _text(block.text), "level": block.level}
    if isinstance(block, Paragraph):
        return {"paragraph": _text(block.text)}
    if isinstance(block, Signature):
        return {"signature": [[_text(role), _text(name)] for role, name in block.places]}
    rows = [[_text(cell) for cell in row] for row in block.rows]
    head = [_text(cell) for cell in block.head]
    return {"table": rows, "head": head, "caption": _text(block.caption), "numeric": list(block.numeric)}


def _read(values: Sequence[Any]) -> Text:
    return tuple(
        one if isinstance(one, str)
        else Figure(one["figure"], one["reference"]) if "figure" in one
        else Fact(one["fact"], one["source"])
        for one in values
    )  # fmt: skip


def _read_block(table: Mapping[str, Any]) -> Block:
    if "heading" in table:
        return Heading(_read(table["heading"]), table["level"])
    if "paragraph" in table:
        return Paragraph(_read(table["paragraph"]))
    if "signature" in table:
        return Signature(tuple((_read(role), _read(name)) for role, name in table["signature"]))
    if "table" in table:
        rows = tuple(tuple(_read(cell) for cell in row) for row in table["table"])
        head = tuple(_read(cell) for cell in table["head"])
        return Table(_read(table["caption"]), head, rows, tuple(table["numeric"]))
    raise ValueError(f"no block: {sorted(table)}")
