"""URLs of metrology."""

from django.urls import path

from zhiqiang.domains.metrology import views
from zhiqiang.domains.metrology.queries import CALIBRATIONS, INSTRUMENTS, STANDARDS

urlpatterns = [
    path("metrology/due/", views.due, {"slug": INSTRUMENTS}, name="metrology-due"),
    path("metrology/chains/", views.chains, {"slug": STANDARDS}, name="metrology-chains"),
    path("metrology/certificates/", views.read_certificate, {"slug": CALIBRATIONS}, name="metrology-read"),
]
