"""Where the pages of the domain `supervision` are."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
