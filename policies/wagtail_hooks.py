"""What the policies add to Wagtail's admin."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from policies import permissions
from policies.follow.admin import DeliveryViewSet
from policies.log_actions import LOGGED
from policies.models import PolicyIndexPage, PolicyPage, SectionPage, SectionVersion
from policies.models.section_blocks import pictures_lack_words
from policies.publishing.translations import change_of_original
from policies.publishing.withdrawal import hidden_with
from policies.staff import urls
from policies.staff.base import url
from policies.staff.dashboard import PoliciesPanel, is_shown_to
from policies.staff.pages_below import below
from policies.viewsets import PolicyTagViewSet

register_snippet(PolicyTagViewSet)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in LOGGED.items():
        actions.register_action(f"policies.{name}", label, message)


hooks.register("register_admin_viewset", DeliveryViewSet)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list:
    return [path("policies/", include(urls))]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    return ImportMenuItem(
        gettext_lazy("Import a policy"),
        url("upload"),
        name="import-policy",
        icon_name="upload",
        order=150,
    )


@hooks.register("construct_homepage_panels")
def add_policies_panel(request: HttpRequest, panels: list) -> None:
    if is_shown_to(request.user):
        panels.append(PoliciesPanel(request.user))


class PolicyButton(Button):
    """A way from a page to one of ours; shown to those who may go it."""

    allow_in_dropdown = True

    def __init__(
        self, label: str, name: str, page: Page, icon: str, priority: int, shown: Callable[[], bool]
    ) -> None:
        args = [] if name == "upload" else [page.pk]
        super().__init__(label, url(name, *args), icon_name=icon, priority=priority)
        self._shown = shown

    @cached_property
    def show(self) -> bool:
        return self._shown()


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def policy_buttons(page: Page, user: permissions.AnyUser, **where: Any) -> Iterator[PolicyButton]:
    page = page.specific
    if isinstance(page, PolicyIndexPage):
        label = _("Import a policy")
        yield PolicyButton(
            label, "upload", page, "upload", 11, partial(permissions.may_import, user)
        )
    if isinstance(page, PolicyPage):
        policy = page.canonical
        withdrawal = _("Bring the policy back") if policy.withdrawn_at else _("Withdraw the policy")
        for label, name, icon, priority, may in (
            (_("Publish an edition"), "publish", "check", 11, permissions.may_publish_edition),
            (_("Preview with drafts"), "preview", "view", 10, permissions.may_explain),
            (_("Import a new edition"), "reimport", "upload", 12, permissions.may_reimport),
            (_("Consultation window"), "window", "time", 13, permissions.may_change_window),
            (_("Plain words"), "plain_words", "edit", 14, permissions.may_explain),
            (withdrawal, "withdraw", "warning", 15, permissions.may_withdraw),
        ):
            yield PolicyButton(label, name, policy, icon, priority, partial(may, user, policy))


@hooks.register("before_publish_page")
def warn_of_changed_original(request: HttpRequest, page: Page) -> None:
    """Publishing is the translator's word that it follows the original: tell them which."""
    if not isinstance(page.specific_deferred, SectionPage):
        return
    change = change_of_original(SectionPage.objects.get(pk=page.pk))
    if change is None:
        return
    address = reverse(
        "policies:changes",
        args=[page.specific.policy.canonical.slug, change.followed.pk, change.newest.pk],
    )
    messages.warning(
        request,
        _(
            "The English text has changed since this was last published. Readers are told so no"
            " longer: by publishing it, you say that it follows the English text of today."
        ),
        buttons=[messages.button(address, _("See what changed in it"), new_window=True)],
    )


@hooks.register("before_publish_page")
def warn_of_pictures(request: HttpRequest, page: Page) -> None:
    """One that is not described is published all the same: it may be decoration."""
    if count := pictures_lack_words(page.specific):
        text = ngettext(
            "%(n)d picture of this page is not described: those who cannot see it learn nothing.",
            "%(n)d pictures of this page are not described: those who cannot see them learn"
            " nothing.",
            count,
        )
        messages.warning(request, text % {"n": count})


def _is_on_record(page: Page) -> bool:
    """Whether a text has stood in public that is, or lies below, the page."""
    sections = SectionPage.objects.descendant_of(page, inclusive=True)
    policies = PolicyPage.objects.descendant_of(page, inclusive=True)
    below = Q(section__in=sections.values("pk")) | Q(policy__in=policies.values("pk"))
    return SectionVersion.objects.filter(below).exists()


def _why_kept(page: Page) -> str:
    if isinstance(page, SectionPage):
        return _(
            "“%(page)s” or a part of it has stood in public, so its words are on record: it cannot"
            " be deleted. Unpublish it to take it out of the policy; it stays readable in the"
            " editions that it was part of. Make it private to take it out of these too."
        )
    return _(
        "“%(page)s” has texts that stood in public and are on record: it cannot be deleted."
        " Unpublish it to hide all of it, or withdraw a policy that is to stay readable."
    )


@hooks.register("before_delete_page")
def keep_what_is_on_record(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not _is_on_record(page):
        return None
    messages.error(request, _why_kept(page.specific) % {"page": page.get_admin_display_title()})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_all_on_record(
    request: HttpRequest, action_type: str, objects: Iterable[Page], action_class_instance: Any
) -> HttpResponse | None:
    if not issubclass(action_class_instance.model, Page):
        return None
    if action_type == "unpublish" and any(_hides_a_policy(page) for page in objects):
        return _one_by_one(request, "wagtailadmin_explore_root")
    if action_type == "publish" and "include_descendants" in request.POST:
        return _publish_below_as_seen(request, objects)
    if action_type != "delete":
        return None
    return next(filter(None, (keep_what_is_on_record(request, page) for page in objects)), None)


def _publish_below_as_seen(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    if request.POST.get("below") == below(pages, request.user).mark:
        return None
    messages.warning(request, _("Nothing is published yet: look once more at the pages below."))
    return redirect(request.get_full_path())


def _hides_a_policy(page: Page) -> bool:
    return PolicyPage.objects.descendant_of(page, inclusive=True).live().exists()


def _one_by_one(request: HttpRequest, *to: Any) -> HttpResponse:
    said = _("Unpublish policies one by one: you are shown first what goes with each.")
    messages.error(request, said)
    return redirect(*to)


@hooks.register("before_unpublish_page")
def ask_before_a_policy_goes(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What goes with it has been looked at, as it is now; several policies never go unseen."""
    if not isinstance(page, PolicyPage) and _hides_a_policy(page):
        return _one_by_one(request, "wagtailadmin_explore", page.pk)
    if not isinstance(page, PolicyPage) or request.POST.get("seen") == hidden_with(page).mark:
        return None
    messages.warning(request, _("Something was added meanwhile: look at what goes once more."))
    return redirect("wagtailadmin_pages:unpublish", page.pk)
