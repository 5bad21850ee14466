"""What a key may be issued for."""

from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _

FIGURES_READ, REGISTERS_READ, IMPORTS_WRITE = "figures:read", "registers:read", "imports:write"

SCOPES: dict[str, Text] = {
    FIGURES_READ: _("读取数字：目标板、指标、证据、方案、期限"),
    REGISTERS_READ: _("读取台账：所代表的人有权看的记录"),
    IMPORTS_WRITE: _("导入台账：所代表的人有权导入的台账"),
}
