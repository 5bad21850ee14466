"""Checking what was said: every figure computed again from its data version, every stored file by its hash."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.evidence import store
from zhiqiang.foundation.evidence.compute import CellKey, Cells, CellValue, compute_cells, split_by_shape
from zhiqiang.foundation.evidence.models import DatasetVersion, Figure
from zhiqiang.foundation.evidence.refresh import cells_of, city_code

Group = dict[CellKey, CellValue]
Versions = tuple[tuple[str, int | None], ...]
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that does not hold: what it is, and how it differs."""

    what: str
    reason: str


def check_figures() -> tuple[int, Fault | None]:
    """Compute every current figure again from the data version it names; how many hold, and the first that does not.

    A figure that was typed in or edited differs from its rows. Figures of an older measure version are passed over:
    their rule is no longer in this release.
    """
    city, held = city_code(), 0
    known = set(DatasetVersion.objects.values_list("dataset", "version"))
    newest = {slug: store.newest_version(dataset) for slug, (dataset, _register) in catalogue.datasets().items()}
    for versions, group in sorted(_by_version().items(), key=str):
        first = min(group)
        for slug, version in versions:
            # version 0 is the empty table that comes before the first rows: nobody had recorded anything there yet
            if version and ((slug, version) not in known or version > newest[slug]):
                return held, Fault(" ".join(first), f"所依据的数据版本 {version} 不存在")
        computed = _again(dict(versions), group, city)
        for key, value in sorted(group.items()):
            if computed.get(key) != value:
                return held, Fault(" ".join(key), _difference(value, computed.get(key)))
            held += 1
    return held, None


def check_documents() -> tuple[int, Fault | None]:
    """Read every stored file and compare it with its hash; how many hold, and the first that does not."""
    held = 0
    for document in Document.objects.order_by("pk").iterator():
        if not document.path.is_file():
            return held, Fault(f"{document.name} #{document.pk}", "文件不在")
        if sha256_of(document.path) != document.sha256:
            return held, Fault(f"{document.name} #{document.pk}", "内容与哈希不符，已被改动")
        held += 1
    return held, None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read block by block."""
    found = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def _by_version() -> dict[Versions, Group]:
    """The current figures by what they were computed from: (dataset, version) of the first and any second dataset."""
    measures = catalogue.measures()
    groups: dict[Versions, Group] = defaultdict(dict)
    fields = ("data_version", "other_version", "measure_version", "measure", "unit", "month")
    found = Figure.objects.filter(superseded_at=None, measure__in=measures)
    for version, second, measure_version, code, unit, month, *values in found.values_list(
        *fields, "numerator", "denominator", "benchmark"
    ):
        measure = measures[code]
        if measure_version != measure.version:
            continue
        numbers = (version,) if measure.other is None else (version, second)
        versions = tuple(zip(measure.datasets, numbers, strict=True))
        groups[versions][CellKey(code, unit, month)] = CellValue(*values)
    return groups


def _again(versions: Mapping[str, int | None], group: Group, city: str) -> Cells:
    """The cells of these versions for the measures and, where months stand alone, the months of this group."""
    measures = catalogue.measures()
    asked = [measures[code] for code in {key.measure for key in group}]
    additive, others = split_by_shape(asked)
    slug = asked[0].dataset
    dataset, _register = catalogue.datasets()[slug]
    months = {key.month for key in group}
    cells: Cells = {}
    if additive:
        cells |= compute_cells(dataset, additive, store.files(dataset, versions[slug], months), city=city)
    if others:
        cells |= cells_of(slug, others, versions, city)
    return cells


def _difference(stored: CellValue, computed: CellValue | None) -> str:
    if computed is None:
        return f"存有 {_text(stored)}，而数据中没有可计的行"
    return f"存有 {_text(stored)}，由数据算得 {_text(computed)}"


def _text(value: CellValue) -> str:
    parts = [format(one.normalize(), "f") for one in (value.numerator, value.denominator) if one is not None]
    return "/".join(parts)
