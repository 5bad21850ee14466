"""Where a batch's parsed rows, errors and rewritings lie as JSON lines, so that 50,000 rows never sit in memory."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

RAW, ROWS, ERRORS, REWRITES, SKIPPED = "raw", "rows", "errors", "rewrites", "skipped"
KINDS = (ROWS, ERRORS, REWRITES, SKIPPED)


def folder(batch_id: int) -> Path:
    """The batch's folder in the home; made when first asked for."""
    path = Path(settings.MEDIA_ROOT) / "imports" / str(batch_id)
    path.mkdir(parents=True, exist_ok=True)
    return path


def file_of(batch_id: int, kind: str) -> Path:
    """The lines of one kind."""
    return folder(batch_id) / f"{kind}.jsonl"


@contextmanager
def written(batch_id: int) -> Iterator[dict[str, TextIO]]:
    """New files of every kind: they replace the old ones when the block ends well, and vanish when it fails."""
    places = {kind: file_of(batch_id, kind) for kind in KINDS}
    drafts = {kind: path.with_suffix(".new") for kind, path in places.items()}
    opened: dict[str, TextIO] = {kind: path.open("w", encoding="utf-8") for kind, path in drafts.items()}
    try:
        yield opened
    except BaseException:
        _close(opened)
        for path in drafts.values():
            path.unlink(missing_ok=True)
        raise
    _close(opened)
    for kind, path in drafts.items():
        path.replace(places[kind])


def put(out: TextIO, line: Any) -> None:
    """One value as one line."""
    out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def lines(batch_id: int, kind: str, *, start: int = 0, count: int | None = None) -> Iterator[Any]:
    """The lines of one kind from `start` on, at most `count`; none where nothing was written."""
    path = file_of(batch_id, kind)
    if not path.exists():
        return
    with path.open(encoding="utf-8") as source:
        for at, line in enumerate(source):
            if at < start:
                continue
            if count is not None and at >= start + count:
                return
            yield json.loads(line)


def _close(opened: dict[str, TextIO]) -> None:
    for one in opened.values():
        one.close()
