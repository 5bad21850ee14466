"""Django's registration of the domain `enterprise_quality`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterpriseQualityConfig(AppConfig):
    name = "zhiqiang.domains.enterprise_quality"
    label = "enterprise_quality"
    verbose_name = _("企业质量")
