"""Updates as Atom feeds: of a policy, and of the whole site."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.models import UpdatePage
from home.old_addresses import its_like_before
from home.routing import reader_url
from home.selectors import contact_settings
from home.templatetags.home_tags import home_url
from policies.follow import selectors
from policies.follow.links import absolute
from policies.models import PolicyPage
from policies.selectors import kept_for, public_policy
from texts.cleaning import typed_line

MAX_AGE_S = 300


class UpdatesFeed(Feed):
    """The newest updates of a policy, or of the whole site, in the language of the address."""

    feed_type = Atom1Feed

    def __init__(self, policy: PolicyPage | None = None, before: PolicyPage | None = None) -> None:
        self.policy = policy
        self.before = before

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return kept_for(self.policy, super().__call__(request, *args, **kwargs), MAX_AGE_S)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> PolicyPage | None:
        return self.policy

    @property
    def language(self) -> str | None:  # type: ignore[override]
        return get_language()

    def title(self, policy: PolicyPage | None) -> str:
        return typed_line(
            _("Updates: %(policy)s") % {"policy": policy.title} if policy else _("Updates")
        )

    def subtitle(self, policy: PolicyPage | None) -> str:
        if policy:
            return typed_line(policy.summary)
        return _("What is new on every policy under consultation.")

    def feed_guid(self, policy: PolicyPage | None) -> str:
        """The same for ever, whatever the policy is called and wherever it stands."""
        key = (
            policy.translation_key
            if policy
            else uuid.uuid5(uuid.NAMESPACE_URL, settings.PUBLIC_URL)
        )
        return uuid.uuid5(key, f"updates {self.language}").urn

    def author_name(self, policy: PolicyPage | None) -> str:
        body = policy.canonical.responsible_body if policy else ""
        return typed_line(body or contact_settings().publisher or settings.WAGTAIL_SITE_NAME)

    def link(self, policy: PolicyPage | None) -> str:
        return absolute(reader_url(policy) if policy else home_url())

    def feed_url(self, policy: PolicyPage | None) -> str:
        if policy:
            return absolute(reverse("policies:policy_feed", args=[policy.canonical.slug]))
        return absolute(reverse("policies:feed"))

    def items(self, policy: PolicyPage | None) -> list[UpdatePage]:
        updates = selectors.newest_updates(policy)
        if self.before:
            updates += selectors.newest_updates(self.before)
        return sorted(updates, key=lambda update: update.date, reverse=True)[: selectors.NEWEST]

    def item_title(self, item: UpdatePage) -> str:
        return typed_line(item.shown_title)

    def item_description(self, item: UpdatePage) -> str:
        return typed_line(item.shown_introduction)

    def item_link(self, item: UpdatePage) -> str:
        return absolute(reader_url(item))

    def item_guid(self, item: UpdatePage) -> str:
        """The same for ever, wherever the page moves and whatever its address becomes."""
        return uuid.uuid5(item.translation_key, item.shown_language).urn

    def item_pubdate(self, item: UpdatePage) -> datetime:
        return item.first_published_at or timezone.now()

    def item_updateddate(self, item: UpdatePage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)


def policy_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest updates of one policy."""
    policy = public_policy(request, slug)
    return UpdatesFeed(policy.localized, its_like_before(policy))(request)
