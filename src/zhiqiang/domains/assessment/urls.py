"""Where the pages of assessment are."""

from django.urls import URLPattern, path

from zhiqiang.domains.assessment.views import acts, pages

_RUN = "r/assessment.runs/<int:record>/"
_RESULT = "r/assessment.results/<int:record>/"
_APPEAL = "r/assessment.appeals/<int:record>/"

urlpatterns: list[URLPattern] = [
    path("assessment/what-if/", pages.what_if, name="assessment-what-if"),
    path("assessment/quality/", pages.quality, name="assessment-quality"),
    path(f"{_RUN}units/", pages.run, name="assessment-run"),
    path(f"{_RUN}units/<slug:code>/", pages.sheet, name="assessment-sheet"),
    path(f"{_RUN}sensitivity/", pages.sensitivity, name="assessment-sensitivity"),
    path(f"{_RUN}scores/<slug:layer>/<slug:code>/", acts.scores, name="assessment-scores"),
    path(f"{_RUN}scores/<slug:layer>/<slug:code>/check/", acts.check, name="assessment-check"),
    path(f"{_RUN}workbook/<slug:code>/", acts.workbook, name="assessment-workbook"),
    path(f"{_RUN}workbook/<slug:code>/import/", acts.take_in, name="assessment-import"),
    path(f"{_RESULT}sheet/", pages.result, name="assessment-result"),
    path(f"{_RESULT}appeal/", acts.file_appeal, name="assessment-file-appeal"),
    path(f"{_RESULT}paper/", acts.issue, name="assessment-paper"),
    path(f"{_APPEAL}decision/", acts.appeal, name="assessment-appeal"),
    path(f"{_APPEAL}uphold/", acts.decide, name="assessment-decide"),
]
