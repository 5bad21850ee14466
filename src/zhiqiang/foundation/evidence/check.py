"""Checking what was said: every figure computed again from its data version, every stored file by its hash."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.evidence import store
from zhiqiang.foundation.evidence.compute import CellKey, Cells, CellValue, compute_cells, split_by_shape
from zhiqiang.foundation.evidence.declaration import Dataset, Measure
from zhiqiang.foundation.evidence.models import DatasetVersion, Figure
from zhiqiang.foundation.evidence.refresh import city_code, measures_of

Group = dict[CellKey, CellValue]
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
    for slug, (dataset, _register) in catalogue.datasets().items():
        known = set(DatasetVersion.objects.filter(dataset=slug).values_list("version", flat=True))
        for version, group in sorted(_by_version(slug).items()):
            first = min(group)
            if version not in known or version > store.newest_version(dataset):
                return held, Fault(" ".join(first), f"所依据的数据版本 {version} 不存在")
            computed = _again(dataset, version, group, city)
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


def _by_version(dataset: str) -> dict[int, Group]:
    declared = {one.code: one.version for one in measures_of(dataset)}
    groups: dict[int, Group] = defaultdict(dict)
    fields = ("data_version", "measure_version", "measure", "unit", "month", "numerator", "denominator", "benchmark")
    found = Figure.objects.filter(superseded_at=None, measure__in=declared)
    for version, measure_version, measure, unit, month, *values in found.values_list(*fields):
        if measure_version == declared[measure]:
            groups[version][CellKey(measure, unit, month)] = CellValue(*values)
    return groups


def _again(dataset: Dataset, version: int, group: Group, city: str) -> Cells:
    """The cells of a version for the measures and, where months stand alone, the months of this group."""
    measures: dict[str, Measure] = catalogue.measures()
    asked = [measures[code] for code in {key.measure for key in group}]
    additive, others = split_by_shape(asked)
    months = {key.month for key in group}
    cells = compute_cells(dataset, additive, store.files(dataset, version, months), city=city) if additive else {}
    if others:
        cells |= compute_cells(dataset, others, store.files(dataset, version), city=city)
    return cells


def _difference(stored: CellValue, computed: CellValue | None) -> str:
    if computed is None:
        return f"存有 {_text(stored)}，而数据中没有可计的行"
    return f"存有 {_text(stored)}，由数据算得 {_text(computed)}"


def _text(value: CellValue) -> str:
    parts = [format(one.normalize(), "f") for one in (value.numerator, value.denominator) if one is not None]
    return "/".join(parts)
