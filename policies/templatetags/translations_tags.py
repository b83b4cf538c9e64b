"""Tags that say that a text is older than the one it was made from."""

from django import template

from policies.models import SectionPage
from policies.publishing import translations

register = template.Library()


@register.simple_tag
def change_of_original(section: SectionPage) -> translations.OriginalChange | None:
    """What changed in the text that this page translates, since it was last published."""
    return translations.change_of_original(section)
