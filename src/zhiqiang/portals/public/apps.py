"""Django's registration of `portals.public`."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "zhiqiang.portals.public"
    label = "public"
