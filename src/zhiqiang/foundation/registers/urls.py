"""The addresses of every register's pages; the slug is looked up in the catalogue."""

from django.urls import path

from zhiqiang.foundation.registers import attach_views, detail_views, form_views, list_views

urlpatterns = [
    path("r/", list_views.register_index, name="register-index"),
    path("r/<str:slug>/", list_views.register_list, name="register-list"),
    path("r/<str:slug>/new/", form_views.register_new, name="register-new"),
    path("r/<str:slug>/filters/", list_views.register_filters, name="register-filters"),
    path("r/<str:slug>/batch/<slug:step>/", list_views.register_batch, name="register-batch"),
    path("r/<str:slug>/<int:record>/", detail_views.register_detail, name="register-detail"),
    path("r/<str:slug>/<int:record>/edit/", form_views.register_edit, name="register-edit"),
    path("r/<str:slug>/<int:record>/step/<slug:step>/", detail_views.register_step, name="register-step"),
    path("r/<str:slug>/<int:record>/attach/", attach_views.register_attach, name="register-attach"),
]
