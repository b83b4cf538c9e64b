"""What the whole house adds to Wagtail's admin: accounts, and what holds for every snippet."""

from collections.abc import Iterable
from typing import Any

from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "consult.forget_second_factor",
        gettext_lazy("Forget the second factor"),
        gettext_lazy("Forgot the second factor"),
    )


@hooks.register("before_delete_snippet")
def keep_what_is_in_use(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Say what a snippet is needed for where deleting it would end in an error."""
    for instance in instances:
        try:
            Collector(using=instance._state.db, origin=instance).collect([instance])
        except ProtectedError as error:
            users = error.protected_objects
        except RestrictedError as error:
            users = error.restricted_objects
        else:
            continue
        message = _("“%(name)s” cannot be deleted: it is in use (%(users)s). Rename it instead.")
        kinds = sorted({str(user._meta.verbose_name_plural) for user in users})
        messages.error(request, message % {"name": instance, "users": ", ".join(kinds)})
        return redirect(reverse(instance.snippet_viewset.get_url_name("list")))
    return None
