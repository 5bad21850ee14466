"""Django's registration of `foundation.papers`."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "zhiqiang.foundation.papers"
    label = "papers"
