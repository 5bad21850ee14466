"""Official lists of certificates (认e云, certification bodies): beside a certificate's own columns its status and day.

The ordinary import of the register reads everything else; this adds the two columns that are no fields of a record.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.conformity.actions import ListRow, Problem
from zhiqiang.domains.conformity.rules.listed import VALID, WORDS, Listed
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.imports import files
from zhiqiang.foundation.imports.cell_readers import remembering
from zhiqiang.foundation.imports.child import heads, rows_of
from zhiqiang.foundation.imports.headers import Column, find_header, normalise
from zhiqiang.foundation.imports.rows import records_of, shown
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.kernel.cells import Answer, Read, read_choice, read_code, read_date

STATUS_HEADERS = ("证书状态", "状态", "有效状态")
DAY_HEADERS = ("状态变更日期", "状态变更时间", "变更日期", "状态日期")

_read_status = remembering(lambda cell: read_choice(cell, WORDS))
_read_day = remembering(read_date)


def read_list(batch: ImportBatch) -> list[ListRow]:
    """Every row of a previewed batch with its certificate and its status; wrong rows with what is wrong.

    Raises RefusedError where the file has no column of statuses, for then it is no list to compare.
    """
    statuses = _statuses(batch)
    wrong: dict[int, list[Problem]] = {}
    for one in files.lines(batch.pk, files.ERRORS):
        problem = Problem(one["column"], one["value"], one["message"], one["suggestion"])
        wrong.setdefault(one["row"], []).append(problem)
    return [_row(line, statuses, wrong.get(line["row"], [])) for line in files.lines(batch.pk, files.ROWS)]


def _row(line: Mapping[str, Any], statuses: "_Statuses", wrong: list[Problem]) -> ListRow:
    row, values = line["row"], line.get("values", {})
    listed, problems = statuses.of(row)
    end = values.get("valid_to")
    return ListRow(
        row=row,
        number=values.get("number") or _code(line["texts"].get("number", "")),
        listed=listed,
        problems=(*wrong, *problems),
        unit=values.get("unit"),
        scheme=values.get("scheme", ""),
        valid_to=date.fromisoformat(end) if end else None,
        places=statuses.places,
    )


def _code(text: str) -> str:
    answer = read_code(text)
    return answer.value if isinstance(answer, Read) and answer.value else text


class _Statuses:
    """The cells of the status and its day, by row, and where the columns stand ("N 证书状态")."""

    def __init__(self, status: Column, day: Column | None) -> None:
        self.status, self.day = status, day
        self.cells: dict[int, tuple[Any, Any]] = {}
        self.places = {
            "status": f"{status.letter} {status.header}",
            "on": f"{day.letter} {day.header}" if day else DAY_HEADERS[0],
        }

    def take(self, rows: Iterable[tuple[int, list[Any]]]) -> None:
        for number, cells in rows:
            self.cells[number] = (_cell(cells, self.status), _cell(cells, self.day) if self.day else None)

    def of(self, row: int) -> tuple[Listed | None, list[Problem]]:
        """The status of a row, or what is wrong with its two cells."""
        cells = self.cells.get(row, (None, None))
        status, day = _read_status(cells[0]), _read_day(cells[1])
        problems = [
            _problem(place, cell, answer)
            for place, cell, answer in zip(self.places.values(), cells, (status, day), strict=True)
            if not isinstance(answer, Read)
        ]
        if isinstance(status, Read) and status.value is None:
            words = "、".join(words[0] for words in WORDS.values())
            problems.append(Problem(self.places["status"], "", _("没有填证书状态。"), _("应为：%s") % words))
        if problems:
            return None, problems
        assert isinstance(status, Read)
        assert isinstance(day, Read)
        return Listed(status.value or VALID, day.value), []


def _cell(cells: list[Any], column: Column) -> Any:
    return cells[column.index] if column.index < len(cells) else None


def _problem(place: str, cell: Any, answer: Answer[Any]) -> Problem:
    assert not isinstance(answer, Read)
    return Problem(place, "" if cell is None else shown(cell), answer.message, answer.suggestion or "")


def _statuses(batch: ImportBatch) -> _Statuses:
    raw = files.file_of(batch.pk, files.RAW)
    header = find_header(registers()[batch.register], heads(raw))
    by_word = {normalise(one.header.rsplit("/", 1)[-1]): one for one in reversed(header.columns)}

    def column(words: Iterable[str]) -> Column | None:
        return next((by_word[key] for word in words if (key := normalise(word)) in by_word), None)

    status = column(STATUS_HEADERS)
    if status is None:
        raise RefusedError(_("表里没有“%s”一列，不能与台账核对；只登记新证书的，请用“导入表格”。") % STATUS_HEADERS[0])
    found = _Statuses(status, column(DAY_HEADERS))
    found.take(records_of(rows_of(raw, header.sheet, header.last_row), header, lambda _row, _reason: None))
    return found
