"""URLs of certification."""

from django.urls import path

from zhiqiang.domains.conformity import views
from zhiqiang.domains.conformity.queries import CERTIFICATES

#: Beside the register's own pages, and governed like them.
HERE, SLUG = f"r/{CERTIFICATES}/reconcile/", {"slug": CERTIFICATES}

urlpatterns = [
    path(HERE, views.reconcile, SLUG, name="conformity-reconcile"),
    path(f"{HERE}<int:batch>/", views.difference, SLUG, name="conformity-difference"),
    path(f"{HERE}<int:batch>/confirm/", views.confirm, SLUG, name="conformity-confirm"),
    path("conformity/renewals/", views.renewals, name="conformity-renewals"),
]
