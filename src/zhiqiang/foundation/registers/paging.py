"""Pages of a list that may hold millions: counted up to a cap, so that no page waits for a count of everything."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

PAGE_ROWS = 50
COUNT_CAP = 5_000


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # Django's own is not generic
    """Django's paginator, which counts and turns pages up to the cap; beyond it one narrows the filter."""

    @cached_property
    def counted(self) -> int:
        """The number of rows, or the cap plus one where there are more."""
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        return int(rows.order_by()[: COUNT_CAP + 1].count())

    @property
    def count(self) -> int:
        return min(self.counted, COUNT_CAP)

    @property
    def total_text(self) -> str:
        """The count in words: "3,999", or "5,000+" where it was not counted to the end."""
        return f"{COUNT_CAP:,}+" if self.counted > COUNT_CAP else f"{self.counted:,}"


def page_of(rows: "QuerySet[Any]", number: object) -> "Page[Any]":
    """One page of the rows; a number that is none or out of range gives the nearest page."""
    return CappedPaginator(rows, PAGE_ROWS).get_page(str(number or 1))


def total_words(page: "Page[Any]") -> str:
    """The line under a list: how many there are, and what to do where there are too many to turn through."""
    paginator = page.paginator
    assert isinstance(paginator, CappedPaginator)
    if paginator.counted > COUNT_CAP:
        return _("超过 %(count)s 条，只翻到前 %(count)s 条，请用筛选缩小范围") % {"count": f"{COUNT_CAP:,}"}
    return _("共 %(count)s 条") % {"count": paginator.total_text}
