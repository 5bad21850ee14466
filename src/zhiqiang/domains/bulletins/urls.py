"""Where the pages of the domain `bulletins` are."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
