"""The API as one object, compiled from what the installed domains declare."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import translation
from ninja import NinjaAPI

from zhiqiang import __version__
from zhiqiang.foundation.access.marks import governed, public
from zhiqiang.portals.api import figures
from zhiqiang.portals.api import public as open_figures
from zhiqiang.portals.api.access import guarded
from zhiqiang.portals.api.errors import handle_errors, not_there
from zhiqiang.portals.api.registers import routers

DESCRIPTION = (
    "读取质量强市方案的数字与台账，导入台账。密钥放在请求头 Authorization: Bearer …，以所属用户的身份和权限行事；"
    "密钥的范围有 figures:read、registers:read、imports:write。已登录网站的人可直接读取。"
    "不认识的查询参数一律拒绝（422）。出错时回答 {“message”, “fields”}。请求过多时回答 429 和 Retry-After。"
)


def build_api() -> NinjaAPI:
    """The API with every router; built in Chinese whatever language the first request speaks."""
    with translation.override("zh-hans"):
        api = NinjaAPI(
            title="质强", version=__version__, description=DESCRIPTION, openapi_url="", docs_url="",
            urls_namespace="api",
        )  # fmt: skip
        handle_errors(api)
        api.add_decorator(guarded, mode="view")
        api.add_router("", figures.router)
        api.add_router("public", open_figures.router)
        for prefix, router in routers():
            api.add_router(prefix, router)
    return api


def api_urls(api: NinjaAPI) -> list[URLPattern | URLResolver]:
    """The API's addresses, each with its access mark; anything else under them answers 404 in JSON."""
    patterns, *_names = api.urls
    marked = list(_marked(one for one in patterns if getattr(one, "name", "") != "api-root"))
    document = path("openapi.json", public(_document(api)), name="openapi")
    rest = path("<path:rest>", governed(_nothing))
    return [*marked, document, path("", governed(_nothing)), rest]


def _marked(patterns: Iterable[Any]) -> Iterable[URLPattern]:
    for one in patterns:
        mark = public if str(one.pattern).startswith("public/") else governed
        mark(one.callback)
        yield one


def _document(api: NinjaAPI) -> Any:
    def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
        with translation.override("zh-hans"):
            document = api.get_openapi_schema(path_prefix="api/")
        response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
        response["Cache-Control"] = "public, max-age=300"
        return response

    return openapi


def _nothing(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 (a view)
    return not_there()
