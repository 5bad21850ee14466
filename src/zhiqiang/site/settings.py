"""Django's settings: all that a deployment may vary comes from ZHIQIANG_* variables, with safe defaults."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from zhiqiang.foundation.database import sqlite_options
from zhiqiang.site.domains import DOMAIN_APPS

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("ZHIQIANG_HOME", "home")).resolve()
DEMO = os.environ.get("ZHIQIANG_DEMO", "") == "1" or (HOME / "demo").exists()
DEBUG = os.environ.get("ZHIQIANG_DEBUG", "") == "1"
HTTPS = os.environ.get("ZHIQIANG_HTTPS", "") == "1"


def _secret_key() -> str:
    """The key of this home: from the environment, else a file made once and readable by its owner only."""
    if key := os.environ.get("ZHIQIANG_SECRET_KEY"):
        return key
    path = HOME / "secret.key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii")


def _database(address: str) -> dict[str, object]:
    """Django's database entry for an address such as postgresql://name:password@host:port/database; empty is SQLite."""
    if not address:
        HOME.mkdir(parents=True, exist_ok=True)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "db.sqlite3", "OPTIONS": sqlite_options()}
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"ZHIQIANG_DATABASE 应以 postgresql:// 开头，现为 {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("ZHIQIANG_HOSTS", "127.0.0.1,localhost").split(",")
DATABASES = {"default": _database(os.environ.get("ZHIQIANG_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_filters",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "zhiqiang.foundation.reference",
    "zhiqiang.foundation.access",
    "zhiqiang.foundation.trail",
    "zhiqiang.foundation.documents",
    "zhiqiang.foundation.certificates",
    "zhiqiang.foundation.jobs",
    "zhiqiang.foundation.notices",
    "zhiqiang.foundation.workflow",
    "zhiqiang.foundation.registers",
    "zhiqiang.foundation.standing",
    "zhiqiang.foundation.imports",
    "zhiqiang.foundation.evidence",
    "zhiqiang.foundation.plans",
    "zhiqiang.foundation.papers",
    "zhiqiang.foundation.pages",
    *DOMAIN_APPS,
    "zhiqiang.portals.console",
    "zhiqiang.portals.public",
    "zhiqiang.portals.api",
    "zhiqiang.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhiqiang.foundation.pages.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "zhiqiang.foundation.access.sessions.SessionRulesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zhiqiang.site.urls"
WSGI_APPLICATION = "zhiqiang.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "zhiqiang.foundation.pages.context.every_page",
            ],
            "builtins": ["zhiqiang.foundation.pages.templatetags.look", "django.templatetags.i18n"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# Parts that domains add to a record's page: functions (request, register, row) → context with its "template", or None.
RECORD_EXTRAS = (
    "zhiqiang.domains.goals.views.figures_of_a_record",
    "zhiqiang.domains.enterprise_quality.views.shortfalls_of_an_officer",
    "zhiqiang.domains.standards.views.part_of_a_record",
    "zhiqiang.domains.metrology.views.part_of_a_record",
    "zhiqiang.domains.programmes.views.recognised.recognition_part",
)
# What domains tell of an organisation: facts (organisation_id, on) → {name: value}, so that no applicant is asked for
# them; what falls due (organisation_id, on) → [(title, day, address)]; what was paid (application ids) → {id: fen}.
ORGANISATION_FACTS: tuple[str, ...] = (
    "zhiqiang.domains.brands.facade.facts_of",
    "zhiqiang.domains.conformity.facade.facts_of",
    "zhiqiang.domains.enterprise_quality.facade.facts_of",
    "zhiqiang.domains.innovation.facade.facts_of",
    "zhiqiang.domains.one_stop.facade.facts_of",
    "zhiqiang.domains.standards.facade.facts_of",
    "zhiqiang.domains.metrology.facade.facts_of",
)
ORGANISATION_DUE: tuple[str, ...] = ("zhiqiang.foundation.standing.reminders.due_of_organisation",)
# What is done once a day: functions () → how much was done, for whom doing it again changes nothing.
DAILY_WORK: tuple[str, ...] = ("zhiqiang.domains.delivery.facade.open_due_reports",)
APPLICATION_PAID: tuple[str, ...] = ("zhiqiang.domains.incentives.facade.paid_for",)

# How a figure in a paper is computed again: the scheme that its reference begins with → function (reference) → Outcome.
REPRODUCERS: dict[str, str] = {
    "ZQ1": "zhiqiang.foundation.evidence.proof.reproduce",
    "AS1": "zhiqiang.domains.assessment.facade.reproduce",
    "ZQB1": "zhiqiang.domains.bulletins.queries.reproduced.board_count",
}

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder at every start
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "media"
EVIDENCE_ROOT = HOME / "evidence"
_GUESSED_ADDRESS = f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}"
PUBLIC_ADDRESS = (os.environ.get("ZHIQIANG_ADDRESS") or _GUESSED_ADDRESS).rstrip("/")
CERTIFICATE_ISSUER = os.environ.get("ZHIQIANG_ISSUER", "")
EMAIL_HOST = os.environ.get("ZHIQIANG_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("ZHIQIANG_MAIL_PORT", "465"))
EMAIL_USE_SSL = EMAIL_PORT == 465  # the port of mail under TLS from the first byte; any other begins with STARTTLS
EMAIL_USE_TLS = not EMAIL_USE_SSL
EMAIL_HOST_USER = os.environ.get("ZHIQIANG_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ZHIQIANG_MAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("ZHIQIANG_MAIL_FROM", EMAIL_HOST_USER)
# Who else hears of a notice: functions (notice) → None. A city adds its own gateway (SMS, 政务微信) by its dotted name.
NOTICE_HOOKS: tuple[str, ...] = (
    *(("zhiqiang.foundation.notices.mail.send_notice",) if EMAIL_HOST else ()),
    *filter(None, os.environ.get("ZHIQIANG_NOTICE_HOOKS", "").split(",")),
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "zhiqiang.foundation.access.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "zhiqiang.foundation.access.passwords.CompositionValidator"},
]
PASSWORD_PROFILE = os.environ.get("ZHIQIANG_PASSWORD_PROFILE", "mlps3")
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = "zhiqiang.foundation.access.lockout.cool_off"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "zhiqiang.foundation.access.lockout.locked_out"
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Zhiqiang"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
