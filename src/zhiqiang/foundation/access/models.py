"""People and what they are trusted with, from day to day."""

import secrets
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.roles import BY_CODE, ROLES, Role
from zhiqiang.foundation.reference.models import Organisation, Unit


class UserManager(BaseUserManager["User"]):
    """Makes users; nobody is made without a password of their own to set."""

    def create_user(self, username: str, password: str, **fields: Any) -> "User":
        """A user with a hashed password; `must_change_password` stays set unless the caller clears it."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from memberships only."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("须改密码"), default=True)
    password_changed_at = models.DateTimeField(_("改密时间"), null=True, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("用户")
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def memberships_on(self, day: date | None = None) -> "list[Membership]":
        """What this person is on a day (today), with unit and organisation loaded; cached for the request's day."""
        day = day or clock.today()
        cache: dict[date, list[Membership]] = self.__dict__.setdefault("_memberships", {})
        if day not in cache:
            current = self.memberships.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))
            cache[day] = list(current.select_related("unit", "organisation"))
        return cache[day]

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(membership.role for membership in self.memberships_on()))

    @property
    def needs_second_factor(self) -> bool:
        return any(BY_CODE[role].second_factor for role in self.roles if role in BY_CODE)


class Membership(models.Model):
    """A person holds a role for a unit (or an organisation) over a span of days."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("用户"))
    role = models.CharField(_("角色"), max_length=20, choices=[(role.code, role.title) for role in ROLES])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("单位"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("组织")
    )
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        ordering = ("user", "role")
        constraints = (
            models.UniqueConstraint(fields=("user", "role", "unit", "valid_from"), name="membership_once_per_start"),
        )

    def __str__(self) -> str:
        return f"{self.unit} · {self.role_declared.title}"

    @property
    def role_declared(self) -> Role:
        return BY_CODE[self.role]


class ApiKey(models.Model):
    """A key by which a program acts for a person, within scopes; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys", verbose_name=_("用户"))
    title = models.CharField(_("用途"), max_length=80)
    prefix = models.CharField(_("前缀"), max_length=8, unique=True)
    digest = models.CharField(_("摘要"), max_length=64)
    scopes = models.CharField(_("范围"), max_length=200, help_text=_("如 figures:read registers:read imports:write"))
    created_at = models.DateTimeField(_("创建时间"))
    expires_on = models.DateField(_("有效至"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口密钥")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.title}（{self.prefix}…）"

    @classmethod
    def issue(cls, *, user: User, title: str, scopes: tuple[str, ...], expires_on: date) -> tuple["ApiKey", str]:
        """A new key and its secret, which is shown once and never again."""
        secret = secrets.token_urlsafe(32)
        key = cls.objects.create(
            user=user,
            title=title,
            prefix=secret[:8],
            digest=sha256(secret.encode()).hexdigest(),
            scopes=" ".join(scopes),
            created_at=clock.now(),
            expires_on=expires_on,
        )
        return key, secret

    @classmethod
    def find(cls, secret: str) -> "ApiKey | None":
        """The live key that a secret opens, with its user, or None."""
        key = cls.objects.select_related("user").filter(prefix=secret[:8], revoked_at=None).first()
        if key is None or not secrets.compare_digest(key.digest, sha256(secret.encode()).hexdigest()):
            return None
        alive = key.expires_on >= clock.today() and key.user.is_active
        return key if alive else None

    def allows(self, scope: str) -> bool:
        return scope in self.scopes.split()
