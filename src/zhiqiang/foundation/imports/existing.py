"""What a row meets in the register: nothing, the same record, an older value, a verified record, its own double."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.foundation.access.grants import Scope
from zhiqiang.foundation.imports.rows import Problem, RowRead
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.values import as_json
from zhiqiang.foundation.workflow.verification import EDITABLE_STATES, VOIDED

NEW, SAME, CHANGED, ERROR = "new", "unchanged", "changed", "error"
Key = tuple[Hashable, ...]


class Meeting:
    """Compares rows with each other and with the records that bear their keys."""

    def __init__(self, register: Register, *, view: Scope, change: Scope, place: Mapping[str, str]) -> None:
        self.register, self.view, self.change, self.place = register, view, change, place
        self.attnames = tuple(register.model_field(name).attname for name in register.key)
        self.seen: dict[Key, int] = {}

    def judge(self, rows: Sequence[RowRead]) -> None:
        """Set the status of each row of a chunk; one query for all of them."""
        stored = records_by_key(self.register, [one for row in rows if (one := self._key(row))])
        for row in rows:
            key = self._key(row)
            if key is not None:
                self._double(row, key)
                if not row.problems and key in stored:
                    self._compare(row, stored[key])
            if row.problems:
                row.status = ERROR

    def _key(self, row: RowRead) -> Key | None:
        if row.broken & {*self.register.key}:
            return None
        return tuple(getattr(row.record, name) for name in self.attnames)

    def _double(self, row: RowRead, key: Key) -> None:
        first = self.seen.setdefault(key, row.row)
        if first != row.row:
            self._problem(row, _("与第 %(row)s 行重复") % {"row": first}, _("请保留其一，或改正编号"))

    def _compare(self, row: RowRead, stored: Record) -> None:
        if not self.view.allows(stored):
            self._problem(row, _("已有其他单位的记录使用这一编号"), _("请核对编号"))
            return
        row.existing, row.version = stored.pk, stored.version
        changed = differing(self.register, row.values(), stored)
        if not changed:
            row.status = SAME
        elif stored.state == VOIDED:
            self._problem(row, _("同一编号的记录已作废，不能再导入"), _("请改用新的编号"))
        elif stored.state not in EDITABLE_STATES:
            names = "、".join(self.register.label(name) for name in changed)
            self._problem(row, _("该记录已核实，与表中不同：%s") % names, _("请打开记录“提出更正”"))
        elif not self.change.allows(stored):
            self._problem(row, _("您不能修改已有的这条记录"), _("请由填报单位修改"))
        else:
            row.status = CHANGED

    def _problem(self, row: RowRead, message: str, suggestion: str) -> None:
        name = self.register.key[0]
        row.problems.append(Problem(row.row, name, self.place[name], row.texts.get(name, ""), message, suggestion))


def differing(register: Register, values: Mapping[str, Any], stored: Record) -> list[str]:
    """The fields whose given values are not those of the record."""
    return [name for name, value in values.items() if as_json(getattr(stored, _attname(register, name))) != value]


def records_by_key(register: Register, keys: Sequence[Key]) -> dict[Key, Record]:
    """The records that bear these keys, with what scopes ask of them, in one query."""
    if not keys:
        return {}
    attnames = [_attname(register, name) for name in register.key]
    condition = {f"{name}__in": {key[at] for key in keys} for at, name in enumerate(attnames)}
    wanted, found = set(keys), {}
    rows = register.model._default_manager.filter(**condition).select_related("unit").order_by("pk")  # noqa: SLF001
    for row in rows:
        key = tuple(getattr(row, name) for name in attnames)
        if key in wanted:
            found[key] = row
    return found


def _attname(register: Register, name: str) -> str:
    return str(register.model_field(name).attname)
