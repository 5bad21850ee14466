"""Password policy as a named profile: `mlps3` (GB/T 22239-2019) asks for composition, `asvs` (6.2.5) does not."""

from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS_WANTED = 3


class LengthValidator(MinimumLengthValidator):
    """Refuses with the words of the rule itself: Django's Chinese catalogue (5.2) lacks those of its refusal."""

    def get_error_message(self) -> str:
        return str(self.get_help_text())


class CompositionValidator:
    """At least three of: lower case, upper case, digits, other signs. Applies in the `mlps3` profile only."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 (Django's signature)
        """Raise ValidationError where the profile asks for more kinds of characters."""
        if settings.PASSWORD_PROFILE != "mlps3":  # noqa: S105 (the name of a profile)
            return
        signs = any(not character.isalnum() for character in password)
        kinds = (
            any(character.islower() for character in password),
            any(character.isupper() for character in password),
            any(character.isdigit() for character in password),
            signs,
        )
        if sum(kinds) < KINDS_WANTED:
            raise ValidationError(self.get_help_text(), code="password_composition")

    def get_help_text(self) -> str:
        return _("密码须含小写字母、大写字母、数字、符号中的至少三种。")
