"""A register compiled for the API: the schema of its rows, its query fields, its rows as JSON values."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from django.db import models
from django.db.models import Q, QuerySet
from ninja import Schema
from pydantic import Field as Described
from pydantic import create_model

from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.registers.models import Record

PAGE_SIZE, LARGEST_PAGE = 50, 200
PYTHON_TYPES: tuple[tuple[type["models.Field[Any, Any]"], type], ...] = (
    (models.BooleanField, bool),
    (models.DecimalField, Decimal),
    (models.IntegerField, int),
    (models.DateTimeField, datetime),
    (models.DateField, date),
)


class Related(Schema):
    """What a record points at."""

    id: int | str = Described(description="编号；以内容指纹为主键的为文字")
    code: str | None = Described(None, description="代码，没有代码的为空")
    title: str


def row_schema(register: Register) -> type[Schema]:
    """The schema of one row: the register's fields with the types of its model; decimals are texts, to the digit."""
    fields: dict[str, Any] = {
        "id": (int, Described(description="记录号")),
        "state": (choice_type([state.code for state in register.workflow.states]), Described(description="状态")),
        "version": (int, Described(description="版本，每改一次加一")),
    }
    for one in declared_fields(register):
        kind = _type_of(register, one.name)
        listed = {"enum": list(get_args(kind))} if get_origin(kind) is Literal else None
        # A stored code may be one that the plan no longer lists: the schema tells the codes, no row is refused.
        kind = type(listed["enum"][0]) if listed else kind
        empty = register.model_field(one.name).null
        described = Described(description=_described(register, one.name), json_schema_extra=listed)
        fields[one.name] = (kind | None if empty else kind, described)
    return create_model(f"{schema_name(register)}Row", __base__=Schema, **fields)


def page_schema(register: Register, row: type[Schema]) -> type[Schema]:
    """A page of rows."""
    return create_model(
        f"{schema_name(register)}Page",
        __base__=Schema,
        total=(int, Described(description="符合条件的记录总数")),
        page=(int, Described(description="第几页，从 1 起")),
        page_size=(int, Described(description="每页条数")),
        rows=(list[row], Described(description="记录")),  # type: ignore[valid-type]
    )


def query_schema(register: Register) -> type[Schema]:
    """The query fields of a list: search, state, the declared filters, the page."""
    fields: dict[str, Any] = {
        "page": (int, Described(1, ge=1, le=1_000_000, description="第几页，从 1 起")),
        "page_size": (int, Described(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="每页条数，最多 200")),
        "state": (
            choice_type([state.code for state in register.workflow.states]) | None,
            Described(None, description="状态"),
        ),
    }
    if searched := searched_labels(register):
        fields["q"] = (str | None, Described(None, max_length=100, description=f"搜索：{searched}"))
    for one in register.fields:
        if one.filter:
            fields |= _query_fields(register, one.name)
    return create_model(f"{schema_name(register)}Query", __base__=Schema, **fields)


def searched_labels(register: Register) -> str:
    return "、".join(register.label(one.name) for one in register.fields if one.search)


def chosen(register: Register, rows: "QuerySet[Record]", query: dict[str, Any]) -> "QuerySet[Record]":
    """The rows that a query asks for."""
    if text := (query.get("q") or "").strip():
        anywhere = Q()
        for one in register.fields:
            if one.search:
                anywhere |= Q(**{f"{one.name}__icontains": text})
        rows = rows.filter(anywhere)
    if query.get("state"):
        rows = rows.filter(state=query["state"])
    for one in register.fields:
        if one.filter:
            rows = rows.filter(**_conditions(register, one.name, query))
    return rows


def row_as_json(register: Register, row: Record) -> dict[str, Any]:
    """One record as its schema says."""
    table: dict[str, Any] = {"id": row.pk, "state": row.state, "version": row.version}
    for one in declared_fields(register):
        value = getattr(row, one.name)
        table[one.name] = _related(value) if isinstance(value, models.Model) else value
    return table


def declared_fields(register: Register) -> tuple[Field, ...]:
    return register.fields


