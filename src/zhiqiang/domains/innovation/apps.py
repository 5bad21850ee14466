"""Django's registration of the domain `innovation`."""

from django.apps import AppConfig


class InnovationConfig(AppConfig):
    name = "zhiqiang.domains.innovation"
    label = "innovation"
