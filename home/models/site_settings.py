"""What the site says of itself everywhere: how people reach those who take comments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="mail")
class ContactSettings(BaseSiteSetting):
    """The channels besides this site. A channel that is left empty is offered nowhere."""

    publisher = models.CharField(
        _("who publishes"),
        max_length=160,
        blank=True,
        help_text=_("Stands at the head of notices, where a policy names no responsible body."),
    )
    sms_number = models.CharField(
        _("number for SMS"), max_length=40, blank=True, help_text=_("As 22123 or +254 700 000000.")
    )
    ussd_code = models.CharField(
        _("USSD code"), max_length=40, blank=True, help_text=_("As *384*1234#.")
    )
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    postal_address = models.TextField(_("postal address"), max_length=300, blank=True)
    office_address = models.TextField(
        _("office where comments may be handed in"), max_length=300, blank=True
    )
    signatory = models.CharField(_("who signs notices"), max_length=120, blank=True)
    signatory_title = models.CharField(_("their office"), max_length=160, blank=True)

    panels = [
        FieldPanel("publisher"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("sms_number"), FieldPanel("ussd_code")]),
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]),
                FieldPanel("postal_address"),
                FieldPanel("office_address"),
            ],
            heading=_("How to send comments"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("signatory"), FieldPanel("signatory_title")])],
            heading=_("Notices"),
        ),
    ]

    class Meta:
        verbose_name = _("contacts and channels")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
