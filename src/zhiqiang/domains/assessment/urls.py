"""Where the pages of the domain `assessment` are."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
