"""Django's registration of the domain `enterprise_quality`."""

from django.apps import AppConfig


class EnterpriseQualityConfig(AppConfig):
    name = "zhiqiang.domains.enterprise_quality"
    label = "enterprise_quality"
