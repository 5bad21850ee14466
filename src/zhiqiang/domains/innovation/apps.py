"""Django's registration of the domain `innovation`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InnovationConfig(AppConfig):
    name = "zhiqiang.domains.innovation"
    label = "innovation"
    verbose_name = _("创新")
