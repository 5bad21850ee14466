"""Start-up: the checks that refuse a site nobody decided about, and the database's read-back."""

from django.core.checks import register
from django.db.backends.signals import connection_created

from zhiqiang.foundation.access.marks import check_marks
from zhiqiang.foundation.database import read_back


def connect() -> None:
    """Called once, when Django is ready."""
    connection_created.connect(read_back, dispatch_uid="zhiqiang.read_back")
    register(check_marks)
