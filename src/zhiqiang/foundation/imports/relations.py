"""Related objects by the words of a cell: small tables whole, organisations a chunk at a time, never row by row."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from zhiqiang.foundation.reference.models import Organisation, ProductClass, Unit, UnitAlias
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.kernel.cells import Answer, Ask, Bad, Read
from zhiqiang.kernel.identifiers import normalise as normalise_code
from zhiqiang.kernel.identifiers import uscc

#: A name that no organisation bears is looked up once for a near one; a file full of them is not searched for ever.
MOST_SUGGESTED = 50
SPLITS = ("/", "—", "-", "－", "／", "·")


class Finder:
    """Finds objects of one relation. `prepare` is told a chunk's texts before `find` is asked for each."""

    def prepare(self, texts: Iterable[str]) -> None:
        """Load what these texts may mean, in a constant number of queries."""

    def find(self, text: str, day: date) -> Answer[Model]:
        """The object that a text meant on a day."""
        raise NotImplementedError


class UnitFinder(Finder):
    """Units by code, title, short name or an alias still in use on the day (as reference.models.unit_on)."""

    def __init__(self) -> None:
        units = list(Unit.objects.all())
        self.current = {name: unit for unit in reversed(units) for name in (unit.code, unit.title, unit.short)}
        aliases = UnitAlias.objects.select_related("unit")
        self.aliases = {alias.name: alias for alias in aliases}

    def find(self, text: str, day: date) -> Answer[Model]:
        if unit := self.current.get(text):
            return Read(unit)
        if alias := self.aliases.get(text):
            if alias.valid_to is None or alias.valid_to >= day:
                return Read(alias.unit, _("“%(old)s”改为“%(new)s”") % {"old": text, "new": alias.unit.short})
            message = _("“%(old)s”只用到 %(day)s") % {"old": text, "day": alias.valid_to}
            return Ask(message, alias.unit.short)
        return _missing(text, [unit.short for unit in self.current.values()], _("没有“%s”这个填报单位"))

    def mentioned(self, text: str) -> list[Unit]:
        """The units whose names stand in a title or file name; the city only where no unit is named."""
        found = {unit for name, unit in self.current.items() if len(name) > 1 and not name.isdigit() and name in text}
        return sorted((one for one in found if not one.is_city), key=lambda one: one.position) or list(found)


class ProductClassFinder(Finder):
    """Product classes by code, title or another name; a title of two domains is asked back, "食品/肉制品" is not."""

    def __init__(self) -> None:
        self.words: dict[str, dict[int, ProductClass]] = defaultdict(dict)
        for one in ProductClass.objects.all():
            domain = str(one.get_domain_display())
            names = (one.code, one.title, *(word.strip() for word in one.also.split("、") if word.strip()))
            for name in names:
                self.words[name][one.pk] = one
                for split in SPLITS:
                    self.words[f"{domain}{split}{name}"][one.pk] = one

    def find(self, text: str, day: date) -> Answer[Model]:  # noqa: ARG002 (a finder's shape)
        found = list(self.words.get(text, {}).values()) or list(self.words.get("".join(text.split()), {}).values())
        if len(found) == 1:
            one = found[0]
            same = text in {one.title, one.code}
            return Read(one, None if same else _("“%(old)s”归入“%(new)s”") % {"old": text, "new": one.title})
        if found:
            ways = [f"{one.get_domain_display()}/{one.title}" for one in found]
            return Ask(_("“%(text)s”在几个领域里都有：%(ways)s") % {"text": text, "ways": "、".join(ways)}, ways[0])
        plain = [name for name in self.words if not any(split in name for split in SPLITS)]
        return _missing(text, plain, _("没有“%s”这个产品类别"))


