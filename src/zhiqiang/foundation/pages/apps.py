"""Django's registration of `foundation.pages`."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "zhiqiang.foundation.pages"
    label = "pages"
