"""Every failure as {"message", "fields"} in Chinese."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zhiqiang.foundation.documents.store import UnfitFileError
from zhiqiang.foundation.plans.active import NoPlanError
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.text import Text, lazy
from zhiqiang.portals.api.access import answer

#: Words for pydantic's kinds of problems, by how their names begin.
PROBLEMS: dict[str, Text] = {
    "missing": lazy("缺少，请补上"),
    "int_": lazy("应为整数"),
    "date": lazy("应为日期，如 2026-11-23"),
    "bool": lazy("应为 true 或 false"),
    "literal_error": lazy("可选：%(expected)s"),
    "less_than_equal": lazy("不能大于 %(le)s"),
    "greater_than_equal": lazy("不能小于 %(ge)s"),
    "string_too_long": lazy("太长，最多 %(max_length)s 个字"),
}


class WrongFieldsError(Exception):
    """A request that can be read but not understood: what is wrong with which field."""

    def __init__(self, **fields: str) -> None:
        self.fields = fields
        super().__init__("；".join(fields.values()))


def handle_errors(api: NinjaAPI) -> None:
    """Give the API its answers to failure."""
    api.add_exception_handler(Http404, _absent)
    for error in (NoPlanError, Unit.DoesNotExist):  # a home without a plan has no units either
        api.add_exception_handler(error, lambda _request, _error: answer(str(NoPlanError()), status=404))
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(WrongFieldsError, lambda _request, error: _fields(error.fields))
    api.add_exception_handler(RefusedError, lambda _request, error: answer(str(error), status=409))
    api.add_exception_handler(UnfitFileError, lambda _request, error: answer(str(error), status=413))


def not_there() -> HttpResponse:
    """The one answer for what is absent and for what is hidden."""
    return answer(_("没有这个地址或记录，或不在您的权限范围内。"), status=404)


def _absent(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001 (ninja's signature)
    return not_there()


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001 (ninja's signature)
    if not isinstance(error, AuthenticationError):
        return answer(error.message, status=error.status_code)
    message = error.message if error.message != "Unauthorized" else _("请在请求头 Authorization 里给出密钥。")
    response = answer(message, status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001 (ninja's signature)
    return _fields({str(one["loc"][-1]): _in_chinese(one) for one in error.errors})


def _fields(fields: dict[str, str]) -> HttpResponse:
    listed = "；".join(f"{name}：{words}" for name, words in fields.items())
    return answer(_("请求有误：%(listed)s。") % {"listed": listed}, fields, status=422)


def _in_chinese(problem: dict[str, Any]) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    for start, words in PROBLEMS.items():
        if kind.startswith(start):
            return str(words) % {name: str(value).replace(" or ", "、") for name, value in context.items()}
    return _("值不合要求")
