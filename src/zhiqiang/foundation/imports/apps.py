"""Django's registration of `foundation.imports`."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "zhiqiang.foundation.imports"
    label = "imports"
