"""Django's registration of the domain `assessment`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "zhiqiang.domains.assessment"
    label = "assessment"
    verbose_name = _("考评")
