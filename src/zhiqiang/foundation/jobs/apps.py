"""Django's registration of `foundation.jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "zhiqiang.foundation.jobs"
    label = "jobs"
