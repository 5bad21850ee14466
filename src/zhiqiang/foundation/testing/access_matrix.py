"""The access matrix: every URL × method × role × whose record, asked of the running site, as a table to be reviewed.

Each request runs in a transaction that is undone, with the cookies of a fresh sign-in: no answer depends on another.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.models import ApiKey, User
from zhiqiang.foundation.access.roles import ROLES
from zhiqiang.foundation.certificates.keys import signing_key
from zhiqiang.foundation.certificates.models import IssuedCertificate
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.documents.store import store_document
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Organisation, ProductClass, Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import ImportBatch, Record
from zhiqiang.foundation.testing.browsing import open_as
from zhiqiang.foundation.testing.city import City
from zhiqiang.kernel.certificates import Payload, sign

METHODS = ("GET", "POST")
ANYBODY = "-"
STEPS = ("verify", "void")
#: The actions that generic pages ask for; steps stand for all others.
ASKED = frozenset({"view", "add", "change", "import", "export", *STEPS})
ONLY_ONE = {"verified": "only a verified record", "recorded": "a record that nobody has verified"}
KEYS = ("url", "method", "scope")
PEOPLE = ("anonymous", *(role.code for role in ROLES))
DAY = date(2026, 11, 23)
FURTHER = 10_000  # added to the number of a record that is made for another's sake

Arguments = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Place:
    """One address to ask: its pattern with the register filled in, whose record it is about, the address itself."""

    url: str
    scope: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one address answered to one method: status by person, in the order of PEOPLE."""

    url: str
    method: str
    scope: str
    answers: tuple[str, ...]


