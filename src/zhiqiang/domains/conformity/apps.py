"""Django's registration of the domain `conformity`."""

from django.apps import AppConfig


class ConformityConfig(AppConfig):
    name = "zhiqiang.domains.conformity"
    label = "conformity"
