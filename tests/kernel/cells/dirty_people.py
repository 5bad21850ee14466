"""Dirty cells: people, each with its exact answer."""

from collections.abc import Callable
from typing import Any

from zhiqiang.kernel.cells import Answer, Ask, Bad, Read, read_identity, read_phone

ROWS: tuple[tuple[Callable[..., Answer[Any]], Any, dict[str, Any], Answer[Any]], ...] = (
    # read_phone
    (read_phone, "13800001234", {}, Read("13800001234")),
    (read_phone, "138 0000 1234", {}, Read("13800001234", "统一号码写法")),
    (read_phone, "138-0000-1234", {}, Read("13800001234", "统一号码写法")),
    (read_phone, "+86 13800001234", {}, Read("13800001234", "统一号码写法")),
    (read_phone, "8613800001234", {}, Read("13800001234", "统一号码写法")),
    (read_phone, "１３８００００１２３４", {}, Read("13800001234", "全角改半角")),
    (read_phone, 13800001234.0, {}, Read("13800001234")),
    (read_phone, 13800001234, {}, Read("13800001234")),
    (read_phone, "1.38E+10", {}, Bad("电话号码被表格软件改成了科学计数，请把单元格设为文本后重新填写")),
    (read_phone, "1380000123", {}, Bad("手机号应为 11 位，您填的是 10 位")),
    (read_phone, "138000012345", {}, Bad("手机号应为 11 位，您填的是 12 位")),
    (read_phone, "0314-2000000", {}, Read("0314-2000000")),
    (read_phone, "0314—2000000", {}, Read("0314-2000000", "统一连字符")),
    (read_phone, "(0314)2000000", {}, Read("0314-2000000", "统一号码写法")),
    (read_phone, "（0314）2000000", {}, Read("0314-2000000", "全角改半角、统一号码写法")),
    (read_phone, "03142000000", {}, Read("0314-2000000", "统一号码写法")),
    (read_phone, "0314-2000000-801", {}, Read("0314-2000000-801")),
    (read_phone, "0314-2000000转801", {}, Read("0314-2000000-801", "统一号码写法")),
    (read_phone, "2000000", {}, Ask("固定电话缺区号，例如 0314-2000000")),
    (read_phone, "12315", {}, Read("12315")),
    (read_phone, "400-000-0000", {}, Read("4000000000", "统一号码写法")),
    (read_phone, "13800001234/13900001234", {}, Ask("写了几个号码，请只填一个")),
    (read_phone, "138OOOO1234", {}, Ask("号码中有字母，应为数字吗？", "13800001234")),
    (read_phone, "无", {}, Read(None, "“无”视为空")),
    (read_phone, "/", {}, Read(None, "“/”视为空")),
    (read_phone, "某某", {}, Bad("“某某”不是电话号码")),
    (read_phone, "'13800001234", {}, Read("13800001234", "去掉文本标记")),
    # read_identity
    (read_identity, "11010519491231002X", {}, Read("11010519491231002X")),
    (read_identity, "11010519491231002x", {}, Read("11010519491231002X", "改为大写")),
    (read_identity, "１１０１０５１９４９１２３１００２Ｘ", {}, Read("11010519491231002X", "全角改半角")),
    (read_identity, "110105 19491231 002X", {}, Read("11010519491231002X", "去掉空格")),
    (read_identity, "110105194912310021", {}, Bad("身份证号的校验位不对，请逐位核对")),
    (read_identity, "110105491231002", {}, Ask("这是 15 位的旧证号，请填 18 位证号")),
    (read_identity, "11010519491331002X", {}, Bad("身份证号第 7 至 14 位不是日期")),
    (read_identity, "1101051949123100", {}, Bad("身份证号应为 18 位，末位可为 X；您填的是 16 位")),
    (
        read_identity,
        1.10105194912e17,
        {},
        Bad("编码被表格软件改成了数值，15 位以后的数字已经丢失；请把单元格设为文本后重新填写"),
    ),
    (
        read_identity,
        "1.10105E+17",
        {},
        Bad("编码被表格软件改成了数值，15 位以后的数字已经丢失；请把单元格设为文本后重新填写"),
    ),
    (read_identity, "'11010519491231002X", {}, Read("11010519491231002X", "去掉文本标记")),
    (read_identity, "无", {}, Read(None, "“无”视为空")),
)
