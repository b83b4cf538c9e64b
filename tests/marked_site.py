"""A site in which every thing has a word of its own, in both languages; and all its addresses.

The addresses come from the resolver: a pattern that nobody has said how to fill in raises
`UnknownPattern`, so that a new page is asked for from its first day.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from pypdf import PdfReader
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Site,
)

from comments.attachments.sent_files import SentFile
from comments.attachments.services import attach, release
from comments.campaigns.campaign_job import ask_where_due, work_on_search
from comments.memoranda.services import enter_in_register
from comments.models import (
    Attachment,
    CampaignSearch,
    Comment,
    Memorandum,
    MemorandumDraft,
    Submission,
)
from comments.models.attachment import FileKind
from home.models import MeetingPage, StandardPage, UpdatePage
from policies.follow.links import confirm_url, stop_url
from policies.models import Follower, FollowerContact, FollowRequest, PolicyPage, SectionPage
from policies.publishing.services import record_version
from policies.reading.notices.notice_files import KINDS
from reports import compiling
from reports.models import Report
from reports.services import publish_report, request_report
from tests.comments.campaigns.letters import LETTER
from tests.factories import (
    SectionPageFactory,
    make_comment,
    make_decision,
    make_policy,
    make_user,
)
from tests.policies.readers_sample import change_text, next_edition, translated
from texts.writers import FORMATS

COMMON = "maji"  # what is searched for: it stands in every text
STAFF_AND_FILES = ("admin/", "^media/")
SLOW_FORMATS = {"pdf", "poster"}
# Of these there is none before something is private.
ONCE_PRIVATE = {"restriction_id", "page_view_restriction_id"}


# The name of a pattern, and an address of it.
Address = tuple[str, str]
# What the parameters of patterns are filled in with, by name.
Values = dict[str, list]


class UnknownPattern(Exception):
    """Nobody has said what to fill in."""


@dataclass
class MarkedSite:
    """What there is, by name: its word is `mark` of the name."""

    pages: dict[str, Page] = field(default_factory=dict)
    policy: PolicyPage | None = None
    collection: Collection | None = None
    document: object = None
    report: Report | None = None
    submission: Submission | None = None
    draft_key: str = ""
    tokens: list[str] = field(default_factory=list)


def mark(name: str) -> str:
    return f"zq{name}qz"


def said(name: str) -> str:
    return f"Kata ya {COMMON} {mark(name)}"


def make_site() -> MarkedSite:
    site = MarkedSite()
    home = Site.objects.get(is_default_site=True).root_page
    site.policy = policy = _policy(site)
    for name, parent in (("update", policy), ("page", home), ("child", None)):
        _network_page(site, name, parent or site.pages["page"])
    meeting = {"venue": said("meeting"), "starts_at": timezone.now()}
    site.pages["meeting"] = _both(policy, MeetingPage(**_fields("meeting"), **meeting), "meeting")
    _comment_and_report(site)
    _memorandum(site)
    _document(site)
    _followers(site)
    _drafts(site)
    return site


def _fields(name: str) -> dict[str, str]:
    return {"title": said(name), "slug": f"slug-{name}", "introduction": said(name)}


def _policy(site: MarkedSite) -> PolicyPage:
    policy = make_policy(2, title=said("policy"), slug="water", summary=said("policy"))
    opened = SectionPage.objects.descendant_of(policy).first()
    site.pages["policy"] = policy
    site.pages["section"] = _section(policy, "section")
    site.pages["part"] = _section(site.pages["section"], "part")
    next_edition(PolicyPage.objects.get(pk=policy.pk), label="Second")
    change_text(opened, f"All {COMMON}.")
    translated(policy, title=said("policysw"), summary=said("policy"), slug="maji-sw")
    for name in ("section", "part"):
        translated(site.pages[name], title=said(f"{name}sw"))
    change_text(site.pages["section"], said("section"), f"{COMMON} again")
    return PolicyPage.objects.get(pk=policy.pk)


def _section(parent: Page, name: str) -> SectionPage:
    page = SectionPageFactory(
        parent=parent,
        title=said(name),
        number="7",
        slug=f"slug-{name}",
        summary=said(name),
        body=[
            ("paragraph", f"<p>{said(name)}</p>"),
            ("definition", {"term": f"Neno {mark(name)}", "text": f"<p>{said(name)}</p>"}),
        ],
    )
    record_version(SectionPage.objects.get(pk=page.pk))
    return SectionPage.objects.get(pk=page.pk)


def _network_page(site: MarkedSite, name: str, parent: Page) -> None:
    if name == "page":
        page = StandardPage(lists_children=True, show_in_menus=True, **_fields(name))
    else:
        page = UpdatePage(title_sw=said(name), introduction_sw=said(name), **_fields(name))
    site.pages[name] = _both(parent, page, name)


def _both(parent: Page, page: Page, name: str) -> Page:
    type(parent).objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    page = type(page).objects.get(pk=page.pk)
    if not isinstance(page, UpdatePage):
        translated(page, title=said(f"{name}sw"))
    return page


def _comment_and_report(site: MarkedSite) -> None:
    """A campaign with a file and an answer: of whatever is said on the section something stands in
    public, with the section's words in it."""
    policy = site.policy
    edition = policy.editions.get(number=2)
    said_of_it = [_said_of_section(site, text=f"{LETTER} {said('section')}") for _n in range(3)]
    ask_where_due()
    work_on_search(CampaignSearch.objects.get().pk)
    site.submission = said_of_it[0].submission
    _file(said_of_it[0])
    make_decision(*said_of_it, reason=said("section"), wording=said("section"), is_published=True)
    made = request_report(policy=policy, edition=edition, formats=["csv", "docx"], user=None)
    while compiling.work_on(made.pk):
        pass
    made.refresh_from_db()
    site.report = publish_report(report=made, user=None)


