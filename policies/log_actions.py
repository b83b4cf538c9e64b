"""What is done to policies, as their history names it: before, and after."""

from django.utils.translation import gettext_lazy as _

LOGGED = {
    "publish_edition": (_("Publish edition"), _("Published an edition")),
    "change_window": (_("Change the window"), _("Changed the consultation window")),
    "translate_edition": (
        _("Translate edition"),
        _("Gave an edition its name and note in Kiswahili"),
    ),
    "open_window": (_("Open the window"), _("Said when comments open")),
    "withdraw": (_("Withdraw the policy"), _("Withdrew the policy")),
    "bring_back": (_("Bring the policy back"), _("Brought the policy back")),
    "import": (_("Import"), _("Imported the text from a file")),
    "import_title": (_("Import a title"), _("Took the title from a file")),
    "cancel_import": (_("Cancel import"), _("Cancelled the import of a new text")),
}
