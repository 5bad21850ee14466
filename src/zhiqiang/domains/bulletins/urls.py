"""Where the pages of the domain `bulletins` are."""

from django.urls import URLPattern, path

from zhiqiang.domains.bulletins import views

urlpatterns: list[URLPattern] = [
    path("r/bulletins.bulletins/<int:record>/paper/", views.bulletin, name="bulletin"),
    path("r/bulletins.bulletins/<int:record>/draft.<str:ending>", views.draft_file, name="bulletin-draft"),
]
