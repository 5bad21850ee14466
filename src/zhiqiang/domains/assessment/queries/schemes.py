"""The schemes of this installation: those that ship with the plan, and the city's own over them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from django.conf import settings

from zhiqiang.domains.assessment.models import PinnedScheme
from zhiqiang.foundation import clock
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.plans.package import ASSESSMENTS, package_folder
from zhiqiang.kernel.assessment import Scheme, SchemeErrors, Vocabulary, read_source
from zhiqiang.kernel.plan.records import Problem

#: The rungs of orders that may cost points; the supervision ladder calls them so.
RUNGS = ("blue", "orange", "red")
MOST_BYTES = 200_000


def vocabulary() -> Vocabulary:
    """The names that a scheme may use: targets of the plan in force, rungs of orders. Raises NoPlanError."""
    return Vocabulary(targets=tuple(one.id for one in active_plan().targets), rungs=RUNGS)


def sources() -> Mapping[str, str]:
    """The text of every scheme by file name; a file of the city replaces one that ships under the same name."""
    own = Path(settings.HOME) / ASSESSMENTS
    return {**_texts(package_folder().joinpath(ASSESSMENTS)), **(_texts(own) if own.is_dir() else {})}


def schemes() -> dict[str, Scheme]:
    """Every scheme by code. Raises SchemeErrors with all problems of all files at once."""
    names, found, problems = vocabulary(), {}, list[Problem]()
    for file, text in sources().items():
        try:
            scheme = _read(text, file, names)
        except SchemeErrors as errors:
            problems += errors.problems
            continue
        found[scheme.code] = scheme
    if problems:
        raise SchemeErrors(problems)
    return found


def read_draft(content: bytes, file: str) -> Scheme:
    """A draft scheme that somebody chose, read as strictly as one in force. Raises SchemeErrors."""
    if len(content) > MOST_BYTES:
        raise SchemeErrors([Problem(file, "", "文件超过 200 KB，不像考评方案；请核对所选的文件")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SchemeErrors([Problem(file, "", "不是 UTF-8 文本；请另存为 UTF-8 编码的 .toml 文件")]) from None
    return read_source(text, file, vocabulary())


def pin(code: str) -> PinnedScheme:
    """The scheme as it says now, kept for good. Raises SchemeErrors, KeyError for an unknown code."""
    scheme = schemes()[code]
    found = PinnedScheme.objects.filter(hash=scheme.content_hash).first()
    return found or PinnedScheme.objects.create(
        hash=scheme.content_hash, code=code, version=scheme.version, title=scheme.title,
        text=sources()[f"{code}.toml"], pinned_at=clock.now(),
    )  # fmt: skip


@cache
def _read(text: str, file: str, names: Vocabulary) -> Scheme:
    return read_source(text, file, names)


def _texts(folder: Traversable | Path) -> dict[str, str]:
    if not folder.is_dir():
        return {}
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return {one.name: one.read_text(encoding="utf-8") for one in files}
