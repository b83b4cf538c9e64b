"""Sections that leave a policy: their comments are named before, and asked about."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from comments.models import Comment
from policies.models import PolicyPage, SectionPage


def comments_below(page: Page) -> int:
    """How many comments, of every state, the section and its parts have in any language."""
    keys = SectionPage.objects.descendant_of(page, inclusive=True).values("translation_key")
    return Comment.objects.filter(section_key__in=keys).count()


def leaves_its_policy(page: Page, destination: Page) -> bool:
    """Whether a section that is moved there is no longer part of the policy it is in."""
    if not isinstance(page, SectionPage):
        return False
    now, then = (
        PolicyPage.objects.ancestor_of(each, inclusive=True).values_list("pk", flat=True).first()
        for each in (page, destination)
    )
    return now != then


def ask_before_it_moves(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """The question, until it was answered about as many comments as there are."""
    if not leaves_its_policy(page, destination):
        return None
    count = comments_below(page)
    if not (count or _is_open(page)) or _was_seen(request, count):
        return None
    context = {"page": page, "destination": destination, "count": count, "policy": page.policy}
    return render(request, "comments/admin/confirm_move.html", context)


def ask_before_it_is_unpublished(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The page that asks says how many there are; a section that got more is asked about again."""
    if not isinstance(page, SectionPage):
        return None
    count = comments_below(page)
    if not (count or _is_open(page)) or _was_seen(request, count):
        return None
    messages.warning(request, _("Look first at what becomes of it and of its comments."))
    return redirect("wagtailadmin_pages:unpublish", page.pk)


def _is_open(section: SectionPage) -> bool:
    """Whether people can comment on it now."""
    return section.live and section.policy.canonical.accepts_comments


def _was_seen(request: HttpRequest, count: int) -> bool:
    return request.method == "POST" and request.POST.get("comments_seen") == str(count)


def refuse_in_bulk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Several at once are not asked about, so they stay."""
    section = page.specific
    if not isinstance(section, SectionPage):
        return None
    if comments_below(page):
        said = _(
            "“%(page)s” has comments: move or unpublish it alone, and you are shown them first."
        )
    elif _is_open(section):
        said = _(
            "People can comment on “%(page)s” now: move or unpublish it alone, and you are shown"
            " first what that does."
        )
    else:
        return None
    messages.error(request, said % {"page": page.get_admin_display_title()})
    return redirect("wagtailadmin_explore", page.get_parent().pk)
