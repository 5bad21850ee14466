"""Where the pages of the domain `delivery` are."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
