"""Who calls: by key within its scopes, or by session for reading; how often; and with which query fields."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from zhiqiang.foundation.access.models import ApiKey, User
from zhiqiang.portals.api.rate import seconds_to_wait
from zhiqiang.portals.api.scopes import FIGURES_READ, IMPORTS_WRITE, REGISTERS_READ

Run = Callable[..., HttpResponse]
#: Requests a minute for one key, or for one address without a key; ZHIQIANG settings may set another number.
REQUESTS_A_MINUTE = 300


class KeyAuth(HttpBearer):
    """A key in the header Authorization, if it has the scope; it acts as its user, with that user's grants."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> User:  # noqa: ARG002 (the guard has read it)
        key: ApiKey | None = getattr(request, "api_key", None)
        if key is None:
            raise AuthenticationError(message=_("密钥不对、已过期或已停用。请向系统管理员申请新的密钥。"))
        if not key.allows(self.scope):
            message = _("这个密钥没有 %(scope)s 的范围，请换一个密钥或请系统管理员另发。")
            raise AuthorizationError(message=message % {"scope": self.scope})
        return key.user


class SessionReading(APIKeyCookie):
    """A person signed in to the site, for reading only."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:  # noqa: ARG002 (ninja's signature)
        return request.user if isinstance(request.user, User) and request.user.is_authenticated else None


FIGURES = (KeyAuth(FIGURES_READ), SessionReading())
REGISTERS = (KeyAuth(REGISTERS_READ), SessionReading())
IMPORTS = (KeyAuth(IMPORTS_WRITE),)


def guarded(run: Run) -> Run:
    """Wrap an operation: count the request, refuse what comes too often and query fields that nobody declared."""
    operation = run.__self__  # type: ignore[attr-defined]  # ninja hands over the operation's bound method
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in getattr(model, "__ninja_flatten_map__", model.model_fields)
    }
    lists = {
        name for model in operation.models for name in getattr(model, "__ninja_collection_fields__", ())
    }  # fmt: skip
    keeping = {"private": True, "no_store": True} if operation.auth_callbacks else {"public": True, "max_age": 60}

    @wraps(run)
    def guard(request: HttpRequest, **arguments: Any) -> HttpResponse:
        request.api_key = key_of(request)  # type: ignore[attr-defined]
        refused = _too_often(request) or _unknown_fields(request, known, lists)
        response = refused or run(request, **arguments)
        patch_cache_control(response, **keeping)
        return response

    return guard


def key_of(request: HttpRequest) -> ApiKey | None:
    """The live key in the request's header, with its user."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return ApiKey.find(secret.strip()) if scheme.lower() == "bearer" and secret.strip() else None


def answer(message: str, fields: dict[str, str] | None = None, *, status: int) -> JsonResponse:
    """An error as every endpoint gives it."""
    body = {"message": message, "fields": fields or {}}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def _too_often(request: HttpRequest) -> HttpResponse | None:
    most = getattr(settings, "API_REQUESTS_A_MINUTE", REQUESTS_A_MINUTE)
    key: ApiKey | None = request.api_key  # type: ignore[attr-defined]
    wait = seconds_to_wait(f"key-{key.pk}" if key else f"address-{request.META.get('REMOTE_ADDR', '')}", most)
    if not wait:
        return None
    response = answer(_("请求太频繁：每分钟最多 %(limit)d 次，请稍后再试。") % {"limit": most}, status=429)
    response["Retry-After"] = str(wait)
    return response


def _unknown_fields(request: HttpRequest, known: set[str], lists: set[str]) -> HttpResponse | None:
    wrong = {name: _("不认识这个查询参数") for name in request.GET if name not in known}
    wrong |= {
        name: _("只能给一次") for name, given in request.GET.lists() if name in known - lists and len(given) > 1
    }  # fmt: skip
    # PostgreSQL takes no NUL in a text, and no field has one.
    wrong |= {name: _("含有不可用的字符") for name in request.GET if "\0" in request.GET[name]}
    if not wrong:
        return None
    choices = "、".join(sorted(known)) or _("无")
    message = _("查询参数有误：%(wrong)s。可用：%(known)s。") % {"wrong": "、".join(wrong), "known": choices}
    return answer(message, wrong, status=422)
