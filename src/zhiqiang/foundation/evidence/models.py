"""What evidence remembers: which partitions are stale, which data versions stand, the figures and their history."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DirtyPartition(models.Model):
    """A month of a dataset whose records changed since it was last written; marked in the transaction of the write."""

    dataset = models.CharField(max_length=60)
    month = models.CharField(max_length=7)
    token = models.PositiveIntegerField(default=1)  # grows with every write: a refresh only clears what it has read

    class Meta:
        verbose_name = _("待更新分区")
        constraints = (models.UniqueConstraint(fields=("dataset", "month"), name="dirty_partition_once"),)

    def __str__(self) -> str:
        return f"{self.dataset} {self.month}"


class DatasetVersion(models.Model):
    """One version of a dataset's Delta table: when, how many rows, which months it rewrote."""

    dataset = models.CharField(_("数据集"), max_length=60)
    version = models.PositiveIntegerField(_("版本"))
    at = models.DateTimeField(_("截至"))
    rows = models.PositiveBigIntegerField(_("行数"))
    months = models.JSONField(_("改写的月份"), default=list)

    class Meta:
        verbose_name = _("数据版本")
        ordering = ("dataset", "-version")
        constraints = (models.UniqueConstraint(fields=("dataset", "version"), name="dataset_version_once"),)

    def __str__(self) -> str:
        return f"{self.dataset}@{self.version}"


class Figure(models.Model):
    """A computed cell: measure × unit × month. A changed value is a new row; the old one keeps when it was replaced.

    `unit` is a unit code; the city's own row is not always the sum of the units (distinct counts). For series measures
    `value` is the sourced value and `benchmark` the value it is compared with.
    """

    measure = models.CharField(_("口径"), max_length=60)
    measure_version = models.PositiveSmallIntegerField(_("口径版本"))
    unit = models.CharField(_("单位"), max_length=32)
    month = models.CharField(_("月份"), max_length=7)
    numerator = models.DecimalField(_("分子"), max_digits=24, decimal_places=6)
    denominator = models.DecimalField(_("分母"), max_digits=24, decimal_places=6, null=True)
    benchmark = models.DecimalField(_("对标值"), max_digits=24, decimal_places=6, null=True)
    data_version = models.PositiveIntegerField(_("数据版本"))
    other_version = models.PositiveIntegerField(_("第二数据集版本"), null=True)
    computed_at = models.DateTimeField(_("计算时间"))
    superseded_at = models.DateTimeField(_("被替代时间"), null=True)

    class Meta:
        verbose_name = _("数字")
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "unit", "month"), condition=Q(superseded_at=None), name="figure_one_current"
            ),
        )
        indexes = (models.Index(fields=("measure", "superseded_at", "month"), name="figure_by_measure"),)

    def __str__(self) -> str:
        return f"{self.measure} {self.unit} {self.month}"
