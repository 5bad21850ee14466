"""Django's registration of `portals.console`."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "zhiqiang.portals.console"
    label = "console"
