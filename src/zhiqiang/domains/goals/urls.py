"""URLs of the goals."""

from django.urls import path

from zhiqiang.domains.goals import views

urlpatterns = [
    path("goals/", views.board_page, name="board"),
    path("goals/indicator/<slug:code>/", views.indicator_page, name="indicator"),
    path("goals/clause/<str:clause>/", views.clause_page, name="clause"),
    path("goals/evidence/<slug:code>/", views.evidence_page, name="evidence"),
    path("goals/what-if/<slug:code>/", views.what_if_page, name="what-if"),
]
