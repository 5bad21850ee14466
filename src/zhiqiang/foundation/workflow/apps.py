"""Django's registration of `foundation.workflow`."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "zhiqiang.foundation.workflow"
    label = "workflow"
