"""Django's registration of `foundation.standing`."""

from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "zhiqiang.foundation.standing"
    label = "standing"