class OrganisationFinder(Finder):
    """Organisations by 统一社会信用代码 or exact name; a name borne by several is asked back."""

    def __init__(self, limits: Mapping[str, Any] | None = None) -> None:
        self.within = Organisation.objects.filter(**(limits or {}))
        self.known: dict[str, list[Organisation]] = {}
        self.misses: dict[str, Ask | Bad] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        wanted = [text for text in dict.fromkeys(texts) if text and text not in self.known]
        if not wanted:
            return
        if len(self.known) > 20_000:
            self.known.clear()
        for text in wanted:
            self.known[text] = []
        codes = {normalise_code(text): text for text in wanted if uscc.is_valid(text)}
        for one in self.within.filter(Q(title__in=wanted) | Q(uscc__in=list(codes))):
            for text in {one.title, codes.get(one.uscc or "", "")} & self.known.keys():
                self.known[text].append(one)

    def find(self, text: str, day: date) -> Answer[Model]:  # noqa: ARG002 (a finder's shape)
        if text not in self.known:
            self.prepare([text])
        found = self.known[text]
        if len(found) == 1:
            return Read(found[0])
        if found:
            return Ask(_("有 %(n)s 个组织都叫“%(text)s”，请改填统一社会信用代码") % {"n": len(found), "text": text})
        if text not in self.misses:
            names: Iterable[str] = ()
            if len(self.misses) < MOST_SUGGESTED:
                alike = self.within.filter(title__startswith=text[:4])
                names = alike.values_list("title", flat=True)[:200]
            self.misses[text] = _missing(text, names, _("组织名录里没有“%s”，请核对全称，或先登记该组织"))
        return self.misses[text]


class PlainFinder(Finder):
    """Any other relation: the register's own `find`, else by whatever naming field the model has."""

    def __init__(self, model: type[Model], find: Callable[[str], Model | None] | None) -> None:
        self.model, self.own, self.known = model, find, dict[str, list[Model]]()
        names = {one.name for one in model._meta.fields}  # noqa: SLF001 (Django's documented model API)
        self.names = [name for name in ("code", "number", "title", "short", "name", "sha256") if name in names]

    def prepare(self, texts: Iterable[str]) -> None:
        wanted = [text for text in dict.fromkeys(texts) if text and text not in self.known]
        if self.own is not None:
            self.known |= {text: [one] if (one := self.own(text)) else [] for text in wanted}
            return
        self.known |= {text: [] for text in wanted}
        if not wanted or not self.names:
            return
        condition = Q()
        for name in self.names:
            condition |= Q(**{f"{name}__in": wanted})
        for one in self.model._default_manager.filter(condition):  # noqa: SLF001 (Django's documented model API)
            for text in {str(getattr(one, name)) for name in self.names} & set(wanted):
                self.known[text].append(one)

    def find(self, text: str, day: date) -> Answer[Model]:  # noqa: ARG002 (a finder's shape)
        if text not in self.known:
            self.prepare([text])
        found = self.known[text]
        if len(found) == 1:
            return Read(found[0])
        if found:
            return Ask(_("“%s”对应不止一条，请写得更确切") % text)
        return Bad(_("没有找到“%s”") % text)


def finders_for(register: Register) -> Mapping[str, Finder]:
    """A finder for each relation among the register's fields and its unit."""
    fields = {one.name: one for one in register.fields}
    names = dict.fromkeys((*(one for one in fields if register.model_field(one).is_relation), "unit"))
    return {name: _finder(register, name, fields.get(name)) for name in names}


def _finder(register: Register, name: str, one: Field | None) -> Finder:
    related: Any = register.model_field(name).related_model
    if one is not None and one.find is not None:
        return PlainFinder(related, one.find)
    if related is Organisation:
        return OrganisationFinder(register.model_field(name).get_limit_choices_to())  # type: ignore[attr-defined]
    known: dict[type[Model], Callable[[], Finder]] = {Unit: UnitFinder, ProductClass: ProductClassFinder}
    return known[related]() if related in known else PlainFinder(related, None)


def _missing(text: str, names: Iterable[str], message: str) -> Ask | Bad:
    near = difflib.get_close_matches(text, list(dict.fromkeys(names)), n=1, cutoff=0.5)
    return Bad(message % text, near[0] if near else None)
