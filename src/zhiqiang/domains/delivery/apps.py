"""Django's registration of the domain `delivery`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "zhiqiang.domains.delivery"
    label = "delivery"
    verbose_name = _("台账")
