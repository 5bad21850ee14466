"""Django's registration of the domain `brands`."""

from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "zhiqiang.domains.brands"
    label = "brands"
