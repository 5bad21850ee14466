"""Django's registration of the domain `supervision`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "zhiqiang.domains.supervision"
    label = "supervision"
    verbose_name = _("督办")
