"""Django's registration of `domains.goals`."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "zhiqiang.domains.goals"
    label = "goals"
