"""The addresses anybody may open."""

from django.urls import path

from zhiqiang.foundation.certificates.actions import CHECK_PATH
from zhiqiang.portals.public import bulletins, burden, certificates, subsidies, views

urlpatterns = [
    path("", views.home, name="home"),
    path("progress/", views.progress, name="progress"),
    path("progress.csv", views.progress_file, {"ending": "csv"}, name="progress-csv"),
    path("progress.json", views.progress_file, {"ending": "json"}, name="progress-json"),
    path("progress/<slug:code>/", views.progress_indicator, name="progress-indicator"),
    path("burden/", burden.burden, name="burden"),
    path("check/", views.check, name="public-check"),
    path("open/", views.open_data, name="open-data"),
    path("subsidies/", subsidies.subsidies, name="subsidies"),
    path("subsidies.csv", subsidies.subsidies_csv, name="subsidies-csv"),
    path("bulletins/", bulletins.bulletins, name="public-bulletins"),
    path("bulletins/<str:number>/", bulletins.bulletin, name="public-bulletin"),
    path("bulletins/<str:number>/file.<str:ending>", bulletins.bulletin_file, name="public-bulletin-file"),
    path("open/<str:slug>/", views.open_register, name="open-register"),
    path("open/<str:slug>/all.csv", views.open_register_csv, name="open-register-csv"),
    path("open/<str:slug>/<int:record>/", views.open_record, name="open-record"),
    path(CHECK_PATH, certificates.check, name="certificate-check"),
    path("certificates/key.pem", certificates.key, name="certificate-key"),
    path("certificates/<str:serial>/", certificates.certificate, name="certificate"),
    path("large-type/", views.large_type, name="large-type"),
]
