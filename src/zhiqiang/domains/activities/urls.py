"""URLs of the activities' own pages."""

from django.urls import path

from zhiqiang.domains.activities import views

urlpatterns = [path("activities/observances/", views.observances_page, name="observances")]
