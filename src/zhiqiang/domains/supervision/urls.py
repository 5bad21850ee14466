"""Where the pages of the domain `supervision` are."""

from django.urls import path

from zhiqiang.domains.supervision.views import acts, pages, records

urlpatterns = [
    path("supervision/", pages.ladder, name="supervision"),
    path("supervision/mine/", pages.mine, name="supervision-mine"),
    path("supervision/major/", pages.major, name="supervision-major"),
    path("supervision/draft/", acts.draft, name="supervision-draft"),
    path("supervision/draft/reminders/", acts.draft_reminders, name="supervision-draft-reminders"),
    path("supervision/draft/major/", acts.draft_major, name="supervision-draft-major"),
    path("supervision/order/<int:record>/", records.order, name="supervision-order"),
    path("supervision/order/<int:record>/reply/", acts.reply, name="supervision-reply"),
    path("supervision/order/<int:record>/review/", acts.apply, name="supervision-apply"),
    path("supervision/order/<int:record>/interview/", acts.arrange, name="supervision-arrange"),
    path("supervision/review/<int:record>/", records.review, name="supervision-review"),
    path("supervision/interview/<int:record>/", records.interview, name="supervision-interview"),
    path("supervision/interview/<int:record>/hold/", acts.hold, name="supervision-hold"),
    path("supervision/correction/<int:record>/", records.correction, name="supervision-correction"),
    path("supervision/correction/<int:record>/report/", acts.report, name="supervision-report"),
]
