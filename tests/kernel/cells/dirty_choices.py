"""Dirty cells: choices, each with its exact answer."""

from collections.abc import Callable
from typing import Any

from zhiqiang.kernel.cells import Answer, Ask, Bad, Read, read_boolean, read_choice

DESIGN = {
    "representative": ["评价性抽检", "评价性", "评价"],
    "targeted": ["监督抽检", "监督"],
    "risk": ["风险监测", "风险"],
    "follow_up": ["跟踪抽检", "跟踪"],
}

ROWS: tuple[tuple[Callable[..., Answer[Any]], Any, dict[str, Any], Answer[Any]], ...] = (
    # read_boolean
    (read_boolean, "是", {}, Read(True)),
    (read_boolean, "否", {}, Read(False)),
    (read_boolean, "√", {}, Read(True)),
    (read_boolean, "×", {}, Read(False)),
    (read_boolean, "✓", {}, Read(True)),
    (read_boolean, "✔", {}, Read(True)),
    (read_boolean, "Ｙ", {}, Read(True, "“Ｙ”改为“是”")),
    (read_boolean, "y", {}, Read(True)),
    (read_boolean, "N", {}, Read(False, "“N”改为“否”")),
    (read_boolean, "合格", {}, Read(True)),
    (read_boolean, "不合格", {}, Read(False)),
    (read_boolean, "符合", {}, Read(True)),
    (read_boolean, "不符合", {}, Read(False)),
    (read_boolean, "通过", {}, Read(True)),
    (read_boolean, "未通过", {}, Read(False)),
    (read_boolean, " 是 ", {}, Read(True, "去掉多余空格")),
    (read_boolean, "合 格", {}, Read(True, "“合 格”改为“是”")),
    (read_boolean, "是。", {}, Read(True, "“是。”改为“是”")),
    (read_boolean, "无", {}, Ask("“无”是“否”，还是没有填？请填“是”或“否”")),
    (read_boolean, "有", {}, Read(True)),
    (read_boolean, "没有", {}, Read(False)),
    (read_boolean, "○", {}, Ask("“○”是“否”，还是没有填？请填“是”或“否”")),
    (read_boolean, "/", {}, Read(None, "“/”视为空")),
    (read_boolean, "—", {}, Read(None, "“—”视为空")),
    (read_boolean, "", {}, Read(None)),
    (read_boolean, None, {}, Read(None)),
    (read_boolean, True, {}, Read(True)),
    (read_boolean, False, {}, Read(False)),
    (read_boolean, 1, {}, Read(True)),
    (read_boolean, 0, {}, Read(False)),
    (read_boolean, 1.0, {}, Read(True)),
    (read_boolean, 2, {}, Bad("没有“2”这一项，可填：是、否")),
    (read_boolean, "x", {}, Read(False)),
    (read_boolean, "☑是 □否", {}, Read(True, "按勾选读作“是”")),
    (read_boolean, "□是 ☑否", {}, Read(False, "按勾选读作“否”")),
    (read_boolean, "□是 □否", {}, Ask("没有勾选")),
    (read_boolean, "☑是 ☑否", {}, Ask("勾选了不止一项，请只选一项")),
    (read_boolean, "■合格□不合格", {}, Read(True, "按勾选读作“是”")),
    (read_boolean, "是/否", {}, Ask("“是/否”同时写了几项，请只填一项")),
    (read_boolean, "合格/不合格", {}, Ask("“合格/不合格”同时写了几项，请只填一项")),
    (read_boolean, "基本符合", {}, Ask("没有“基本符合”这一项，可填：是、否")),
    (read_boolean, "未合格", {}, Ask("没有“未合格”这一项，可填：是、否", "否")),
    (read_boolean, "合各", {}, Ask("没有“合各”这一项，可填：是、否", "是")),
    (read_boolean, "合格？", {}, Ask("没有“合格？”这一项，可填：是、否", "是")),
    (read_boolean, "#N/A", {}, Bad("“#N/A”是表格公式出错后的显示，请改为实际内容")),
    (read_boolean, "TRUE", {}, Read(True, "“TRUE”改为“是”")),
    (read_boolean, "不是", {}, Read(False)),
    (read_boolean, "否定", {}, Ask("没有“否定”这一项，可填：是、否", "否")),
    # read_choice
    (read_choice, "评价性抽检", {"choices": DESIGN}, Read("representative")),
    (
        read_choice,
        "评价性",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Read("representative"),
    ),
    (
        read_choice,
        "评价性 抽检",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Read("representative", "“评价性 抽检”改为“评价性抽检”"),
    ),
    (
        read_choice,
        "ＦＯＯ",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Bad("没有“ＦＯＯ”这一项，可填：评价性抽检、监督抽检、风险监测、跟踪抽检"),
    ),
    (
        read_choice,
        "监督抽查",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Ask("没有“监督抽查”这一项，可填：评价性抽检、监督抽检、风险监测、跟踪抽检", "监督抽检"),
    ),
    (
        read_choice,
        "监督",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Read("targeted"),
    ),
    (
        read_choice,
        "监督抽检/风险监测",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Ask("“监督抽检/风险监测”同时写了几项，请只填一项"),
    ),
    (
        read_choice,
        "风险检测",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Ask("没有“风险检测”这一项，可填：评价性抽检、监督抽检、风险监测、跟踪抽检", "风险监测"),
    ),
    (
        read_choice,
        "专项",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Bad("没有“专项”这一项，可填：评价性抽检、监督抽检、风险监测、跟踪抽检"),
    ),
    (
        read_choice,
        "",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Read(None),
    ),
    (
        read_choice,
        "/",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Read(None, "“/”视为空"),
    ),
    (
        read_choice,
        "1",
        {
            "choices": {
                "representative": ["评价性抽检", "评价性", "评价"],
                "targeted": ["监督抽检", "监督"],
                "risk": ["风险监测", "风险"],
                "follow_up": ["跟踪抽检", "跟踪"],
            }
        },
        Bad("没有“1”这一项，可填：评价性抽检、监督抽检、风险监测、跟踪抽检"),
    ),
)
