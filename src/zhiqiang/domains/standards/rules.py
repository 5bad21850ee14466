"""Rules over standards, pure. Prefixes of numbers: GB/T 1.1 and the rules for codes; systems: GB/T 13016."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.workdays import add_months

PREFIXES = {
    "international": re.compile(r"^(ISO|IEC|ITU)\b"),
    "national": re.compile(r"^GB(/T|/Z)?\s?\d"),
    "province": re.compile(r"^DB\d{2}(/T)?\s?\d"),
    "city": re.compile(r"^DB\d{4}(/T)?\s?\d"),
    "group": re.compile(r"^T/"),
}
ENTERPRISE = re.compile(r"^Q/[A-Z0-9]")
ANY_STANDARD = re.compile(r"^[A-Z].*\d")


def normal_number(text: str) -> str:
    """A standard's number written one way: upper case, one space before the digits, a plain hyphen before the year."""
    number = re.sub(r"[\u2010-\u2015\uff0d]", "-", text.strip().upper())
    return re.sub(r"^([A-Z]+(?:\d+)?(?:/[A-Z]+)?)\s*(?=\d)", r"\1 ", number)


def broken_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values of a part in a standard break."""
    number, level, published = values.get("number") or "", values.get("level"), values.get("published_on")
    pattern = PREFIXES.get(level or "")
    if number and pattern is not None and not pattern.match(number):
        yield Finding("number", f"编号“{number}”不像所选层级的标准编号。", "请核对编号前缀与标准层级。")
    if level == "industry" and any(one.match(number) for one in PREFIXES.values()):
        yield Finding("level", f"编号“{number}”不是行业标准的编号。", "请核对标准层级。")
    if published and published > today:
        yield Finding("published_on", f"发布日期 {published} 晚于今天。", "未发布的标准不计入，请在发布后填报。")


def broken_declaration(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values of a declared enterprise standard break."""
    number, start, end = values.get("number") or "", values.get("valid_from"), values.get("valid_to")
    if number and not ENTERPRISE.match(number):
        yield Finding("number", f"“{number}”不是企业标准编号。", "企业标准编号以 Q/ 开头，如 Q/CDL 001S-2026。")
    if start and start > today:
        yield Finding("valid_from", f"公开日期 {start} 晚于今天。", "请在自我声明公开之后填报。")
    if start and end and end < start:
        yield Finding("valid_to", f"有效至 {end} 早于公开日期 {start}。", "请核对两个日期。")


