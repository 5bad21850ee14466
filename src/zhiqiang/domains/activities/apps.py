"""Django's registration of the domain `activities`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "zhiqiang.domains.activities"
    label = "activities"
    verbose_name = _("活动·培训")
