"""Django's registration of the domain `incentives`."""

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    name = "zhiqiang.domains.incentives"
    label = "incentives"
