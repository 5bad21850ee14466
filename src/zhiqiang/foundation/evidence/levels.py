"""Levels on any day, kept: what is valid on a day by a data version never changes."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.evidence import store
from zhiqiang.foundation.evidence.figures import CutOff
from zhiqiang.foundation.evidence.refresh import city_code
from zhiqiang.foundation.evidence.stocks import Level, count_valid, day_of, levels_on
from zhiqiang.foundation.registers.declaration import Register

Known = tuple[tuple[str, int, str], ...]


def levels(measure: str, day: date, known: Mapping[str, CutOff]) -> Mapping[str, Level]:
    """Unit code → (numerator, denominator) of a running measure on a day, from the data versions that are known."""
    versions = tuple(
        (slug, -1 if known[slug].version is None else known[slug].version, str(known[slug].at))
        for slug in catalogue.measures()[measure].datasets
    )
    return _levels(measure, day, versions, str(settings.EVIDENCE_ROOT), city_code())


def levels_at(measure: str, moment: str, versions: tuple[int | None, ...]) -> Mapping[str, Level]:
    """The same by stated versions of the measure's datasets; who asks has made sure that there are such."""
    known = tuple(
        (slug, -1 if version is None else version, "")
        for slug, version in zip(catalogue.measures()[measure].datasets, versions, strict=False)
    )
    return _levels(measure, day_of(moment), known, str(settings.EVIDENCE_ROOT), city_code())


def count_on(register: Register, day: date) -> dict[str, int]:
    """Unit code → how many of a register are valid on a day, by the newest evidence; the city holds all.

    Raises LookupError for a register whose records are not valid over spans of days.
    """
    dataset = register.dataset
    if dataset is None or not dataset.standing:
        raise LookupError(_("台账“%(title)s”的记录没有有效期，不能按某一天计数") % {"title": register.title})
    return count_valid(dataset, store.files(dataset), day, city=city_code())


@lru_cache(maxsize=512)
def _levels(measure: str, day: date, known: Known, root: str, city: str) -> Mapping[str, Level]:  # noqa: ARG001 (each root has versions of its own)
    return _computed(measure, day, known, city)


def _computed(code: str, day: date, known: Known, city: str) -> Mapping[str, Level]:
    measure = catalogue.measures()[code]
    sources = {}
    for slug, version, _at in known:
        dataset, _register = catalogue.datasets()[slug]
        sources[slug] = (dataset, [] if version < 0 else store.files(dataset, version))
    dataset, files = sources.pop(measure.dataset)
    return levels_on(measure, day, dataset, files, sources, city=city)