class Town:
    """The small city with one record of each register in each scope, a batch, an attachment and a key beside it."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.units = {"own unit": city.unit, "other unit": city.other_unit, "city": city.city}
        self.people: dict[str, User] = {
            "own unit": city.users["reporter"],
            "other unit": city.person("reporter", city.other_unit),
            "city": city.users["city_officer"],
        }
        issued = ApiKey.issue(
            user=city.users["city_officer"], title="matrix", scopes=("figures:read",), expires_on=date(2030, 1, 1)
        )
        reporter = city.users["reporter"]
        #: What `<int:key>` names, by a word of the route.
        self.keys: dict[str, int] = {
            "keys": issued[0].pk,
            "users": reporter.pk,
            "memberships": reporter.memberships_on()[0].pk,
            "organisations": city.enterprise.pk,
            "product-classes": ProductClass.objects.earliest("pk").pk,
        }
        plan = active_plan()
        assert plan is not None
        #: What other arguments name. No paper is issued here: its number finds nothing, whoever asks.
        self.named: dict[str, Any] = {
            "serial": _certificate(reporter),
            "clause": plan.clauses[0].id,
            "target": plan.targets[0].id,
            "code": next(one.code for one in plan.indicators if one.measure),
            "unit": city.unit.code,
            "user": reporter.pk,
            "layer": "self",
            "ending": "pdf",
            "number": "M1",
            "rest": "nothing",
        }
        self.records: dict[tuple[str, str], int] = {}
        self.batches: dict[tuple[str, str], int] = {}
        self.attachments: dict[str, int] = {}
        named = {_slug_in(route) for route, _names in _all_routes()}
        own = {*representatives(), *named}
        for number, register in enumerate(catalogue.registers().values()):
            if register.slug not in own:
                continue
            for at, (scope, unit) in enumerate(self.units.items()):
                self._fill(register, scope, unit, 100 * number + at)
            verified = made_up(register, city, city.unit, 100 * number + 50)
            verified.state = register.dataset.states[0] if register.dataset else verified.state
            verified.save()
            self.records[register.slug, "verified"] = verified.pk
            self.records[register.slug, "recorded"] = self.records[register.slug, "own unit"]
            # A domain's own pages name a record as `applications/<int:key>/`.
            self.keys.setdefault(register.slug.partition(".")[2], self.records[register.slug, "own unit"])

    def _fill(self, register: Register, scope: str, unit: Unit, number: int) -> None:
        row, person = made_up(register, self.city, unit, number), self.people[scope]
        row.save()
        self.records[register.slug, scope] = row.pk
        document = store_document(name="matrix.csv", content=b"a,b\n1,2\n", actor=person)
        attached = Attachment.objects.create(document=document, register=register.slug, record=row.pk)
        self.attachments.setdefault(scope, attached.pk)
        batch = ImportBatch.objects.create(
            register=register.slug, file_name="matrix.csv", document=document, actor=person, created_at=clock.now(),
            status=ImportBatch.Status.DISCARDED,
        )  # fmt: skip
        self.batches[register.slug, scope] = batch.pk


def _certificate(actor: User) -> str:
    """The number of a signed certificate; its file is no PDF, for its pages show none."""
    payload = Payload("2026-000001", "证书", "matrix", "某公司", DAY, "某市")
    code = sign(payload, signing_key(settings.HOME))
    IssuedCertificate.objects.create(
        serial=payload.serial, register="matrix", record=1, version=1, code=code, payload={}, issued_at=clock.now(),
        issued_by=actor, document=store_document(name="matrix.txt", content=b"certificate", actor=actor),
    )  # fmt: skip
    return payload.serial


def made_up(register: Register, city: City, unit: Unit, number: int) -> Record:
    """An unsaved record whose fields hold something of their type: pages open it, no rule was asked.

    What no guess finds (a text in a form of its own), the domain's `demo.made_up(slug)` gives by field.
    """
    known = _known(register)
    guessed = [field for field in _own_fields(register) if field.name not in known]
    values = {field.name: _anything(field, city, number) for field in guessed}
    return register.model(
        **values,
        **known,
        unit=unit,
        recorded_by=city.person("reporter", unit),
        recorded_at=clock.now(),
        changed_at=clock.now(),
    )


def _known(register: Register) -> Mapping[str, Any]:
    path = f"zhiqiang.domains.{register.slug.partition('.')[0]}.demo"
    made_up = getattr(import_module(path), "made_up", None) if find_spec(path) is not None else None
    return made_up(register.slug) if made_up is not None else {}


def _own_fields(register: Register) -> Iterable["models.Field[Any, Any]"]:
    common = {field.name for field in Record._meta.fields} | {"id"}  # noqa: SLF001 (model API)
    return (field for field in register.model._meta.fields if field.name not in common)  # noqa: SLF001 (model API)


def _anything(field: "models.Field[Any, Any]", city: City, number: int) -> Any:
    if field.null:
        return None
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.ForeignKey):
        return _related(field, city, number)
    if isinstance(field, models.DateField):
        start = clock.now() if isinstance(field, models.DateTimeField) else date(2025, 1, 1)
        return start + timedelta(days=number)
    if isinstance(field, models.DecimalField | models.IntegerField):
        return number if any(field.name in fields for fields in _unique(field)) else 1
    return field.get_default() if field.has_default() else f"M{number}"


def _related(field: "models.ForeignKey[Any, Any]", city: City, number: int) -> models.Model | None:
    """Something that a field may point at: the first there is, or one of its own where no two may share it."""
    related = field.related_model
    if related is Organisation:
        return city.enterprise
    found = None if _alone(field) else related._default_manager.first()  # noqa: SLF001 (model API)
    own = next((one for one in catalogue.registers().values() if one.model is related), None)
    if found is None and own is not None:
        found = made_up(own, city, city.unit, number + FURTHER)
        found.save()
    return found


def _alone(field: "models.ForeignKey[Any, Any]") -> bool:
    """Whether a constraint lets only one record point at the same."""
    return field.unique or (field.name,) in _unique(field)


def _unique(field: "models.Field[Any, Any]") -> list[tuple[str, ...]]:
    """The fields of each constraint of uniqueness on a field's model."""
    constraints = field.model._meta.constraints  # noqa: SLF001 (model API)
    return [tuple(one.fields) for one in constraints if isinstance(one, models.UniqueConstraint)]


def places(town: Town) -> Iterator[Place]:
    """Every address of the site, with something real for each of its arguments."""
    for route, names in _all_routes():
        for arguments in _arguments(town, route, names):
            scope = str(arguments.get("scope", ANYBODY))
            url = route.replace("<str:slug>", str(arguments.get("slug", ""))) if "slug" in arguments else route
            url = url.replace("<slug:step>", str(arguments["step"])) if "step" in arguments else url
            address = "/" + route
            for name, converter in names.items():
                address = address.replace(f"<{converter}:{name}>", str(arguments[name]))
            yield Place("/" + url, scope, address)


def _all_routes() -> list[tuple[str, dict[str, str]]]:
    return sorted(_routes(get_resolver().url_patterns, ""), key=lambda one: one[0])


