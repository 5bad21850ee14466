"""Django's registration of the domain `one_stop`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OneStopConfig(AppConfig):
    name = "zhiqiang.domains.one_stop"
    label = "one_stop"
    verbose_name = _("一站式服务")
