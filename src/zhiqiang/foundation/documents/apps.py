"""Django's registration of `foundation.documents`."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "zhiqiang.foundation.documents"
    label = "documents"
