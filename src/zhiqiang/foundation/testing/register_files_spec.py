"""Ready-made tests of a register's files: export, template, import and import again."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.testing.browsing import body
from zhiqiang.foundation.testing.register_case import RegisterCase

Rows = list[list[Any]]
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1")


def read_workbook(content: bytes) -> Rows:
    """The cells of a workbook's first sheet."""
    from python_calamine import CalamineWorkbook  # heavy: only tests of files need it

    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def write_workbook(rows: Rows) -> bytes:
    """A workbook of one sheet, every cell a text."""
    import xlsxwriter  # heavy: only tests of files need it

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("填报")
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(at, place, text)
    book.close()
    return out.getvalue()


class RegisterFilesSpec(RegisterCase):
    """What is exported is what is on the screen; what is imported is what the workbook says, once."""

    @property
    def exporter(self) -> Any:
        return self.city.users[self.roles_with("export")[0]]

    def exported(self, kind: str) -> Rows:
        answer: Any = self.get(self.exporter, "export", query=f"format={kind}")
        assert answer.status_code == 200
        if kind == "csv":
            text = body(answer)
            assert text.startswith("\ufeff")
            return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        return read_workbook(b"".join(answer.streaming_content))

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_an_export_holds_every_field_of_every_row(self, kind: str) -> None:
        self.put(range(1, 4))
        header, *rows = self.exported(kind)
        assert header == [*(self.register.label(one.name) for one in self.register.fields), "状态"]
        assert len(rows) == 3
        key = self.register.label(self.register.key[0])
        assert {row[header.index(key)] for row in rows} == {self._key_words(n) for n in range(1, 4)}

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_an_export_is_safe_from_formulas(self, kind: str) -> None:
        name = next(
            one.name for one in self.form_fields() if one.name not in self.register.key
            and self.register.model_field(one.name).get_internal_type() == "CharField"
            and not self.register.model_field(one.name).choices
        )  # fmt: skip
        for n, formula in enumerate(FORMULAS, start=1):
            self.put(range(n, n + 1), **{name: formula})
        header, *rows = self.exported(kind)
        cells = [row[header.index(self.register.label(name))] for row in rows]
        expected = [f"'{formula}" for formula in FORMULAS] if kind == "csv" else list(FORMULAS)
        assert sorted(cells) == sorted(expected)

    def test_an_export_holds_the_own_unit_only(self, exporter_of_a_unit: str) -> None:
        self.made(unit=self.city.unit)
        self.elsewhere()
        answer = self.get(self.city.users[exporter_of_a_unit], "export", query="format=csv")
        assert len(list(csv.reader(io.StringIO(body(answer))))) == 2

    def test_a_filled_template_comes_in_and_comes_in_again_without_change(self) -> None:
        workbook = self._filled_template(1, 2)
        first = self._commit(self._hand_in(workbook))
        rows = list(self.records.order_by("pk"))
        assert (first.accepted, first.rejected, len(rows)) == (2, 0, 2)
        for row, n in zip(rows, (1, 2), strict=True):
            told = self.values(self.city, n)
            names = [one.name for one in self.form_fields() if one.name in told]
            assert {name: getattr(row, name) for name in names} == {name: told[name] for name in names}
        again = self._hand_in(workbook)
        assert (again.unchanged, again.rejected) == (2, 0)
        self._commit(again)
        assert [row.version for row in self.records] == [1, 1]

    def test_an_import_names_the_row_and_the_column_of_each_error(self) -> None:
        required = next(name for name in self.required() if name != "unit")
        cells = [self.cells(1), self.cells(2)]
        cells[1][self.register.label(required)] = ""
        batch = self._hand_in(self._filled_template(cells=cells))
        assert (batch.accepted, batch.rejected) == (1, 1)
        answer: Any = self.get(self.maker, "import-batch", batch.pk)
        wrong = [(one["row"], one["column"]) for one in answer.context["errors"]]
        assert [row for row, _column in wrong] == [3]
        assert self.register.label(required) in str(wrong[0][1])
        assert self.count() == 0

    def test_an_import_is_taken_back(self) -> None:
        batch = self._commit(self._hand_in(self._filled_template(1, 2)))
        assert self.count() == 2
        self.post(self.maker, "import-undo", batch.pk, data={})
        assert self.count() == 0

    def _key_words(self, n: int) -> str:
        row = self.register.model(**self.values(self.city, n))
        name = self.register.key[0]
        return str(dict(self.register.model_field(name).flatchoices or ()).get(getattr(row, name), getattr(row, name)))

    def _filled_template(self, *numbers: int, cells: list[dict[str, str]] | None = None) -> bytes:
        """The register's own template with these records under its header."""
        answer: Any = self.get(self.maker, "template")
        header = [str(cell) for cell in read_workbook(answer.content)[0]]
        told = cells or [self.cells(n) for n in numbers]
        missing = {label for row in told for label in row} - {text.rstrip("*") for text in header}
        assert not missing, f"the template has no column for {missing}"
        return write_workbook([header, *([row.get(text.rstrip("*"), "") for text in header] for row in told)])

    def _hand_in(self, workbook: bytes) -> ImportBatch:
        answer = self.post(self.maker, "import", data={"file": SimpleUploadedFile("填报.xlsx", workbook)})
        assert answer.status_code == 302, body(answer)[:2000]
        return ImportBatch.objects.latest("pk")

    def _commit(self, batch: ImportBatch) -> ImportBatch:
        assert batch.status == ImportBatch.Status.PREVIEW, batch.message
        self.post(self.maker, "import-commit", batch.pk, data={})
        batch.refresh_from_db()
        assert batch.status == ImportBatch.Status.COMMITTED, batch.message
        return batch