def field_table(register: Register) -> list[dict[str, Any]]:
    """The fields of a register in words, for programs that ask what there is."""
    return [
        {
            "name": one.name,
            "label": register.label(one.name),
            "type": _kind_word(register, one.name),
            "choices": {str(code): str(word) for code, word in register.model_field(one.name).flatchoices or ()},
            "required": not register.model_field(one.name).blank,
            "filter": one.filter,
            "search": one.search,
            "public": one.public,
        }
        for one in declared_fields(register)
    ]


def schema_name(register: Register) -> str:
    """ "sampling.samples" → "SamplingSamples"."""
    return "".join(part.title() for part in register.slug.replace(".", "_").split("_"))


def choice_type(codes: list[str]) -> Any:
    return Literal[tuple(codes)]


def example_of(register: Register) -> dict[str, Any]:
    """A made-up row that shows the form of each field."""
    table: dict[str, Any] = {"id": 1, "state": register.workflow.initial, "version": 1}
    for one in declared_fields(register):
        field = register.model_field(one.name)
        if field.flatchoices:
            table[one.name] = next(iter(field.flatchoices))[0]
        elif isinstance(field, models.ForeignKey):
            code = "130825" if one.name == register.unit_field else None
            table[one.name] = None if field.null else {"id": 1, "code": code, "title": one.example or "示例"}
        else:
            shape = _type_of(register, one.name)
            plain = {bool: True, Decimal: "98.50", int: 1, date: "2026-10-22", datetime: "2026-10-22T09:00:00+08:00"}
            made = plain.get(shape, one.example or "示例")
            table[one.name] = None if field.null else made
    return table


def _type_of(register: Register, name: str) -> Any:
    field = register.model_field(name)
    if isinstance(field, models.ForeignKey):
        return Related
    if field.flatchoices:
        codes = [code for code, _word in field.flatchoices]
        return choice_type([*codes, ""] if field.blank and not field.null else codes)
    return next((python for kind, python in PYTHON_TYPES if isinstance(field, kind)), str)


def _kind_word(register: Register, name: str) -> str:
    kind = _type_of(register, name)
    words = {
        bool: "boolean", Decimal: "decimal", int: "integer", datetime: "datetime", date: "date", Related: "related",
        str: "text",
    }  # fmt: skip
    return words.get(kind, "choice") if isinstance(kind, type) else "choice"


def _described(register: Register, name: str) -> str:
    field = register.model_field(name)
    choices = "；".join(f"{code} {word}" for code, word in field.flatchoices or ())
    return "。".join(str(part) for part in (register.label(name), field.help_text, choices) if part)


def _query_fields(register: Register, name: str) -> dict[str, Any]:
    field, label = register.model_field(name), register.label(name)
    if isinstance(field, models.DateField):
        return {
            f"{name}_from": (date | None, Described(None, description=f"{label}自（含）")),
            f"{name}_to": (date | None, Described(None, description=f"{label}至（含）")),
        }
    if isinstance(field, models.ForeignKey):
        key = "代码" if _has_code(field) else "编号"
        return {name: (str | None, Described(None, max_length=80, description=f"{label}的{key}"))}
    kind = _type_of(register, name)
    return {name: (kind | None, Described(None, description=_described(register, name)))}


def _conditions(register: Register, name: str, query: dict[str, Any]) -> dict[str, Any]:
    field = register.model_field(name)
    if isinstance(field, models.DateField):
        day_of = f"{name}__date" if isinstance(field, models.DateTimeField) else name
        ends = {f"{day_of}__gte": query.get(f"{name}_from"), f"{day_of}__lte": query.get(f"{name}_to")}
        return {key: day for key, day in ends.items() if day is not None}
    value = query.get(name)
    if value in (None, ""):
        return {}
    if isinstance(field, models.ForeignKey) and _has_code(field):
        return {f"{name}__code": value}
    if isinstance(field, models.ForeignKey):
        return {f"{name}_id": int(value) if str(value).isdecimal() and len(str(value)) < 19 else 0}
    return {name: value}


def _has_code(field: "models.ForeignKey[Any, Any]") -> bool:
    return any(one.name == "code" for one in field.related_model._meta.fields)  # noqa: SLF001 (model API)


def _related(value: models.Model) -> dict[str, Any]:
    return {"id": value.pk, "code": getattr(value, "code", None), "title": str(value)}
