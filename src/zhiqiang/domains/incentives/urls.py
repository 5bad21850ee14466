"""URLs of money."""

from django.urls import path

from zhiqiang.domains.incentives.views import acts, pages, records

_COMMITMENT = "r/incentives.commitments/<int:record>/"
_PAYMENT = "r/incentives.payments/<int:record>/"
_RECOVERY = "r/incentives.recoveries/<int:record>/"

urlpatterns = [
    path("money/", pages.overview, name="money"),
    path("money/approvals/", pages.approvals, name="money-approvals"),
    path("money/programme/<slug:code>/", pages.programme, name="money-programme"),
    path("money/award/<int:key>/commit/", acts.commit, name="money-commit"),
    path(f"{_COMMITMENT}money/", records.commitment, name="money-commitment"),
    path(f"{_COMMITMENT}propose/", acts.propose, name="money-propose"),
    path(f"{_COMMITMENT}follow/", acts.follow, name="money-follow"),
    path(f"{_PAYMENT}money/", records.payment, name="money-payment"),
    path(f"{_PAYMENT}pay/", acts.pay, name="money-pay"),
    path(f"{_PAYMENT}recover/", acts.recover, name="money-recover"),
    path(f"{_RECOVERY}money/", records.recovery, name="money-recovery"),
    path(f"{_RECOVERY}receive/", acts.receive, name="money-receive"),
]
