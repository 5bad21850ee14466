"""Downloads: a file is sent only to who may see what it is attached to, as an attachment, never shown inline."""

from urllib.parse import quote

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.marks import governed
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.documents.models import Attachment, Document


@governed
@require_safe
def document(request: HttpRequest, attachment: int) -> HttpResponseBase:
    """The file of an attachment, for whoever may see the record; otherwise it is not there."""
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    found = Attachment.objects.select_related("document").filter(pk=attachment).first()
    if found is None or not _may_see(request.user, found):
        raise Http404
    return send(found.document)


def send(found: Document) -> FileResponse:
    """The bytes under the name they came with; the browser may neither guess the type nor run anything in it."""
    if not found.path.is_file():
        raise Http404
    response = FileResponse(found.path.open("rb"), content_type=found.type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _may_see(person: User, found: Attachment) -> bool:
    register = registers().get(found.register)
    if register is None:
        return False
    rows = scope_for(person, register, "view").restrict(register.model._default_manager.all())  # noqa: SLF001 (model API)
    return rows.filter(pk=found.record).exists()


urlpatterns: list[URLPattern] = [path("documents/<int:attachment>/", document, name="document")]