def _said_of_section(site: MarkedSite, **words: str) -> Comment:
    entries = site.policy.editions.get(number=2).entries
    position = entries.get(version__section=site.pages["section"], replaced_at=None).position
    quoted = {"quote": mark("section"), "proposed": said("section")}
    comment = make_comment(site.policy, section=position, state="published", **quoted, **words)
    return Comment.objects.get(pk=comment.pk)


def _file(comment: Comment) -> None:
    """A file that a moderator has released, which has the section's words."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("words.txt", said("section"))
    name = f"{mark('section')}.docx"
    attach(comment=comment, files=[SentFile(name, FileKind.DOCX, content.getvalue(), "0" * 64)])
    release(attachment=comment.attachments.get(), user=make_user("Moderators"))


def _memorandum(site: MarkedSite) -> None:
    """One in the register whose words stand in public, and one that is being written."""
    comment = _said_of_section(site, text=said("section"), channel="memorandum")
    enter_in_register(
        memorandum=Memorandum(
            policy=site.policy,
            submission=comment.submission,
            status="acknowledged",
            organisation_name=mark("policy"),
            subject=said("policy"),
        )
    )
    site.draft_key = MemorandumDraft.objects.create(policy=site.policy).key


def _document(site: MarkedSite) -> None:
    root = Collection.get_first_root_node()
    site.collection = root.add_child(instance=Collection(name=mark("document")))
    site.document = get_document_model().objects.create(
        title=mark("document"),
        collection=site.collection,
        file=ContentFile(mark("document").encode(), name="paper.txt"),
    )
    page = StandardPage.objects.get(pk=site.pages["page"].pk)
    page.body = [("paragraph", f'<p><a linktype="document" id="{site.document.pk}">Paper</a></p>')]
    page.save()
    ReferenceIndex.create_or_update_for_object(page)


def _followers(site: MarkedSite) -> None:
    choice = {"policy": site.policy, "language": "en", "frequency": "at_once"}
    asked = FollowRequest.objects.create(address="a@example.org", **choice)
    follower = Follower.objects.create(**choice)
    FollowerContact.objects.create(follower=follower, policy=site.policy, address="b@example.org")
    site.tokens = [
        url.rstrip("/").rpartition("/")[2] for url in (confirm_url(asked), stop_url(follower))
    ]


def _drafts(site: MarkedSite) -> None:
    """A page of each kind that was never published, and words that wait on those that are."""
    for page in [*site.pages.values(), site.policy.get_translations().get()]:
        draft = type(page).objects.get(pk=page.pk)
        draft.title = mark("draft")
        draft.save_revision()
    parents = {"section": "policy", "part": "section", "update": "policy", "child": "page"}
    for name, parent in parents.items():
        above = type(site.pages[parent]).objects.get(pk=site.pages[parent].pk)
        words = {"title": mark("draft"), "slug": f"draft-{name}", "live": False}
        above.add_child(instance=type(site.pages[name])(**words))


def addresses(site: MarkedSite, *, slow: bool = False) -> list[Address]:
    """All of them, in both languages."""
    values, found = _values(site, slow), []
    for language in ("en", "sw"):
        with translation.override(language):
            found += list(_addresses(values, public_patterns(), ""))
    return list(dict.fromkeys(found))


def public_patterns() -> list[URLPattern | URLResolver]:
    return get_resolver().url_patterns


def _addresses(values: Values, patterns: list, namespace: str) -> Iterator[Address]:
    for each in patterns:
        if str(each.pattern).startswith(STAFF_AND_FILES):
            continue
        if isinstance(each, URLResolver):
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _addresses(values, each.url_patterns, inside)
        elif each.name:
            name = f"{namespace}{each.name}"
            for args in _fillings(values, name, each):
                yield name, _query(name, reverse(name, **args))
            yield from ((name, f"{url}{query}") for url, query in _queries(name))
        else:
            yield from _nameless(values, each)


def _nameless(values: Values, pattern: URLPattern) -> Iterator[Address]:
    """Those that stand for themselves: in front of the languages, or behind."""
    route = str(pattern.pattern)
    prefix = f"/{translation.get_language()}/" if route.startswith("_util/") else "/"
    for args in _fillings(values, route, pattern):
        filled = route
        for name, value in args["kwargs"].items():
            filled = re.sub(rf"<(?:\w+:)?{name}>", str(value), filled)
        yield route, prefix + filled


def _query(name: str, url: str) -> str:
    return f"{url}?q={COMMON}" if name == "policies:search" else url


def _queries(name: str) -> Iterator[tuple[str, str]]:
    if name == "policies:search":
        yield reverse(name), f"?q={COMMON}&policy=water"


def _fillings(values: Values, name: str, pattern: URLPattern) -> Iterator[dict]:
    """What to reverse the pattern with."""
    if name == "wagtail_serve":
        yield from ({"args": [path]} for path in values["page path"])
        return
    if name.startswith("wagtaildocs"):
        yield {"args": values["document"][: pattern.pattern.regex.groups]}
        return
    wanted = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
    known = _texts_compared(values) if name == "policies:changes" else values
    if unknown := set(wanted) - set(known):
        raise UnknownPattern(f"{name}: {unknown}")
    if empty := {each for each in wanted if not known[each]} - ONCE_PRIVATE:
        raise UnknownPattern(f"{name}: the site has nothing for {empty}")
    for chosen in itertools.product(*(known[each] for each in wanted)):
        yield {"kwargs": dict(zip(wanted, chosen, strict=True))}


def _page_paths() -> list[str]:
    """The address of every page below the home pages, whatever its state."""
    pages = Page.objects.filter(depth__gte=2).order_by("path")
    roots = [page.url_path for page in pages.filter(depth=2)]
    return sorted(
        {
            page.url_path.removeprefix(root)
            for page in pages
            for root in roots
            if page.url_path.startswith(root)
        }
    )


def _texts_compared(values: Values) -> Values:
    """Two texts of a section, where else two editions are compared."""
    return values | {"old": values["section text"][:1], "new": values["section text"][-1:]}


def _values(site: MarkedSite, slow: bool) -> Values:
    section = site.pages["section"]
    versions = list(section.versions.values_list("pk", flat=True))
    kinds = [each for each in (*FORMATS, *KINDS) if slow or each not in SLOW_FORMATS]
    pages = [site.pages[each] for each in ("section", "part")]
    pages += [page.get_translations().get() for page in pages]
    numbers = [1, 2]
    return {
        "page path": _page_paths(),
        "document": [site.document.pk, site.document.filename],
        "section text": versions,
        "slug": ["water"],
        "number": numbers,
        "revision": [1],
        "old": [1],
        "new": [2],
        "format_name": [each for each in kinds if each in FORMATS],
        "kind": [each for each in kinds if each in KINDS],
        "language": ["en", "sw"],
        "version_id": [page.current_version.pk for page in pages] + versions,
        "section_id": [page.pk for page in pages],
        "token": site.tokens,
        "ledger_key": [site.policy.ledger.key],
        "draft_key": [site.draft_key],
        "attachment_id": list(Attachment.objects.values_list("pk", flat=True)),
        "code": [site.submission.printed_receipt],
        "secret": ["a-secret-that-no-door-has"],
        "uid": [site.report.uid],
        "file_id": list(site.report.files.values_list("pk", flat=True)),
        "page_id": [section.pk],
        "uidb36": ["1"],
        "key": ["set-password"],
        "pk": [1],
        "restriction_id": list(CollectionViewRestriction.objects.values_list("pk", flat=True)),
        "page_view_restriction_id": list(PageViewRestriction.objects.values_list("pk", flat=True)),
    }


def text_of(response: HttpResponseBase) -> str:
    """What a reader gets, files opened."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.get("Content-Type", "")
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return "\n".join(file.read(name).decode(errors="replace") for name in file.namelist())
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode(errors="replace") + str(response.headers)


def asked(site: MarkedSite, url: str) -> str:
    """What a stranger gets, without the address that they typed, which the page repeats."""
    text = text_of(Client().get(url))
    path = url.partition("?")[0]
    for code in ("en", "sw"):
        text = text.replace(f"/{code}/{path[4:]}", "")
    return text
