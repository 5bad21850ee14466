"""The mail hook: a notice as a plain-text mail to whoever has an address."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from zhiqiang.foundation.notices.models import Notice


def send_notice(notice: Notice) -> None:
    """Send one; people without an address see it on their desk only. Raises what the mail server answers."""
    if not notice.person.email:
        return
    address = f"{settings.PUBLIC_ADDRESS}{notice.link}" if notice.link else settings.PUBLIC_ADDRESS
    mark = _("【演示数据】") if settings.DEMO else ""
    text = "\n\n".join(part for part in (notice.body, address) if part)
    send_mail(f"{mark}{notice.title}", text, settings.DEFAULT_FROM_EMAIL, [notice.person.email])
