"""Django's registration of `domains.sampling`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SamplingConfig(AppConfig):
    name = "zhiqiang.domains.sampling"
    label = "sampling"
    verbose_name = _("抽检")
