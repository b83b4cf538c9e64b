"""Both factors lost: an administrator of the server helps, and it is on record."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.consult.accounts.signing_in import set_up_phone, sign_in_by_password
from tests.factories import make_user


def test_reset_second_factor__ends_sessions_and_leads_to_a_new_one(
    transactional_db, client, settings
):
    settings.SECOND_FACTOR = True
    user = make_user("Superuser")
    sign_in_by_password(client, user)
    set_up_phone(client)
    call_command("reset_second_factor", user.username)
    assert not Authenticator.objects.exists()
    assert client.get("/admin/").status_code == 302
    assert ModelLogEntry.objects.filter(action="consult.forget_second_factor").count() == 1
    sign_in_by_password(client, user)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")


def test_reset_second_factor__says_whom_it_does_not_know(db):
    with pytest.raises(CommandError, match="nobody"):
        call_command("reset_second_factor", "nobody")
