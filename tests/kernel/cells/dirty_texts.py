"""Dirty cells: texts, each with its exact answer."""

import datetime
from collections.abc import Callable
from typing import Any

from zhiqiang.kernel.cells import Answer, Ask, Bad, Read, read_code, read_text

ROWS: tuple[tuple[Callable[..., Answer[Any]], Any, dict[str, Any], Answer[Any]], ...] = (
    # read_text
    (read_text, "承德某某食品有限公司", {}, Read("承德某某食品有限公司")),
    (read_text, "  承德某某食品有限公司\u3000", {}, Read("承德某某食品有限公司", "去掉多余空格")),
    (read_text, "承德\xa0某某", {}, Read("承德 某某", "去掉多余空格")),
    (read_text, "承德某某\n食品有限公司", {}, Read("承德某某食品有限公司", "去掉换行")),
    (read_text, "Chengde\nFoods", {}, Read("Chengde Foods", "去掉换行")),
    (read_text, "承德\u200b某某\ufeff", {}, Read("承德某某", "去掉不可见字符")),
    (read_text, "甲\u3000\u3000乙", {}, Read("甲 乙", "去掉多余空格")),
    (read_text, "张 三", {}, Read("张 三")),
    (read_text, "承德（某某）Ａ公司", {}, Read("承德（某某）Ａ公司")),
    (read_text, "/", {}, Read(None, "“/”视为空")),
    (read_text, "——", {}, Read(None, "“——”视为空")),
    (read_text, "无", {}, Read(None, "“无”视为空")),
    (read_text, "\u3000", {}, Read(None)),
    (read_text, "", {}, Read(None)),
    (read_text, None, {}, Read(None)),
    (read_text, "#REF!", {}, Bad("“#REF!”是表格公式出错后的显示，请改为实际内容")),
    (read_text, "#N/A", {}, Bad("“#N/A”是表格公式出错后的显示，请改为实际内容")),
    (read_text, 12.0, {}, Read("12")),
    (read_text, "'00123", {}, Read("'00123")),
    (read_text, True, {}, Read("TRUE")),
    (read_text, "第一条\n第二条", {"multiline": True}, Read("第一条\n第二条")),
    # read_code
    (read_code, "CD-F-2026-0311", {}, Read("CD-F-2026-0311")),
    (read_code, "ＣＤ－Ｆ－２０２６－０３１１", {}, Read("CD-F-2026-0311", "全角改半角")),
    (read_code, "CD—F—2026—0311", {}, Read("CD-F-2026-0311", "统一连字符")),
    (read_code, "'00123", {}, Read("00123", "去掉文本标记")),
    (read_code, '="00123"', {}, Read("00123", "去掉文本标记")),
    (read_code, "00123", {}, Read("00123")),
    (read_code, 123.0, {}, Read("123")),
    (read_code, 130802.0, {}, Read("130802")),
    (read_code, "130802.0", {}, Read("130802", "去掉“.0”")),
    (read_code, "12.0", {}, Ask("“12.0”末尾的“.0”是编码的一部分吗？", "12")),
    (read_code, "1.3E+17", {}, Bad("编码被表格软件改成了数值，15 位以后的数字已经丢失；请把单元格设为文本后重新填写")),
    (
        read_code,
        "1.30802E+17",
        {},
        Bad("编码被表格软件改成了数值，15 位以后的数字已经丢失；请把单元格设为文本后重新填写"),
    ),
    (read_code, 1.3e17, {}, Bad("编码被表格软件改成了数值，15 位以后的数字已经丢失；请把单元格设为文本后重新填写")),
    (
        read_code,
        130802199001011000,
        {},
        Bad("编码被表格软件改成了数值，15 位以后的数字已经丢失；请把单元格设为文本后重新填写"),
    ),
    (read_code, 123456789012345.0, {}, Read("123456789012345")),
    (read_code, "GB/T 19001-2016", {}, Read("GB/T 19001-2016")),
    (read_code, "  GB 2760－2024 ", {}, Read("GB 2760-2024", "去掉多余空格、全角改半角")),
    (read_code, "1,234", {}, Read("1,234")),
    (read_code, "/", {}, Read(None, "“/”视为空")),
    (read_code, "#NAME?", {}, Bad("“#NAME?”是表格公式出错后的显示，请改为实际内容")),
    (
        read_code,
        datetime.datetime.fromisoformat("2026-01-05T00:00:00"),
        {},
        Bad("编码被表格软件改成了日期或时间；请把单元格设为文本后重新填写"),
    ),
    (read_code, 0.5, {}, Read("0.5")),
    (
        read_code,
        "91130802ma00 0000 0x",
        {"uppercase": True, "keep_spaces": False},
        Read("91130802MA0000000X", "去掉空格、改为大写"),
    ),
)
