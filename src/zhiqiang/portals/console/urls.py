"""The addresses of the console."""

from django.urls import path

from zhiqiang.portals.console import views
from zhiqiang.portals.console.system.urls import urlpatterns as system

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_notices, name="notices-read"),
    *system,
]
