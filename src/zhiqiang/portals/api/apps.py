"""Django's registration of `portals.api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "zhiqiang.portals.api"
    label = "api"
