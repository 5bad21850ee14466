"""Django's registration of the domain `conformity`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConformityConfig(AppConfig):
    name = "zhiqiang.domains.conformity"
    label = "conformity"
    verbose_name = _("认证·检验检测")
