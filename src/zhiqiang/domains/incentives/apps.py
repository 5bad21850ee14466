"""Django's registration of the domain `incentives`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncentivesConfig(AppConfig):
    name = "zhiqiang.domains.incentives"
    label = "incentives"
    verbose_name = _("激励资金")
