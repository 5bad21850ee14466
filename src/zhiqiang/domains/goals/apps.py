"""Django's registration of `domains.goals`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    name = "zhiqiang.domains.goals"
    label = "goals"
    verbose_name = _("目标指标")