def _routes(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            words = [part.split(">")[0] for part in route.split("<")[1:]]
            yield route, {name: converter for converter, name in (word.split(":") for word in words)}


def _arguments(town: Town, route: str, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The choices of arguments of one route: each register, each scope, the steps that stand for all."""
    key = next((number for word, number in reversed(town.keys.items()) if f"{word}/<" in route), 0)
    # Scores of an assessment are addressed by unit, figures by indicator; both call it a code.
    fixed = town.named | {"key": key} | ({"code": town.named["unit"]} if route.startswith("r/assessment.") else {})
    common = {name: fixed[name] for name in names if name in fixed}
    slugs = representatives() if "slug" in names else [_slug_in(route)]
    steps = STEPS if {"step", "record"} <= names.keys() else STEPS[:1]
    for slug, step in product(slugs, steps if "step" in names else [""]):
        given = common | ({"slug": slug} if "slug" in names else {}) | ({"step": step} if step else {})
        ids = _numbers(town, route, slug, names)
        if ids is None:
            yield given
        else:
            name, by_scope = ids
            yield from (given | {"scope": scope, name: number} for scope, number in by_scope.items())


def representatives() -> list[str]:
    """Registers that between them grant in every way that any register does.

    The generic pages ask a register one action at a time, and nothing but its grants for it and the way to its
    organisation: a way of granting that one register shows is the same in another. `RegisterSpec` holds each register
    to its own grants besides.
    """
    ways = {slug: _ways(register) for slug, register in catalogue.registers().items()}
    left, chosen = set().union(*ways.values()), []
    while left:
        slug = max(ways, key=lambda one: len(ways[one] & left))
        chosen.append(slug)
        left -= ways[slug]
    return chosen


def _ways(register: Register) -> set[object]:
    """Which roles a register grants each action that a generic page asks for, and what else the pages ask of it.

    Whether one role is granted an action does not depend on who else is, so each role is held to each answer by itself;
    the way to an organisation matters to roles that are bound to one.
    """
    own, granted = register.organisation_field is not None, register.access
    asked = {
        (action, role.code, role.code in granted.get(action, ()), role.organisation and own)
        for action, role in product(ASKED, ROLES)
    }
    pages = {("page", name) for name in register.pages}
    return {*asked, *pages, ("public", register.public), ("dataset", register.dataset is not None)}


def _numbers(town: Town, route: str, slug: str, names: Mapping[str, str]) -> tuple[str, dict[str, int]] | None:
    """The argument that is somebody's, and its value by scope."""
    if "attachment" in names:
        return "attachment", town.attachments
    if "batch" in names:
        return "batch", {scope: town.batches[slug, scope] for scope in town.units}
    name = next((one for one in ("record", "id") if one in names), None)
    if name is None:
        return None
    scopes = ONLY_ONE if route.startswith("open/") else town.units
    return name, {scope: town.records[slug, scope] for scope in scopes}


def _slug_in(route: str) -> str:
    """The register whose record an address names: "r/delivery.duties/…", or in words "supervision/order/…"."""
    return next(
        (
            slug
            for slug in catalogue.registers()
            if slug in route or f"{slug.replace('.', '/').removesuffix('s')}/" in route
        ),
        "",
    )


def walk(city: City) -> list[Line]:
    """Ask every address by every method as every person. Needs a database in a transaction that will be undone."""
    town = Town(city)
    browsers = {name: open_as(city.users.get(name)) for name in PEOPLE}
    for browser in browsers.values():
        browser.raise_request_exception = False
    found = []
    for place, method in product(places(town), METHODS):
        answers = tuple(_ask(browsers[name], method, place.address) for name in PEOPLE)
        found.append(Line(place.url, method, place.scope, answers))
    return found


def _ask(browser: Client, method: str, address: str) -> str:
    """The status of one request; 302 with where it leads when that is the sign-in."""
    cookies = deepcopy(browser.cookies)
    cache.clear()
    point = transaction.savepoint()
    try:
        answer: Any = browser.get(address) if method == "GET" else browser.post(address)
        if answer.streaming:
            list(answer.streaming_content)  # read to its end, it closes what it holds
        to_login = answer.status_code == 302 and answer["Location"].startswith("/login/")
        return "login" if to_login else str(answer.status_code)
    finally:
        transaction.savepoint_rollback(point)
        browser.cookies = cookies


def as_csv(lines: Iterable[Line]) -> str:
    """The table as CSV, a line for each address, method and scope, a column for each kind of person."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*KEYS, *PEOPLE])
    writer.writerows([line.url, line.method, line.scope, *line.answers] for line in lines)
    return out.getvalue()


def differences(reviewed: str, actual: str) -> list[str]:
    """What differs between two tables, cell by cell, in words."""
    old, new = (_cells(text) for text in (reviewed, actual))
    found = []
    for key in sorted({*old, *new}):
        url, method, scope, person = key
        was, now = old.get(key, "not there"), new.get(key, "not there")
        if was != now:
            found.append(f"{method} {url} ({scope}) as {person}: reviewed {was}, now {now}")
    return found


def _cells(text: str) -> dict[tuple[str, str, str, str], str]:
    return {
        (row["url"], row["method"], row["scope"], person): row[person]
        for row in csv.DictReader(io.StringIO(text))
        for person in row.keys() - set(KEYS)
    }
