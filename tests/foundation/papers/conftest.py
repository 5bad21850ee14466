"""What the tests of papers stand on: a paper with every kind of block, a way to issue it, a Chinese font."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import typst

from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.papers.actions import issue_paper
from zhiqiang.foundation.papers.fonts import NoFontError, chosen
from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.testing.city import City
from zhiqiang.kernel.papers import Annex, Fact, Figure, Heading, Paper, Paragraph, Signature, Table

UNITS = (
    "双桥区", "双滦区", "鹰手营子矿区", "平泉市", "承德县", "兴隆县", "滦平县", "隆化县", "丰宁满族自治县",
    "宽城满族自治县", "围场满族蒙古族自治县", "承德高新技术产业开发区", "御道口牧场管理区",
)  # fmt: skip
WORDS = "各县（市、区）按照行动方案的部署，扎实推进质量强市建设各项任务，全市质量工作总体平稳。"
Issue = Callable[..., IssuedPaper]


def day(text: str) -> Fact:
    return Fact(text, "day:2026-09-30")


PAPER = Paper(
    kind="bulletin",
    title=("关于", day("2026年第三季度"), "质量强市建设行动方案进展情况的通报"),
    addressee=("各县（市、区）人民政府，市质量强市工作领导小组各成员单位",),
    issuer="承德市质量强市工作领导小组办公室",
    blocks=(
        Paragraph(("截至", day("2026年9月30日"), "，", WORDS * 3)),
        Heading(("总体情况",)),
        Heading(("质量水平",), 2),
        Heading(("产品质量",), 3),
        Heading(("食品",), 4),
        Paragraph(("食品抽检合格率", Figure("98.3%", "ZQ1/none"), "。", WORDS * 8)),
        Heading(("下一步工作",)),
        Paragraph((WORDS * 6,)),
        Signature(((("约谈人",), ()), (("被约谈人",), ("张某",)))),
    ),
    annexes=(
        Annex(("各县（市、区）情况表",), (
            Table(("截至", day("2026年9月30日")), (("单位",), ("合格率",), ("批次",)),
                  tuple(((one,), (Figure("98.3%", "ZQ1/none"),), (day("12"),)) for one in UNITS), (1, 2)),
        )),
        Annex(("报送情况",), (Paragraph((WORDS,)),)),
    ),
    copies=("市委办公室，市政协办公室",),
)  # fmt: skip


@pytest.fixture(scope="session")
def font() -> None:
    try:
        chosen(typst.Fonts().families())
    except NoFontError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


@pytest.fixture
def issue(city: City, as_of: Callable[..., Any], font: None) -> Issue:
    """`issue(record=7)` issues a bulletin on 20 October 2026."""
    as_of(2026, 10, 20)

    def make(record: int = 7, paper: Paper = PAPER, supersedes: str = "", **changed: Any) -> IssuedPaper:
        register, actor = registers()["goals.outside_values"], city.users["city_verifier"]
        paper = replace(paper, **changed)
        return issue_paper(paper=paper, register=register, record_id=record, actor=actor, supersedes=supersedes)

    return make
