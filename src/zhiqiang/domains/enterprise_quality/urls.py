"""URLs of enterprise quality beside the generic register pages."""

from django.urls import path

from zhiqiang.domains.enterprise_quality import views

urlpatterns = [path("quality-officers/", views.officer_coverage, name="quality-officer-coverage")]
