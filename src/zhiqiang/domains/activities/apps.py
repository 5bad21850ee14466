"""Django's registration of the domain `activities`."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "zhiqiang.domains.activities"
    label = "activities"
