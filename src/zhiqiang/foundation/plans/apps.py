"""Django's registration of `foundation.plans`."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "zhiqiang.foundation.plans"
    label = "plans"
