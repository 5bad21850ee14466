"""Where the pages of the domain `steering` are."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
