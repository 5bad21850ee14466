"""The second factor: a TOTP device (RFC 6238) and recovery codes, each usable once."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django_otp import login as remember_device
from django_otp import match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.trail.record import record as trail

RECOVERY_CODES = 10
DEVICE, RECOVERY = "authenticator", "recovery"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person needs to bring an app into step: the picture, and the same secret to type."""

    picture: str
    secret: str
    demo_code: str


def device_of(user: User) -> TOTPDevice | None:
    """The confirmed device of a person."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


def begin(user: User) -> Enrolment:
    """The enrolment that waits for its first code; the same secret until it is confirmed."""
    import segno  # heavy: only this page draws a code

    device, _created = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": DEVICE})
    picture = segno.make(device.config_url, error="m").svg_inline(scale=4, border=2)
    secret = device.config_url.split("secret=")[1].split("&")[0]
    return Enrolment(picture, secret, demo_code(device))


@transaction.atomic
def confirm(request: HttpRequest, user: User, code: str) -> list[str] | None:
    """Finish the enrolment with its first code: the recovery codes, or None where the code is wrong."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(code):
        trail(action="second_factor_failed", actor=user, register="access", record_id=user.pk)
        return None
    device.confirmed = True
    device.save()
    remember_device(request, device)
    trail(action="second_factor_enrolled", actor=user, register="access", record_id=user.pk)
    return new_recovery_codes(user)


@transaction.atomic
def step_up(request: HttpRequest, user: User, code: str) -> bool:
    """Check a code of the app or a recovery code, and remember it for this session."""
    device = match_token(user, code)
    if device is None:
        trail(action="second_factor_failed", actor=user, register="access", record_id=user.pk)
        return False
    remember_device(request, device)
    facts = {"by": RECOVERY if isinstance(device, StaticDevice) else DEVICE}
    trail(action="step_up", actor=user, register="access", record_id=user.pk, facts=facts)
    return True


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten new recovery codes in place of the old; they are shown once."""
    device, _created = StaticDevice.objects.get_or_create(user=user, name=RECOVERY)
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    trail(action="recovery_codes_made", actor=user, register="access", record_id=user.pk)
    return codes


def demo_code(device: TOTPDevice | None) -> str:
    """The code the app would show, so that a visitor of a demo home can go on; empty in any other home.

    A code is accepted once; where the present one is spent, the next is shown, which the tolerance accepts.
    """
    if not settings.DEMO or device is None:
        return ""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    if clock.t() <= device.last_t:
        clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift + 1)
    return f"{clock.token():0{device.digits}d}"
