"""Ready-made tests of a register's list: search, filters, pages and what they cost."""

from datetime import date
from typing import Any

from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from zhiqiang.foundation.registers.paging import PAGE_ROWS
from zhiqiang.foundation.testing.browsing import open_as, words
from zhiqiang.foundation.testing.register_case import RegisterCase, as_typed

MOST_QUERIES = 25


class RegisterListSpec(RegisterCase):
    """A list finds what is asked for, and costs the same for three rows and for many."""

    def found(self, **query: str) -> list[int]:
        """The records that the maker's list shows for a query."""
        answer: Any = open_as(self.maker).get(self.page("list"), query)
        assert answer.status_code == 200
        return sorted(line.row.pk for line in answer.context["lines"])

    def test_an_empty_list_says_so(self) -> None:
        answer = self.get(self.maker, "list")
        assert "还没有记录" in words(answer)

    def test_a_search_finds_a_text(self, searched: str) -> None:
        row = self.made()
        assert self.found(q=str(getattr(row, searched))) == [row.pk]
        assert self.found(q="没有这样的文字") == []

    def test_a_filter_chooses_rows(self, filtered: str) -> None:
        row = self.made()
        for query, expected in self._questions(filtered, getattr(row, filtered)):
            assert self.found(**query) == ([row.pk] if expected else []), query

    def test_the_state_is_a_filter(self) -> None:
        row, other = self.made(), self.made(2)
        self.verified(row)
        assert self.found(state=self.register.workflow.initial) == [other.pk]

    def test_a_list_says_what_waits_for_me(self) -> None:
        row, other = self.made(), self.made(2)
        self.verified(other)
        clock = self.register.workflow.starts[0]
        answer: Any = open_as(self.checker).get(self.page("list"), {"waiting": clock})
        assert [line.row.pk for line in answer.context["lines"]] == [row.pk]

    def test_rows_beyond_a_page_stand_on_the_next(self) -> None:
        self.put(range(1, PAGE_ROWS + 3))
        pages = [set(self.found(page=str(number))) for number in (1, 2)]
        assert [len(page) for page in pages] == [PAGE_ROWS, 2]
        assert not pages[0] & pages[1]

    def test_a_list_of_many_asks_the_database_no_more_than_one_of_few(self) -> None:
        self.put(range(1, 4))
        few = self._queries()
        self.put(range(4, PAGE_ROWS + 10))
        assert self._queries() == few <= MOST_QUERIES

    def _queries(self) -> int:
        browser = open_as(self.maker)
        browser.get(self.page("list"))
        with CaptureQueriesContext(connection) as asked:
            browser.get(self.page("list"))
        return len(asked)

    def _questions(self, name: str, value: Any) -> list[tuple[dict[str, str], bool]]:
        """Queries on one field, and whether they find a record with this value."""
        field = self.register.model_field(name)
        if isinstance(value, date):
            day, ends = value.isoformat(), ("from", "to")
            return [
                ({f"{name}_{ends[0]}": day, f"{name}_{ends[1]}": day}, True),
                ({f"{name}_to": date(1999, 1, 1).isoformat()}, False),
                ({f"{name}_from": date(2999, 1, 1).isoformat()}, False),
            ]
        if field.choices:
            other = next(key for key, _label in field.flatchoices if key != value)
            return [({name: str(value)}, True), ({name: str(other)}, False)]
        if isinstance(field, models.ForeignKey):
            others = field.related_model._default_manager.exclude(pk=value.pk)  # noqa: SLF001 (model API)
            return [({name: as_typed(value)}, True), *(({name: str(one.pk)}, False) for one in others[:1]
                                                       if name != self.register.unit_field)]  # fmt: skip
        return [({name: as_typed(value)}, True)]
