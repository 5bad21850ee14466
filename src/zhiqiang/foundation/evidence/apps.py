"""Django's registration of `foundation.evidence`."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "zhiqiang.foundation.evidence"
    label = "evidence"
