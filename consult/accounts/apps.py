from wagtail.users.apps import WagtailUsersAppConfig


class StaffAccountsConfig(WagtailUsersAppConfig):
    """Wagtail's users, listed with their invitations."""

    user_viewset = "consult.accounts.staff_listing.StaffViewSet"
