"""URLs of the standards' own pages."""

from django.urls import path

from zhiqiang.domains.standards import views

urlpatterns = [
    path("standards/systems/", views.systems_page, name="standard-systems"),
    path("standards/reviews/", views.reviews_page, name="standard-reviews"),
]
