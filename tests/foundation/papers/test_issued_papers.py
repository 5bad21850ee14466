"""Papers issued: numbers without gap or twin, bound digits only, never changed, corrected once by a successor."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from tests.foundation.papers.conftest import PAPER, Issue
from tests.servers import postgres

from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.papers import actions
from zhiqiang.foundation.papers.actions import draft_files
from zhiqiang.foundation.papers.models import IssuedPaper, SerialCounter
from zhiqiang.foundation.papers.queries import paper_numbered, papers, papers_of, papers_of_records
from zhiqiang.foundation.papers.series import SeriesError, issuer_of, load_series, series_of
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.kernel.papers import Paragraph, UnboundDigitError, from_table

DRIVER = Path(__file__).with_name("rivals.py")


def test_numbers_run_on_through_a_year_in_each_series_and_begin_anew(issue: Issue, as_of) -> None:
    assert [issue(one).number for one in (1, 2)] == ["承质强〔2026〕1号", "承质强〔2026〕2号"]
    assert issue(3, kind="order").number == "承质强督〔2026〕1号"
    as_of(2027, 1, 4)
    assert issue(4).number == "承质强〔2027〕1号"


def test_a_paper_with_an_unbound_digit_is_refused_and_leaves_no_gap(issue: Issue) -> None:
    with pytest.raises(UnboundDigitError, match="body 1: 共7家"):
        issue(1, blocks=(Paragraph(("共7家",)),))
    assert not SerialCounter.objects.exists()
    assert issue(2).serial == 1


def test_a_number_is_given_back_where_printing_fails(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> bytes:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(actions.pdf, "render", fail)
        with pytest.raises(OSError):  # noqa: PT011 (the very error raised above)
            issue(1)
    assert issue(2).number == "承质强〔2026〕1号"


def test_both_files_hang_on_the_record_and_the_trail_knows_their_hashes(issue: Issue) -> None:
    made = issue(7)
    kept = Attachment.objects.filter(register=made.register, record=7).order_by("pk")
    assert [one.document.name.rpartition(".")[2] for one in kept] == ["docx", "pdf"]
    assert {one.title for one in kept} == {made.number}
    told = TrailEntry.objects.get(action="issue_paper").facts
    assert (told["number"], told["docx"], told["pdf"]) == (made.number, made.docx.sha256, made.pdf.sha256)
    assert made.paper == PAPER


def test_an_issued_paper_is_neither_changed_nor_removed_by_anybody(issue: Issue) -> None:
    made = issue()
    with pytest.raises(TypeError, match="更正"):
        made.save()
    with pytest.raises(TypeError, match="更正"):
        made.delete()
    for write in (lambda: IssuedPaper.objects.update(title="改"), lambda: IssuedPaper.objects.all().delete()):
        with pytest.raises(DatabaseError, match="不改不删"), transaction.atomic():
            write()


def test_only_a_successor_of_the_same_kind_corrects_a_paper_and_only_once(issue: Issue) -> None:
    first = issue(1)
    second = issue(1, supersedes=first.number)
    assert (second.supersedes, first.successor) == (first, second)
    for number, kind, reason in (
        (first.number, "bulletin", f"已由 {second.number} 更正"),
        (second.number, "order", "另一文种"),
        ("承质强〔2026〕99号", "bulletin", "没有文号"),
    ):
        with pytest.raises(RefusedError, match=reason):
            issue(2, kind=kind, supersedes=number)
    assert issue(3).serial == 3


def test_papers_are_found_by_record_kind_and_however_the_number_is_typed(issue: Issue) -> None:
    first, second, order = issue(1), issue(2), issue(2, kind="order")
    assert papers_of(first.register, 2) == [order, second]
    assert papers_of_records(first.register, (1, 2)) == {1: first, 2: order}
    assert list(papers("bulletin")) == [second, first]
    assert all(
        paper_numbered(typed) == first for typed in ("承质强〔2026〕1号", "承质强(2026)1号", " 承质强［2026］ 1号")
    )
    assert paper_numbered("承质强〔2026〕9号") is None


def test_a_draft_has_files_and_no_number(font: None, db: None) -> None:
    files = draft_files(PAPER)
    assert files.docx.startswith(b"PK")
    assert files.pdf.startswith(b"%PDF-")
    assert not SerialCounter.objects.exists()
    with pytest.raises(UnboundDigitError):
        draft_files(replace(PAPER, title=("第3季度",)))


def test_a_home_has_its_own_series_kind_by_kind(home: Path) -> None:
    assert issuer_of("bulletin") == "承德市质量强市工作领导小组办公室"
    (home / "papers.toml").write_text('[kind.bulletin]\nprefix = "某质办"\nissuer = "某市质强办"\n', encoding="utf-8")
    assert series_of("bulletin").number(2027, 12) == "某质办〔2027〕12号"
    assert issuer_of("bulletin") == "某市质强办"
    assert series_of("order").prefix == "承质强督"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[kind.order]\nprefix = "承质强"', "用了两次"),
        ('[kind.other]\ntitle = "另一种"', "缺 prefix"),
        ("[kind", "不是有效的 TOML"),
    ],
)
def test_series_that_would_give_two_papers_one_number_are_refused(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "papers.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SeriesError, match=reason):
        load_series(file)


def test_a_kind_without_a_series_is_refused(home: Path) -> None:
    with pytest.raises(SeriesError, match="letter"):
        series_of("letter")


def test_a_paper_stored_by_the_first_version_of_the_table_is_read_for_ever() -> None:
    stored = json.loads(Path(__file__).with_name("stored-v1.json").read_text(encoding="utf-8"))
    read = from_table(stored)
    assert read.kind == "bulletin"
    assert read.blocks[1].text[1].reference == "ZQ1/a.b@1/130825/2026-01..2026-09/d7/19-20/0123456789abcdef"
    with pytest.raises(ValueError, match="later version"):
        from_table({**stored, "version": 99})


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield ""
        return
    with postgres() as server:
        yield server.create_database("papers")


@pytest.mark.slow
def test_sixteen_who_take_numbers_at_once_get_each_once_and_leave_none_out(database: str, tmp_path: Path) -> None:
    each = 25  # the issue's 1,000 are taken by hand: python tests/foundation/papers/rivals.py 1000
    environment = os.environ | {"ZHIQIANG_HOME": str(tmp_path), "ZHIQIANG_DATABASE": database}
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(each)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"taken": 16 * each, "doubles": 0, "gaps": 0, "given_back": 16, "errors": []}
