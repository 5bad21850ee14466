"""Where the pages of the ledger are."""

from django.urls import path

from zhiqiang.domains.delivery.views import ledger, records, reports

urlpatterns = [
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/gaps/", ledger.gaps, name="duty-gaps"),
    path("ledger/burden/", ledger.burden, name="burden-of-units"),
    path("ledger/reports/", reports.owed, name="reports-owed"),
    path("ledger/reports/open/", reports.open_all, name="reports-open"),
    path("ledger/reports/remind/", reports.remind, name="reports-remind"),
    path("r/delivery.duties/<int:record>/duty/", records.duty, name="duty"),
    path("r/delivery.duties/<int:record>/transfer/", records.transfer, name="duty-transfer"),
    path("r/delivery.duties/<int:record>/confidence/", records.confidence, name="duty-confidence"),
    path("r/delivery.milestones/<int:record>/claim/", records.claim, name="milestone-claim"),
    path("r/delivery.reports/<int:record>/report/", reports.report, name="duty-report"),
    path("r/delivery.reports/<int:record>/write/", reports.write, name="report-write"),
    path("r/delivery.reports/<int:record>/send-back/", reports.send_back, name="report-send-back"),
    path("r/delivery.reports/<int:record>/ask/", reports.ask, name="report-ask"),
    path("r/delivery.reports/<int:record>/file/", reports.file, name="report-file"),
]
