"""Django's registration of `foundation.registers`."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "zhiqiang.foundation.registers"
    label = "registers"
