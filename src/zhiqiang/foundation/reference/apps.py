"""Django's registration of `foundation.reference`."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "zhiqiang.foundation.reference"
    label = "reference"
