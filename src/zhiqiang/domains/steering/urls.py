"""Where the pages of the domain `steering` are."""

from django.urls import path

from zhiqiang.domains.steering.views import acts, boards, cascade, meetings

_MEETING = "r/steering.meetings/<int:record>/"

urlpatterns = [
    path("steering/", meetings.overview, name="steering"),
    path("steering/board/", boards.heat, name="steering-board"),
    path("steering/board/<str:unit>/<str:clause>/", boards.cell, name="steering-cell"),
    path("steering/person/<int:user>/", boards.person, name="steering-person"),
    path("steering/leader/", boards.leader, name="steering-leader"),
    path("steering/wall/", boards.wall, name="steering-wall"),
    path("steering/cascade/", cascade.overview, name="steering-cascade"),
    path("steering/cascade/<str:target>/", cascade.target, name="steering-target"),
    path("steering/cascade/<str:target>/propose/", cascade.propose, name="steering-propose"),
    path("steering/cascade/<str:target>/verify/", cascade.verify, name="steering-verify"),
    path("steering/alignment/", cascade.alignment, name="steering-alignment"),
    path(f"{_MEETING}dispatch/", meetings.meeting, name="steering-meeting"),
    path(f"{_MEETING}agenda/draft/", acts.draft, name="steering-draft"),
    path(f"{_MEETING}agenda/keep/", acts.keep, name="steering-keep"),
    path(f"{_MEETING}agenda/add/", acts.add_item, name="steering-add-item"),
    path(f"{_MEETING}decide/", acts.decide, name="steering-decide"),
    path(f"{_MEETING}hold/", acts.hold, name="steering-hold"),
    path(f"{_MEETING}write/", acts.write, name="steering-write"),
    path(f"{_MEETING}sign/", acts.sign, name="steering-sign"),
    path(f"{_MEETING}issue/", acts.issue, name="steering-issue"),
]
