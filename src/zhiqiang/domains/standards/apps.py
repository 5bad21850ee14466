"""Django's registration of `domains.standards`."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "zhiqiang.domains.standards"
    label = "standards"
