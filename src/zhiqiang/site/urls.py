"""Every URL of the site."""

from django.urls import include, path

from zhiqiang.domains.goals.urls import urlpatterns as goals
from zhiqiang.domains.metrology.urls import urlpatterns as metrology
from zhiqiang.foundation.access.urls import urlpatterns as access
from zhiqiang.foundation.documents.views import urlpatterns as documents
from zhiqiang.foundation.imports.views import urlpatterns as imports
from zhiqiang.foundation.registers.urls import urlpatterns as registers
from zhiqiang.portals.api.urls import urlpatterns as api
from zhiqiang.portals.console.urls import urlpatterns as console
from zhiqiang.portals.public.urls import urlpatterns as public

urlpatterns = [
    *access,
    *console,
    *registers,
    *imports,
    *documents,
    *goals,
    *metrology,
    path("api/", include(api)),
    *public,
]
