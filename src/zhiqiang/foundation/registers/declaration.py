"""Register: a kind of record, declared once; pages, workbooks, exports, API, permissions and tests compile from it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from zhiqiang.foundation.evidence.declaration import Dataset
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.text import Text
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.spans import Span
from zhiqiang.kernel.workflow import Workflow

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register: what its model field (label, type, choices, help) cannot say.

    `headers`: other words by which workbooks call it. `also`: other words for a choice ({"pass": ("符合", "√")}).
    `read`: how a cell is read where the model's type does not say ("percent", "code"). `example`: for the template.
    `find`: turns the text of a cell into a related object, or None (default: by code, title, short name or alias).
    """

    name: str
    column: bool = False
    filter: bool = False
    search: bool = False
    form: bool = True
    public: bool = False
    headers: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read: str = ""
    example: str = ""
    find: Callable[[str], models.Model | None] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A workbook as a unit really hands it in, where headers alone do not tell: constants and renamed or split columns.

    `columns`: header as flattened ("检验结果/合格") → field name; `constants`: field name → cell text for every row;
    `derive`: completes a row of cell texts by field from its raw cells by header. A layout is recognised when all its
    `signature` headers are present.
    """

    code: str
    title: Text
    signature: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    derive: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class Register:
    """A 台账. `slug` is "domain.records" and names its pages, API and permissions.

    `access`: action → roles; actions are view, add, change, import, export and the workflow's step codes (filled from
    the workflow). `key`: the fields that say two rows are the same record. `check`: rules over a whole record
    (values, today).

    `workflow_of`: where each record has a life of its own (a programme's), its workflow; `workflow` then holds every
    state and step that any of them has. `spans`: the spans over which records stand, where these depend on more than
    their own dates; `dependents`: the other records of the register whose evidence changes with a record's.

    `effects`: step code → what the step does in its transaction before the state moves (an `Effect`); it refuses by
    raising RefusedError. A register's own effect goes before one that many registers share. `pages`: route names of the
    domain's own pages ("new" without, "detail" with the record's id), to which the generic ones then lead. `links`:
    further pages of the domain that the list leads to, as (route name, words, roles).
    """

    slug: str
    title: Text
    model: type[Record]
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    access: Mapping[str, tuple[str, ...]]
    workflow: Workflow
    unit_field: str | None = "unit"
    organisation_field: str | None = None
    dataset: Dataset | None = None
    layouts: tuple[Layout, ...] = ()
    check: Callable[[Values, date], Iterable[Finding]] | None = None
    order: tuple[str, ...] = ("-pk",)
    public: bool = False
    description: Text = ""
    workflow_of: Callable[[Any], Workflow] | None = None
    spans: Callable[[Sequence[Any]], Mapping[int, Sequence[Span]]] | None = None
    dependents: Callable[[Any], Iterable[Record]] | None = None
    effects: Mapping[str, Callable[[Any, Any, Any], dict[str, Any]]] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    links: tuple[tuple[str, Text, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        steps = {step.code: step.roles for step in self.workflow.steps}
        object.__setattr__(self, "access", {**steps, **self.access})
        problems = list(self._problems())
        if problems:
            raise ValueError(f"register {self.slug!r}: " + "; ".join(problems))

    def _problems(self) -> Iterable[str]:
        names = [one.name for one in self.fields]
        yield from (f"field {name!r} twice" for name in {n for n in names if names.count(n) > 1})
        for name in (*names, *self.key):
            try:
                self.model._meta.get_field(name)  # noqa: SLF001 (Django's documented model API)
            except FieldDoesNotExist:
                yield f"model has no field {name!r}"
        yield from (f"key {name!r} is no field of the register" for name in self.key if name not in names)
        yield from (f"action {action!r} missing in access" for action in ("view",) if action not in self.access)
        steps = {step.code for step in self.workflow.steps}
        yield from (f"effect of unknown step {code!r}" for code in self.effects if code not in steps)
        if not any(one.column for one in self.fields):
            yield "no field is a column of the list"

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    @property
    def columns(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if one.column)

    @property
    def public_fields(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if one.public)

    def model_field(self, name: str) -> "models.Field[Any, Any]":
        """The model's own field: its label, type, choices and whether it may be empty."""
        found = self.model._meta.get_field(name)  # noqa: SLF001 (Django's documented model API)
        assert isinstance(found, models.Field)
        return found

    def label(self, name: str) -> str:
        return str(self.model_field(name).verbose_name)

    @property
    def related(self) -> tuple[str, ...]:
        """The foreign keys among the fields and the unit: what a list must join to stay at a constant query count."""
        names = [one.name for one in self.fields if self.model_field(one.name).is_relation]
        return tuple(dict.fromkeys([*names, *([self.unit_field] if self.unit_field else [])]))

    def workflow_for(self, row: Record) -> Workflow:
        """The workflow that this record is in."""
        return self.workflow if self.workflow_of is None else self.workflow_of(row)

    def months_touched(self, row: Record) -> set[str]:
        """The evidence partitions that a change of this row makes stale."""
        rows = [row, *(self.dependents(row) if self.dependents is not None else ())]
        return {month for one in rows if (month := self.month_of(one))}

    def month_of(self, row: Record) -> str | None:
        """The evidence partition of a row: the month of its dataset's date."""
        if self.dataset is None:
            return None
        day = getattr(row, self.dataset.date_source)
        return f"{day.year:04d}-{day.month:02d}" if day else None
