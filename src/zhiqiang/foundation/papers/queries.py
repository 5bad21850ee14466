"""Finding issued papers."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from zhiqiang.foundation.papers.models import IssuedPaper


def papers_of(register: str, record: int) -> list[IssuedPaper]:
    """The papers issued for a record, newest first."""
    return list(_papers().filter(register=register, record=record))


def papers_of_records(register: str, records: Iterable[int]) -> Mapping[int, IssuedPaper]:
    """The newest paper of each of these records, for lists that lead to them."""
    return {one.record: one for one in _papers().filter(register=register, record__in=records).order_by("pk")}


def paper_numbered(number: str) -> IssuedPaper | None:
    """The paper of a number; brackets typed as （） or [] and spaces are read as what was meant."""
    return _papers().filter(number=number_as_printed(number)).first()


def papers(kind: str | None = None) -> "QuerySet[IssuedPaper]":
    """Every issued paper (of one kind), newest first."""
    return _papers() if kind is None else _papers().filter(kind=kind)


def number_as_printed(typed: str) -> str:
    """An issuing number with the brackets of the standard: nobody's keyboard has 〔 〕."""
    plain = "".join(typed.split())
    for pair in ("（）", "()", "[]", "【】", "［］"):
        plain = plain.replace(pair[0], "〔").replace(pair[1], "〕")
    return plain


def _papers() -> "QuerySet[IssuedPaper]":
    return IssuedPaper.objects.select_related("docx", "pdf", "supersedes")
