"""Django's registration of `foundation.certificates`."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "zhiqiang.foundation.certificates"
    label = "certificates"
