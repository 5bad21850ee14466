"""The addresses of the API. Ninja is imported here only, so that a command without URLs does not pay for it."""

from django.urls import path

from zhiqiang.portals.api.build import api_urls, build_api
from zhiqiang.portals.api.views import api_key_revoke, api_keys

urlpatterns = [
    path("keys/", api_keys, name="api-keys"),
    path("keys/<int:key>/revoke/", api_key_revoke, name="api-key-revoke"),
    *api_urls(build_api()),
]
