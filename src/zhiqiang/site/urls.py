"""Every URL of the site."""

from django.urls import include, path

from zhiqiang.domains.activities.urls import urlpatterns as activities
from zhiqiang.domains.assessment.urls import urlpatterns as assessment
from zhiqiang.domains.bulletins.urls import urlpatterns as bulletins
from zhiqiang.domains.conformity.urls import urlpatterns as conformity
from zhiqiang.domains.delivery.urls import urlpatterns as delivery
from zhiqiang.domains.enterprise_quality.urls import urlpatterns as enterprise_quality
from zhiqiang.domains.goals.urls import urlpatterns as goals
from zhiqiang.domains.incentives.urls import urlpatterns as incentives
from zhiqiang.domains.metrology.urls import urlpatterns as metrology
from zhiqiang.domains.programmes.urls import urlpatterns as programmes
from zhiqiang.domains.standards.urls import urlpatterns as standards
from zhiqiang.domains.steering.urls import urlpatterns as steering
from zhiqiang.domains.supervision.urls import urlpatterns as supervision
from zhiqiang.foundation.access.urls import urlpatterns as access
from zhiqiang.foundation.documents.views import urlpatterns as documents
from zhiqiang.foundation.imports.views import urlpatterns as imports
from zhiqiang.foundation.registers.urls import urlpatterns as registers
from zhiqiang.portals.api.urls import urlpatterns as api
from zhiqiang.portals.console.urls import urlpatterns as console
from zhiqiang.portals.public.urls import urlpatterns as public

DOMAINS = [
    *goals,
    *standards,
    *conformity,
    *enterprise_quality,
    *metrology,
    *activities,
    *programmes,
    *incentives,
    *delivery,
    *steering,
    *supervision,
    *assessment,
    *bulletins,
]

urlpatterns = [
    *access,
    *console,
    *registers,
    *imports,
    *documents,
    *DOMAINS,
    path("api/", include(api)),
    *public,
]
