"""What analysts see and do in the list of comments."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import Decision
from comments.choices import State
from policies.models import PolicyPage
from tests.choosing import act, look_at
from tests.factories import make_comment, make_decision, make_policy, sign_in

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_comments_comment:list"
DECISIONS = "wagtailsnippets_analysis_decision:list"
INSPECT = "wagtailsnippets_comments_comment:inspect"


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(make_policy)


@pytest.fixture
def policy(db, made):
    return PolicyPage.objects.get(pk=made.pk)


@pytest.fixture(autouse=True)
def _analyst(client):
    sign_in(client, "Analysts")


def decide(client, comments, data, query=""):
    return act(client, "answer", comments, data, query=query)


@pytest.mark.parametrize(("answered", "shown"), [("true", "second"), ("false", "first")])
def test_list__tells_what_is_decided_and_narrows_by_it(client, policy, answered, shown):
    make_comment(policy, text="the first one")
    make_decision(
        make_comment(policy, text="the second one", state="published"), kind="not_accepted"
    )
    assert "Not accepted" in client.get(reverse(LIST)).content.decode()
    page = client.get(reverse(LIST), {"answered": answered}).content.decode()
    assert re.findall("the (first|second) one", page) == [shown]


def test_decisions__are_listed_without_boxes_to_tick_since_none_can_be_deleted(client, policy):
    make_decision(make_comment(policy, state="published"))
    page = client.get(reverse(DECISIONS)).content.decode()
    assert "data-bulk-action-checkbox" not in page
    assert "data-bulk-action-button" not in page
    assert "data-bulk-action-checkbox" in client.get(reverse(LIST)).content.decode()
    # Wagtail's script for boxes is on the page all the same, and asks for the line of buttons.
    assert 'data-bulk-action-footer="SNIPPET"' in page


def test_decisions__are_told_apart_by_section_and_comments(client, policy):
    comments = [make_comment(policy, state="published") for _n in range(5)]
    decision = make_decision(*comments, reason="Noted. " * 40)
    page = BeautifulSoup(client.get(reverse(DECISIONS)).content, "html.parser")
    rows = page.select("table.listing tbody tr")
    cells = [cell.get_text(" ", strip=True) for cell in rows[0].select("td")]
    assert comments[0].version.heading in cells[0]
    assert cells[1] == ", ".join(comment.ref for comment in comments[:3]) + " + 2"
    assert (cells[2], cells[-1]) == ("Noted", policy.title)
    assert len(cells[3]) <= 140
    edit = reverse("wagtailsnippets_analysis_decision:edit", args=[decision.pk])
    assert rows[0].select_one("a")["href"] == edit


@pytest.mark.parametrize(("page", "more"), [(DECISIONS, 4), (LIST, 9)])
def test_page__asks_no_more_for_many_decisions(client, policy, page, more):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(page))
        return len(asked)

    make_decision(make_comment(policy, state="published"))
    queries()
    one = queries()
    for _n in range(more):
        make_decision(make_comment(policy, state="published"))
    assert queries() == one


def test_decide__gives_comments_of_one_section_a_decision(client, policy):
    comments = [make_comment(policy, section=1, state="published") for _n in range(2)]
    data = {"kind": "accepted", "reason": "It is clearer.", "is_published": "on"}
    assert decide(client, comments, data).status_code == 302
    decision = Decision.objects.get()
    assert decision.decided.count() == 2
    assert decision.section_key == comments[0].section_key


def test_decide__shows_all_that_is_decided_on(client, policy):
    long = "Wells first. " * 30
    told = {"text": long, "proposed": "Dig <b>wells</b>.", "reason": "Thirst.", "quote": "county"}
    comment = make_comment(policy, state="published", **told)
    page = look_at(client, "answer", [comment]).content.decode()
    for shown in (long.strip(), "Dig &lt;b&gt;wells&lt;/b&gt;.", "Thirst.", "county"):
        assert shown in page
    assert comment.version.text in page
    assert "Answered already" not in page
    make_decision(comment)
    assert "Answered already: Noted." in look_at(client, "answer", [comment]).content.decode()


def test_decide__on_two_sections_is_refused(client, policy):
    comments = [make_comment(policy, section=n, state="published") for n in (1, 2)]
    decide(client, comments, {"kind": "noted", "reason": "Noted."})
    assert not Decision.objects.exists()


def test_decide__all_means_all_that_the_filter_found(client, policy):
    decided, waiting = (make_comment(policy, state="published") for _n in range(2))
    earlier = make_decision(decided)
    decide(client, [], {"kind": "accepted", "reason": "Good."}, query="?answered=false")
    assert earlier.decided.get().comment == decided
    assert Decision.objects.get(kind="accepted").decided.get().comment == waiting


def test_dashboard__tells_what_is_to_be_decided(client, policy):
    _first, second = (make_comment(policy, state=State.PUBLISHED) for _n in range(2))
    make_comment(policy)
    make_decision(second)
    page = client.get("/admin/").content.decode()
    assert "Comments to answer" in page
    assert "1 comment waits" in page
    assert f"?policy={policy.pk}&amp;state=published&amp;answered=false" in page


def test_decisions__are_not_deleted(client, policy):
    decision = make_decision(make_comment(policy, state="published"))
    url = reverse("wagtail_bulk_action", args=["analysis", "decision", "delete"])
    sign_in(client, "Superuser")
    client.post(f"{url}?id={decision.pk}", {"next": "/admin/"})
    assert Decision.objects.exists()


def test_decide__leaves_out_what_no_moderator_has_decided_on_and_says_so(client, policy):
    shown, waiting = make_comment(policy, state="published"), make_comment(policy)
    page = look_at(client, "answer", [shown, waiting]).content.decode()
    assert "1 comment cannot be answered" in page
    decide(client, [shown, waiting], {"kind": "noted", "reason": "Noted."})
    assert list(Decision.objects.get().decided.values_list("comment", flat=True)) == [shown.pk]


def test_decide__only_what_waits_is_refused_without_a_form(client, policy):
    waiting = make_comment(policy)
    page = look_at(client, "answer", [waiting]).content.decode()
    assert "1 comment cannot be answered" in page
    assert 'name="kind"' not in page
    decide(client, [waiting], {"kind": "noted", "reason": "Noted."})
    assert not Decision.objects.exists()


def inspect(client, comment) -> str:
    return client.get(reverse(INSPECT, args=[comment.pk])).content.decode()


def test_comment__leads_an_analyst_to_the_answer_and_back(client, policy):
    comment = make_comment(policy, state="published")
    form = BeautifulSoup(inspect(client, comment), "lxml").select_one("form:has([value=answer])")
    sent = {field["name"]: field["value"] for field in form.select("input, button")}
    address = client.post(form["action"], sent)["Location"]
    assert list(client.get(address).context["comments"]) == [comment]
    done = client.post(address, {"kind": "accepted", "reason": "It is <b>clearer</b>."})
    assert done.url == reverse(INSPECT, args=[comment.pk])
    page = inspect(client, comment)
    assert "It is &lt;b&gt;clearer&lt;/b&gt;." in page
    assert (
        reverse("wagtailsnippets_analysis_decision:edit", args=[Decision.objects.get().pk]) in page
    )
    assert "Not public yet" in page
    assert "Answer this comment" not in page


@pytest.mark.parametrize(
    ("state", "said"),
    [("received", "once a moderator has published or hidden it"), ("withdrawn", "not answered")],
)
def test_comment__that_cannot_be_answered_says_why(client, policy, state, said):
    page = inspect(client, make_comment(policy, state=state))
    assert said in page
    assert "Answer this comment" not in page


def test_comment__shows_a_moderator_the_answer_without_the_way_to_it(client, policy):
    sign_in(client, "Moderators")
    answered, bare = (make_comment(policy, state="published") for _n in range(2))
    decision = make_decision(answered, reason="Because of the wells.")
    page = inspect(client, answered)
    assert "Because of the wells." in page
    assert reverse("wagtailsnippets_analysis_decision:edit", args=[decision.pk]) not in page
    assert "Answer this comment" not in inspect(client, bare)
