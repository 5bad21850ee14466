"""Django's registration of the domain `programmes`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "zhiqiang.domains.programmes"
    label = "programmes"
    verbose_name = _("申报·评审·认定")
