"""Django's registration of the domain `steering`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SteeringConfig(AppConfig):
    name = "zhiqiang.domains.steering"
    label = "steering"
    verbose_name = _("调度")
