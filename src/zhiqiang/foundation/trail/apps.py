"""Django's registration of `foundation.trail`."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "zhiqiang.foundation.trail"
    label = "trail"
