"""The registers for programs: each compiled from its declaration, within the caller's scope."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Form, Query, Router, Schema, UploadedFile
from pydantic import Field as Described

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.grants import may, scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.portals.api.access import IMPORTS, REGISTERS
from zhiqiang.portals.api.describe import described, failures
from zhiqiang.portals.api.imports import ImportAnswer, batch_of, import_file
from zhiqiang.portals.api.rows import (
    chosen,
    example_of,
    field_table,
    page_schema,
    query_schema,
    row_as_json,
    row_schema,
    schema_name,
)

READ_ACTIONS = ("view", "import", "export")
IMPORT_EXAMPLE = {
    "rows": 120, "accepted": 119, "batch": 7, "status": "committed",
    "errors": [{"row": 17, "column": "抽样日期", "value": "2026.13.5", "message": "不是一个日期",
                "suggestion": "请写成 2026-03-05"}],
    "new": 119, "changed": 0, "unchanged": 0, "layout": "", "notices": [],
}  # fmt: skip


class RegisterField(Schema):
    """One field of a register."""

    name: str = Described(description="字段名")
    label: str = Described(description="中文名")
    type: str = Described(description="text、integer、decimal、date、boolean、choice 或 related")
    choices: dict[str, str] = Described(description="代码 → 词")
    required: bool
    filter: bool = Described(description="可作查询参数")
    search: bool = Described(description="参与 q 搜索")
    public: bool = Described(description="向公众公开")


class RegisterEntry(Schema):
    """One register the caller may open."""

    slug: str
    title: str
    description: str
    actions: list[str] = Described(description="您可以做的：view、import、export")
    fields: list[RegisterField]


def routers() -> list[tuple[str, Router]]:
    """The index, and a router for each register of the installed domains."""
    return [
        ("registers", _index()),
        *((f"registers/{one.slug}", _router(one)) for one in catalogue.registers().values()),
    ]


def _index() -> Router:
    router = Router(auth=list(REGISTERS), tags=["台账"])
    example = [{"slug": "sampling.samples", "title": "抽检批次", "description": "", "actions": ["view"], "fields": []}]

    @router.get(
        "",
        response={200: list[RegisterEntry], **failures(401, 403, 429)},
        **described("register_index", "列出台账", "您有权查看的台账，及其字段、代码和可作查询参数的字段。", example),
    )
    def register_index(request: HttpRequest) -> list[dict[str, Any]]:
        person = person_of(request)
        return [
            {
                "slug": one.slug,
                "title": str(one.title),
                "description": str(one.description),
                "actions": [action for action in READ_ACTIONS if may(person, one, action)],
                "fields": field_table(one),
            }
            for one in catalogue.registers().values()
            if may(person, one, "view")
        ]

    return router


def _router(register: Register) -> Router:
    router = Router(auth=list(REGISTERS), tags=[str(register.title)])
    row = row_schema(register)
    _list(router, register, row)
    _detail(router, register, row)
    if "import" in register.access:
        _imports(router, register)
    return router


def _list(router: Router, register: Register, row: type[Schema]) -> None:
    query, name = query_schema(register), f"list_{schema_name(register)}"
    example = {"total": 1, "page": 1, "page_size": 50, "rows": [example_of(register)]}

    @router.get(
        "",
        response={200: page_schema(register, row), **failures(401, 403, 404, 422, 429)},
        **described(name, f"{register.title}：列表", f"您有权查看的{register.title}，可搜索、筛选、分页。", example),
    )
    def rows(request: HttpRequest, query: Query[query]) -> dict[str, Any]:  # type: ignore[valid-type]
        asked = query.dict()
        found = chosen(register, _visible(request, register), asked).order_by(*register.order)
        start = (asked["page"] - 1) * asked["page_size"]
        page = found.select_related(*register.related)[start : start + asked["page_size"]]
        return {
            "total": found.order_by().count(),
            "page": asked["page"],
            "page_size": asked["page_size"],
            "rows": [row_as_json(register, one) for one in page],
        }


def _detail(router: Router, register: Register, row: type[Schema]) -> None:
    text = f"一条{register.title}。不存在的和您无权查看的，回答相同。"

    @router.get(
        "/{int:id}",
        response={200: row, **failures(401, 403, 404, 422, 429)},
        **described(f"get_{schema_name(register)}", f"{register.title}：一条", text, example_of(register)),
    )
    def detail(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002 (the name in the address)
        found = _visible(request, register).select_related(*register.related).filter(pk=within(id)).first()
        if found is None:
            raise Http404
        return row_as_json(register, found)


def _imports(router: Router, register: Register) -> None:
    name, text = schema_name(register), "上传表格并导入；check=true 只检查不写入。再传同一文件不会重复登记。"

    @router.post(
        "/imports",
        auth=list(IMPORTS),
        response={200: ImportAnswer, **failures(401, 403, 404, 409, 413, 422, 429)},
        **described(f"import_{name}", f"{register.title}：导入", text, IMPORT_EXAMPLE),
    )
    def start(
        request: HttpRequest,
        file: UploadedFile = File(..., description="表格文件：.xlsx、.xls 或 .csv"),  # noqa: B008 (ninja's form)
        check: bool = Form(False, description="true：只检查，不写入"),
    ) -> dict[str, Any]:
        return import_file(request, register, person_of(request), file, check=check)

    @router.get(
        "/imports/{int:batch}",
        auth=list(IMPORTS),
        response={200: ImportAnswer, **failures(401, 403, 404, 422, 429)},
        **described(f"get_import_{name}", f"{register.title}：导入结果", "您上传的一批导入的结果。", IMPORT_EXAMPLE),
    )
    def result(request: HttpRequest, batch: int) -> dict[str, Any]:
        return batch_of(register, person_of(request), within(batch))


def person_of(request: HttpRequest) -> User:
    """The person in whose name the request is made."""
    person = request.auth  # type: ignore[attr-defined]  # set by ninja
    assert isinstance(person, User)
    return person


def within(number: int) -> int:
    """A record's number, 0 for one that no database column holds."""
    return number if number < 2**63 else 0


def _visible(request: HttpRequest, register: Register) -> Any:
    person = person_of(request)
    if not may(person, register, "view"):
        raise Http404
    rows = register.model._default_manager.all()  # noqa: SLF001 (model API)
    return scope_for(person, register, "view").restrict(rows)
