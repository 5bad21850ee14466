"""The addresses of signing in."""

from django.urls import path
from django.views.i18n import set_language

from zhiqiang.foundation.access import views
from zhiqiang.foundation.access.marks import public, signed_in

urlpatterns = [
    path("login/", public(views.SignIn.as_view()), name="login"),
    path("logout/", public(views.SignOut.as_view()), name="logout"),
    path("password/", signed_in(views.password), name="password"),
    path("second-factor/", signed_in(views.second_factor), name="second-factor"),
    path("language/", public(set_language), name="set-language"),
]
