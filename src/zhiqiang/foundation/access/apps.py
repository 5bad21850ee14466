"""Django's registration of `foundation.access`."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zhiqiang.foundation.access"
    label = "access"
