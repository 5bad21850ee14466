"""The addresses of the console."""

from django.urls import path

from zhiqiang.portals.console import views

urlpatterns = [path("desk/", views.desk, name="desk")]