def broken_local_standard(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values of a local standard of the city break."""
    number, published = values.get("number") or "", values.get("published_on")
    start, end = values.get("valid_from"), values.get("valid_to")
    if number and not PREFIXES["city"].match(number):
        yield Finding("number", f"“{number}”不是市地方标准的编号。", "应以 DB 加四位代码开头，如 DB1308/T 001-2026。")
    if published and published > today:
        yield Finding("published_on", f"发布日期 {published} 晚于今天。", "请在发布后填报。")
    if published and start and start < published:
        yield Finding("valid_from", f"实施日期 {start} 早于发布日期 {published}。", "请核对两个日期。")
    if start and end and end < start:
        yield Finding("valid_to", f"有效至 {end} 早于实施日期 {start}。", "请核对两个日期。")


def broken_review(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values of a review break; `standard` has the days of the standard itself."""
    day, outcome, ends = values.get("reviewed_on"), values.get("outcome"), values.get("abolished_on")
    standard = values.get("standard")
    if day and day > today:
        yield Finding("reviewed_on", f"复审日期 {day} 晚于今天。", "请在复审之后填报。")
    if day and standard is not None and day < standard.published_on:
        yield Finding("reviewed_on", f"复审日期 {day} 早于标准发布的 {standard.published_on}。", "请核对标准与日期。")
    if outcome == "abolish" and ends is None:
        yield Finding("abolished_on", "结论为废止，没有填废止日期。", "请填不再有效的第一天。")
    if outcome and outcome != "abolish" and ends is not None:
        yield Finding("abolished_on", "结论不是废止，不应填废止日期。", "请删去废止日期，或改结论。")
    if ends and day and ends < day:
        yield Finding("abolished_on", f"废止日期 {ends} 早于复审日期 {day}。", "请核对两个日期。")
    if ends and ends > today:
        yield Finding("abolished_on", f"废止日期 {ends} 晚于今天。", "请在废止当日或之后填报，届时标准随之撤销。")


def broken_node(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values of one place in a system break; cycles need the other places (`chain_of`)."""
    code, parent, number = (values.get(name) or "" for name in ("code", "parent_code", "standard_number"))
    if code and code == parent:
        yield Finding("parent_code", f"上级编号与自身编号相同（{code}）。", "最上一级请留空，其余填真正的上级编号。")
    if number and not ANY_STANDARD.match(number):
        yield Finding("standard_number", f"“{number}”不像标准编号。", "请填标准编号，没有标准的留空。")
    if number and values.get("needed") is False:
        yield Finding("needed", "已有标准的位置不应取消“需要制定”。", "请勾选，或删去标准编号。")
    day = values.get("listed_on")
    if day and day > today:
        yield Finding("listed_on", f"列入日期 {day} 晚于今天。", "请填列入体系的日期。")


def chain_of(code: str, parents: Mapping[str, str]) -> list[str]:
    """A code and the codes above it; it ends at the top, at a code nobody has, or at the first code met again."""
    chain = [code]
    while (above := parents.get(chain[-1], "")) and above in parents:
        chain.append(above)
        if above in chain[:-1]:
            break
    return chain


@dataclass(frozen=True, slots=True)
class Node:
    """One place of a system as the tree needs it; `number`: the standard that fills it, empty where none does."""

    code: str
    parent: str
    title: str
    needed: bool
    number: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with all below it. Counts are of the leaves under it (of itself, where it is a leaf)."""

    node: Node
    below: tuple["Branch", ...]

    @property
    def is_leaf(self) -> bool:
        return not self.below

    @property
    def leaves(self) -> tuple[Node, ...]:
        """The leaves under this branch, itself where it is one."""
        return (self.node,) if self.is_leaf else tuple(leaf for one in self.below for leaf in one.leaves)

    @property
    def needed(self) -> int:
        """How many leaves need a standard."""
        return sum(leaf.needed for leaf in self.leaves)

    @property
    def filled(self) -> int:
        """How many of these have one."""
        return sum(leaf.needed and bool(leaf.number) for leaf in self.leaves)

    @property
    def gaps(self) -> tuple[Node, ...]:
        """The needed leaves without a standard."""
        return tuple(leaf for leaf in self.leaves if leaf.needed and not leaf.number)


@dataclass(frozen=True, slots=True)
class Tree:
    """A system of standards; `astray`: nodes that hang in a cycle or under a code that is not there, with the chain."""

    roots: tuple[Branch, ...]
    astray: tuple[tuple[Node, tuple[str, ...]], ...]

    @property
    def needed(self) -> int:
        return sum(root.needed for root in self.roots)

    @property
    def filled(self) -> int:
        return sum(root.filled for root in self.roots)

    @property
    def gaps(self) -> tuple[Node, ...]:
        return tuple(gap for root in self.roots for gap in root.gaps)

    @property
    def coverage(self) -> float | None:
        """Filled needed leaves over needed leaves, in per cent; None where nothing is needed."""
        return 100 * self.filled / self.needed if self.needed else None


def tree_of(nodes: Sequence[Node]) -> Tree:
    """The tree of a system from its nodes; codes are unique. What leads to no top stands apart and is not counted."""
    parents = {node.code: node.parent for node in nodes}
    below: dict[str, list[Node]] = defaultdict(list)
    astray = []
    for node in sorted(nodes, key=lambda one: one.code):
        chain = chain_of(node.code, parents)
        last = parents[chain[-1]]
        if last:  # a parent that is not there, or one met before
            astray.append((node, (*chain, last) if last not in chain else tuple(chain)))
        else:
            below[node.parent].append(node)

    def branch(node: Node) -> Branch:
        return Branch(node, tuple(branch(one) for one in below[node.code]))

    return Tree(tuple(branch(node) for node in below[""]), tuple(astray))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review said, on which day."""

    on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class Due:
    """When a local standard is to be reviewed next: `day` (None while it is being revised), counted from `since`."""

    status: str  # revising, overdue, soon, later
    since: date
    day: date | None


def next_review(published_on: date, reviews: Iterable[Reviewed], today: date, *, period: int, remind: int) -> Due:
    """When the next review falls due, `period` calendar months after publication or the last review.

    `remind`: from how many months before it is called to mind.
    """
    last = max(reviews, key=lambda one: one.on, default=None)
    since = published_on if last is None else last.on
    if last is not None and last.outcome == "revise":
        return Due("revising", since, None)
    day = add_months(since, period)
    soon = add_months(day, -remind) <= today
    return Due("overdue" if day < today else "soon" if soon else "later", since, day)
