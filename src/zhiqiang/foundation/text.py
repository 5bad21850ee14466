"""Wording: the lazy translation mark, for declarations that may not import Django themselves."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Text = str | Promise

lazy = gettext_lazy

__all__ = ["Text", "lazy"]
