"""The form in which editors write a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from home.models.former_addresses import FormerAddress, below_home


class MaoniPageForm(WagtailAdminPageForm):
    """Says before a page takes an address by which readers come to another."""

    takes_over = forms.BooleanField(
        label=gettext_lazy("Take an address that led to another page"),
        required=False,
        help_text=gettext_lazy(
            "Links and printed codes lead on to a page that was renamed or moved, until another"
            " page takes the address: only tick this where readers of the old page shall come here."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        slug = cleaned.get("slug")
        if slug and not cleaned.get("takes_over") and (other := self.led_elsewhere(slug)):
            self.add_error(
                "slug",
                _(
                    "This address led to “%(page)s” until that was renamed or moved. Choose another"
                    " slug; or, to have its readers come here, tick “Take an address” below."
                )
                % {"page": other},
            )
        return cleaned

    def led_elsewhere(self, slug: str) -> str:
        """The title of the page that has the address still, as far as links go; empty for none."""
        if self.parent_page is None or (self.instance.pk and self.instance.slug == slug):
            return ""
        path = f"{below_home(self.parent_page.url_path)}{slug}/"
        left = (
            FormerAddress.objects.at(path).of_others(self.instance).select_related("page").first()
        )
        return left.page.get_admin_display_title() if left else ""
