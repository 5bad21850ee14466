"""Django's registration of `foundation.notices`."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "zhiqiang.foundation.notices"
    label = "notices"
