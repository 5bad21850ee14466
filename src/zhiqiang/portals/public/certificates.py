"""The public check of certificates: by number, code or file; first the signature, then the register."""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.marks import public
from zhiqiang.foundation.certificates.keys import public_keys, signing_key
from zhiqiang.foundation.certificates.models import IssuedCertificate
from zhiqiang.foundation.certificates.queries import SERIAL, checked_file, checked_serial
from zhiqiang.foundation.text import Text, lazy
from zhiqiang.kernel.certificates import LONGEST_CODE, Outcome, Payload, Verdict, public_to_pem
from zhiqiang.portals.api.rate import seconds_to_wait

LARGE = "large_type"
CHECKS_A_MINUTE = 60
LONGEST_TEXT = 2 * LONGEST_CODE  # a pasted code may come with line ends
MOST_BYTES = 20 * 2**20
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
#: Colour of the chip, its word, the sentence that says what to make of it.
WORDS: dict[Outcome, tuple[str, Text, Text]] = {
    Outcome.HOLDS: ("ok", lazy("真，有效"), lazy("这张证书是真的，现在有效。")),
    Outcome.NOT_YET: ("warn", lazy("真，未生效"), lazy("这张证书是真的，但还没到生效的日子。")),
    Outcome.EXPIRED: ("warn", lazy("真，已过期"), lazy("这张证书是真的，但已过有效期。")),
    Outcome.REVOKED: ("bad", lazy("已撤销"), lazy("这张证书确曾签发，但已经撤销。")),
    Outcome.ALTERED: (
        "bad", lazy("文件被改"), lazy("证书码是真的，但文件不是签发时的原件，印着的字不能作数，请以下列内容为准。"),
    ),
    Outcome.UNKNOWN: ("bad", lazy("查无此证"), lazy("签发登记里没有这张证书，请核对编号，或向签发机构查询。")),
    Outcome.FORGED: ("bad", lazy("不真"), lazy("签名不符：这串证书码被改动过，或不是本网站所签。")),
    Outcome.FOREIGN: ("none", lazy("不能验"), lazy("这张证书不是本网站签发的，请到它的签发机构核验。")),
    Outcome.UNREADABLE: (
        "none", lazy("不能验"), lazy("没有读到完整的证书码。请整串复制，或上传签发时的 PDF 原件。"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says of a certificate: chip, sentence, facts as (label, words)."""

    colour: str
    word: Text
    sentence: Text
    facts: tuple[tuple[str, str], ...] = ()


@public
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_cache=True)
def check(request: HttpRequest) -> HttpResponse:
    """Check a certificate: `code` in the address (a scanned QR code), or a form with a number, a code or a file."""
    asked = request.POST if request.method == "POST" else request.GET
    text = "".join(asked.get("code", "")[:LONGEST_TEXT].translate(UNSEEN).split())
    upload = request.FILES.get("file")
    if not text and upload is None:
        return _page(request, text)
    if wait := seconds_to_wait(f"certificate-{request.META.get('REMOTE_ADDR', '')}", CHECKS_A_MINUTE):
        refused = _page(request, text, Answer("none", _("不能验"), _("验得太快了，请过一分钟再来。")), 429)
        refused["Retry-After"] = str(wait)
        return refused
    if upload is not None:
        return _page(request, "", _of_file(upload))
    verdict = (
        checked_serial(text, clock.today()) if SERIAL.fullmatch(text) else checked_file(text.encode(), clock.today())
    )
    return _page(request, text, answer_of(verdict))


@public
@require_safe
@cache_control(private=True, no_cache=True)
def certificate(request: HttpRequest, serial: str) -> HttpResponse:
    """One issued certificate: what it says and whether it holds today."""
    verdict = checked_serial(serial, clock.today()) if SERIAL.fullmatch(serial) else None
    if verdict is None or verdict.payload is None:
        raise Http404
    return _render(request, "public/certificate.html", {"serial": serial, "answer": answer_of(verdict)})


@public
@require_safe
@cache_control(public=True, max_age=300)
def key(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """The public keys of this home, the present one first: all that a check without this site needs."""
    signing_key(settings.HOME)
    response = HttpResponse(public_to_pem(public_keys(settings.HOME)), content_type="application/x-pem-file")
    response["Content-Disposition"] = "attachment; filename=certificate-key.pem"
    return response


def answer_of(verdict: Verdict) -> Answer:
    """A verdict in the words of the page."""
    colour, word, sentence = WORDS[verdict.outcome]
    facts = _facts(verdict.payload) if verdict.payload else ()
    if verdict.outcome is Outcome.REVOKED and verdict.payload:
        found = IssuedCertificate.objects.get(serial=verdict.payload.serial)
        facts += ((_("撤销日期"), str(found.revoked_on)), (_("撤销原因"), found.revoked_cause))
    return Answer(colour, word, sentence, facts)


def _facts(payload: Payload) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("证书编号"), payload.serial),
        (_("证书名称"), payload.title),
        (_("持有者"), payload.holder),
        (_("统一社会信用代码"), payload.uscc),
        (_("对象"), payload.subject),
        (_("等级"), payload.level),
        (_("生效日期"), payload.issued.isoformat()),
        (_("有效期至"), payload.until.isoformat() if payload.until else _("长期")),
        (_("签发机构"), payload.issuer),
        (_("数据性质"), _("演示数据，不代表实际情况。") if payload.demo else ""),
    )
    return tuple((label, words) for label, words in facts if words)


def _of_file(upload: UploadedFile) -> Answer:
    if (upload.size or 0) > MOST_BYTES:
        return Answer("none", _("不能验"), _("文件超过 20 MB，不是本网站签发的证书。"))
    return answer_of(checked_file(upload.read(), clock.today()))


def _page(request: HttpRequest, text: str, answer: Answer | None = None, status: int = 200) -> HttpResponse:
    return _render(request, "public/certificate_check.html", {"code": text, "answer": answer}, status)


def _render(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, template, context | {"large": request.COOKIES.get(LARGE) == "1"}, status=status)
