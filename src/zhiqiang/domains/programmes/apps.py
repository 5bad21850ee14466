"""Django's registration of the domain `programmes`."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "zhiqiang.domains.programmes"
    label = "programmes"
