"""Django's registration of `domains.standards`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    name = "zhiqiang.domains.standards"
    label = "standards"
    verbose_name = _("标准化")
