"""The Kiswahili catalogue: whole, sound, and what a reader of /sw/ pages sees."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import timezone, translation
from django.utils.timesince import timeuntil

from comments.choices import State
from policies.models import SectionPage
from tests.factories import make_comment, make_policy

ROOT = Path(settings.BASE_DIR)
APPS = ("consult", "home", "texts", "policies", "comments", "analysis", "reports")
CATALOGUE = ROOT / "locale" / "sw" / "LC_MESSAGES" / "django.po"
# Names, abbreviations and words that both languages write alike.
ALIKE = {
    "%(policy)s",
    "PDF",
    "Word",
    "SMS",
    "USSD",
    "Kiswahili",
    "Akoma Ntoso XML",
    "As *384*1234#.",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
TAG = re.compile(r"</?\w+[^>]*>")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE), check_for_duplicates=True)


def pairs(catalogue: polib.POFile) -> Iterator[tuple[str, str]]:
    """Every original with its translation; the plural ones with each of their forms."""
    for entry in catalogue:
        if entry.msgid_plural:
            yield entry.msgid, entry.msgstr_plural[0]
            yield entry.msgid_plural, entry.msgstr_plural[1]
        else:
            yield entry.msgid, entry.msgstr


def test_catalogue__has_no_guess_and_no_gap(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_catalogue__counts_as_kiswahili_does(catalogue):
    assert catalogue.metadata["Language"] == "sw"
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


def test_catalogue__translates_all_but_names(catalogue):
    alike = {original for original, words in pairs(catalogue) if original == words}
    assert alike <= ALIKE


def test_catalogue__keeps_placeholders_and_tags(catalogue):
    changed = [
        original
        for original, words in pairs(catalogue)
        for pattern in (PLACEHOLDER, TAG)
        if Counter(pattern.findall(original)) != Counter(pattern.findall(words))
    ]
    assert changed == []


def test_catalogue__keeps_the_spaces_around_a_message(catalogue):
    def margins(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    changed = [
        original for original, words in pairs(catalogue) if margins(original) != margins(words)
    ]
    assert changed == []


def test_catalogue__never_says_open_as_an_order_to_open(catalogue):
    """A consultation that takes comments "inapokea maoni"; "fungua" is what a reader does."""
    states = [words for original, words in pairs(catalogue) if original.startswith("Open for")]
    assert states
    assert all("apokea maoni" in words for words in states)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(days=14), "wiki 2"),
        (timedelta(days=5), "siku 5"),
        (timedelta(hours=1), "saa 1"),
        (timedelta(minutes=3), "dakika 3"),
        (timedelta(days=70), "miezi 2, wiki 1"),
    ],
)
def test_time_left__is_said_in_kiswahili(ahead, words):
    now = timezone.now()
    with translation.override("sw"):
        assert timeuntil(now + ahead, now).replace("\xa0", " ").startswith(words)


def in_python(path: Path) -> Iterator[str]:
    """The messages that a module marks for translation."""
    return messages_of(ast.parse(path.read_text()))


def messages_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id.removesuffix("_lazy").removesuffix("_noop")
            if name in {"_", "gettext", "ngettext", "pgettext", "npgettext"}:
                message = node.args[1 if name in {"pgettext", "npgettext"} else 0]
                if isinstance(message, ast.Constant):
                    yield message.value


def test_messages__none_stands_inside_a_formatted_string():
    """`make messages` does not look there: what it does not find, it drops from the catalogue."""
    inside = [
        f"{path.relative_to(ROOT)}:{formatted.lineno}"
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for formatted in ast.walk(ast.parse(path.read_text()))
        if isinstance(formatted, ast.JoinedStr) and list(messages_of(formatted))
    ]
    assert inside == []


def in_template(path: Path) -> Iterator[str]:
    """The messages of a template, as Django looks them up when it shows it."""
    template = engines["django"].get_template(str(path.relative_to(ROOT / "templates")))
    nodes = template.template.nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        if isinstance(words := node.filter_expression.var.literal, str):
            yield words
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        words = node.render_token_list(node.singular)[0]
        yield translation.trim_whitespace(words) if node.trimmed else words


def test_catalogue__has_every_message_of_the_code_and_the_templates(catalogue):
    """A message that is missing here would be shown in English: `make messages` gathers it."""
    used = {
        message
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if path.parent.name != "migrations"
        for message in in_python(path)
    }
    used.update(
        message
        for path in (ROOT / "templates").rglob("*")
        if path.suffix in {".html", ".txt", ".svg"}
        for message in in_template(path)
    )
    assert len(used) > 500
    assert sorted(used - {entry.msgid for entry in catalogue}) == []


SPOKEN = {"aria-label", "placeholder", "alt", "title"}


class _Words(HTMLParser):
    """What a page shows and reads out: text outside scripts, and the labels in attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in {"script", "style"}
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


def pieces_of(client, url: str, status: int = 200) -> list[str]:
    response = client.get(url, follow=True)
    assert response.status_code == status
    parser = _Words()
    parser.feed(response.content.decode())
    return [" ".join(piece.split()) for piece in parser.found if piece.strip()]


@pytest.fixture
def policy(db):
    policy = make_policy(title="Sera ya Maji", slug="maji", tags=("Afya",))
    make_comment(policy, text="Tunahitaji visima.", state=State.PUBLISHED)
    return policy


ENGLISH = ("Give your views", "Open for comments", "in 1 week", "Closes", "Skip to", "optional")

# Address: the phrases that a reader must find there.
PAGES = {
    "/sw/": ("Inapokea maoni", "Jinsi inavyofanya kazi", "Angalia risiti yangu"),
    "/sw/policies/": ("Inapokea maoni", "Maoni 1 yamepokelewa"),
    "/sw/policies/maji/": (
        "Jinsi ya kushiriki",
        "Mwisho wa kutoa maoni ni",
        "baada ya wiki 1",
        "Maoni 1",
    ),
    "/sw/policies/maji/section-1/": ("Toa maoni yako", "Naunga mkono", "Inayofuata"),
    "/sw/comment/{section}/": ("Napinga", "hiari", "Wadi yako", "Wasilisha maoni yangu"),
    "/sw/receipt/": ("Risiti", "Onyesha maoni yangu"),
    "/sw/search/?q=zzzz": ("Hakuna kilichopatikana", "Tafuta"),
    "/sw/policy/maji/editions/": ("Matoleo", "neno kwa neno"),
    "/sw/policy/maji/editions/1/text/": ("Maandishi yote",),
    "/sw/policy/maji/notice/": ("Tangazo kwa umma",),
    "/sw/nothing/": ("Ukurasa haujapatikana",),
}


@pytest.mark.parametrize("address", PAGES)
def test_page__speaks_kiswahili_alone(client, policy, catalogue, address):
    section = SectionPage.objects.descendant_of(policy).first()
    status = 404 if address == "/sw/nothing/" else 200
    pieces = pieces_of(client, address.format(section=section.pk), status)
    words = " ".join(pieces)
    for phrase in PAGES[address]:
        assert phrase in words
    for phrase in ENGLISH:
        assert phrase not in words
    english = {original for original, translated in pairs(catalogue) if original != translated}
    english -= {"English", "First draft"}  # the switch of languages, and an editor's own words
    assert sorted(english.intersection(pieces)) == []


def test_receipt_form__answers_a_mistake_in_kiswahili(client, policy):
    page = client.post("/sw/receipt/", {"code": "K7QP"}).content.decode()
    assert "Risiti ina herufi na tarakimu 12; hii ina 4." in page
