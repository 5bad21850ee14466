"""Django's registration of `domains.sampling`."""

from django.apps import AppConfig


class SamplingConfig(AppConfig):
    name = "zhiqiang.domains.sampling"
    label = "sampling"
