"""Where a respondent speaks from: the county's sub-counties and wards, keyed on their code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubCounty(models.Model):
    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["code"]
        verbose_name = _("sub-county")
        verbose_name_plural = _("sub-counties")

    def __str__(self) -> str:
        return self.name


class Ward(models.Model):
    """An electoral ward. Names repeat between counties and vary in spelling: key on the code."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    sub_county = models.ForeignKey(
        SubCounty,
        on_delete=models.PROTECT,
        related_name="wards",
        verbose_name=_("sub-county"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("ward")
        verbose_name_plural = _("wards")

    def __str__(self) -> str:
        return self.name
