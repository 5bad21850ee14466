"""Addresses of the programme engine's own pages."""

from django.urls import path

from zhiqiang.domains.programmes.views import enterprise, expert, files, officer, public, recognised

APPLICATION, ROUND = "programmes/applications/<int:key>/", "programmes/rounds/<int:key>/"

urlpatterns = [
    path("programmes/", enterprise.offers, name="programmes"),
    path("programmes/mine/", enterprise.mine, name="my-programmes"),
    path("programmes/apply/<slug:code>/", enterprise.application_new, name="application-new"),
    path(APPLICATION, files.application, name="application"),
    path(f"{APPLICATION}fill/", enterprise.application_fill, name="application-fill"),
    path(f"{APPLICATION}papers/<slug:code>/", enterprise.paper_put, name="paper-put"),
    path(f"{APPLICATION}remove-paper/", enterprise.paper_remove, name="paper-remove"),
    path(f"{APPLICATION}take/<slug:step>/", files.application_step, name="application-step"),
    path(f"{APPLICATION}findings/", files.application_judge, name="application-judge"),
    path(f"{APPLICATION}reviewers/", files.application_reviewers, name="application-reviewers"),
    path(f"{APPLICATION}consensus/", files.application_consensus, name="application-consensus"),
    path(f"{APPLICATION}objection/", files.application_objection, name="application-objection"),
    path("programmes/rounds/", officer.rounds, name="rounds"),
    path("programmes/rounds/new/<slug:code>/", officer.round_new, name="round-new"),
    path(ROUND, officer.round_page, name="round"),
    path(f"{ROUND}batch/<slug:step>/", officer.round_batch, name="round-batch"),
    path(f"{ROUND}late/", officer.round_late, name="round-late"),
    path(f"{ROUND}closing/", officer.round_closing, name="round-closing"),
    path(f"{ROUND}list/", officer.round_list, name="round-list"),
    path(f"{ROUND}minutes/", officer.round_minutes, name="round-minutes"),
    path("programmes/reviews/", expert.reviews, name="reviews"),
    path("programmes/reviews/<int:key>/", expert.review, name="review"),
    path("programmes/reviews/<int:key>/paper/", expert.review_paper, name="review-paper"),
    path("programmes/ties/", expert.ties, name="ties"),
    path("programmes/recognitions/<int:key>/withdraw/", recognised.recognition_withdraw, name="recognition-withdraw"),
    path("programmes/recognitions/<int:key>/report/", recognised.recognition_report, name="recognition-report"),
    path("programmes/public/", public.programmes_public, name="programmes-public"),
    path("programmes/public/<int:key>/", public.notice_public, name="notice-public"),
]
