"""Django's registration of the domain `one_stop`."""

from django.apps import AppConfig


class OneStopConfig(AppConfig):
    name = "zhiqiang.domains.one_stop"
    label = "one_stop"
