"""Django's registration of `domains.metrology`."""

from django.apps import AppConfig


class MetrologyConfig(AppConfig):
    name = "zhiqiang.domains.metrology"
    label = "metrology"
