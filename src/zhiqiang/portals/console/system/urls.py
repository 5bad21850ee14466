"""The addresses of the system pages."""

from django.urls import path

from zhiqiang.portals.console.system import calendar, organisations, overview, product_classes, users

urlpatterns = [
    path("system/", overview.system, name="system"),
    path("system/trail/", overview.trail_check, name="system-trail"),
    path("system/users/", users.users, name="system-users"),
    path("system/users/new/", users.user_new, name="system-user-new"),
    path("system/users/<int:key>/", users.user, name="system-user"),
    path("system/users/<int:key>/change/", users.user_change, name="system-user-change"),
    path("system/users/<int:key>/memberships/", users.user_membership, name="system-user-membership"),
    path("system/users/<int:key>/password/", users.user_password, name="system-user-password"),
    path("system/users/<int:key>/second-factor/", users.user_second_factor, name="system-user-second-factor"),
    path("system/memberships/<int:key>/end/", users.membership_end, name="system-membership-end"),
    path("system/calendar/", calendar.calendar, name="system-calendar"),
    path("system/calendar/new/", calendar.calendar_new, name="system-calendar-new"),
    path("system/organisations/", organisations.organisations, name="system-organisations"),
    path("system/organisations/new/", organisations.organisation_new, name="system-organisation-new"),
    path("system/organisations/<int:key>/", organisations.organisation, name="system-organisation"),
    path("system/product-classes/", product_classes.product_classes, name="system-product-classes"),
    path("system/product-classes/new/", product_classes.product_class_new, name="system-product-class-new"),
    path("system/product-classes/<int:key>/", product_classes.product_class, name="system-product-class"),
]
