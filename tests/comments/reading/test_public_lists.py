"""Lists of published comments: narrowed, sorted, a page at a time, and for nobody else's eyes."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from comments.choices import Stance, State
from comments.models import Comment, Submission
from comments.reading.public_lists import ORDERS, PAGE_SIZE, list_page
from home.models import Ward
from policies.models import SectionPage
from tests.factories import make_comment, make_policy


@pytest.fixture(scope="module")
def made(make_once):
    def make():
        policy = make_policy(tags=("Youth", "Women"), sections=2)
        youth = policy.tags.get(name="Youth")
        ward = Ward.objects.order_by("code").first()
        said = {"state": State.PUBLISHED}
        make_comment(policy, text="The first view.", name="Amina", ward=ward, **said)
        make_comment(policy, text="The second view.", stance=Stance.OPPOSE, tags=[youth], **said)
        make_comment(
            policy,
            text="The third view.",
            section=2,
            kind="organisation",
            organisation="Sauti (example)",
            **said,
        )
        make_comment(policy, text="A view that waits.")
        make_comment(policy, text="A view that is hidden.", state=State.HIDDEN)
        return policy

    return make_once(make)


@pytest.fixture
def url(policy):
    return reverse("comments:list", args=[policy.slug])


def numbers(response):
    """Of the comments that the page shows, in its order."""
    return [
        int(n)
        for n in re.findall(
            r'<article class="comment" id="[A-Z0-9]+-0*(\d+)"', response.content.decode()
        )
    ]


def test_list__shows_what_is_published_newest_first(client, url):
    response = client.get(url)
    page = response.content.decode()
    assert numbers(response) == [3, 2, 1]
    assert "A view that" not in page
    assert "1 comment has been received and is being read" in page
    assert "1 comment counts but is not shown" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"order": "oldest"}, [1, 2, 3]),
        ({"stance": Stance.OPPOSE}, [2]),
        ({"organisation": "*"}, [3]),
        ({"organisation": "Sauti (example)"}, [3]),
        ({"kind": "individual"}, [2, 1]),
        ({"kind": "organisation"}, [3]),
        ({"kind": "group"}, []),
        ({"kind": "crowd"}, [3, 2, 1]),
        ({"edition": "1"}, [3, 2, 1]),
        ({"stance": "nonsense", "tag": "9" * 30, "place": "in-x", "section": "x"}, [3, 2, 1]),
        ({"stance": Stance.OPPOSE, "organisation": "*"}, []),
        ({"from": "2"}, [2, 1]),
        ({"from": "2", "order": "oldest"}, [2, 3]),
        ({"from": "2-2"}, [3, 2, 1]),
        ({"from": "²"}, [3, 2, 1]),
        ({"from": "9" * 50}, [3, 2, 1]),
    ],
)
def test_list__is_narrowed_and_sorted_by_its_address(client, url, query, found):
    response = client.get(url, query)
    assert response.status_code == 200
    assert numbers(response) == found


def test_list__is_narrowed_by_topic_place_and_section(client, url, policy):
    ward = Submission.objects.get(name="Amina").ward
    second = Comment.objects.get(number=3).section_key
    assert numbers(client.get(url, {"tag": policy.tags.get(name="Youth").pk})) == [2]
    assert numbers(client.get(url, {"place": ward.pk})) == [1]
    assert numbers(client.get(url, {"place": f"in-{ward.sub_county_id}"})) == [1]
    assert numbers(client.get(url, {"section": second.hex})) == [3]


def test_list__of_a_paragraph_is_of_those_whose_words_stand(client, url, policy):
    section = SectionPage.objects.get(translation_key=Comment.objects.get(number=1).section_key)
    version = section.current_version or section.versions.first()
    address, words = next(iter(version.paragraphs.items()))
    make_comment(policy, state=State.PUBLISHED, block_id=address, quote=words)
    make_comment(policy, state=State.PUBLISHED, block_id=address, quote="Words of nobody.")
    query = {"section": section.translation_key.hex, "paragraph": address}
    assert numbers(client.get(url, query)) == [6]
    page = client.get(section.url).content.decode()
    assert f"?section={section.translation_key.hex}&amp;paragraph={address}" in page


def test_list__chosen_filters_stand_in_the_form_and_in_other_pages_addresses(client, url, policy):
    for _n in range(PAGE_SIZE):
        make_comment(policy, state=State.PUBLISHED, stance=Stance.OPPOSE)
    page = client.get(url, {"stance": Stance.OPPOSE}).content.decode()
    assert '<option value="oppose" selected>' in page
    assert "?stance=oppose&amp;from=2#found" in page
    assert "Shown: 1 to 20 of 21." in page


def test_list__pages_begin_with_the_same_comment_when_others_have_come(client, url, policy):
    for _n in range(2 * PAGE_SIZE):
        make_comment(policy, state=State.PUBLISHED)
    second = re.search(r"from=(\d+)#found", client.get(url).content.decode())[1]
    before = numbers(client.get(url, {"from": second}))
    make_comment(policy, state=State.PUBLISHED)
    assert numbers(client.get(url, {"from": second})) == before
    assert len(before) == PAGE_SIZE


def test_list__tells_a_stranger_nothing_of_a_private_section(client, url):
    section = SectionPage.objects.get(translation_key=Comment.objects.get(number=3).section_key)
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    response = client.get(url)
    assert numbers(response) == [2, 1]
    assert section.title not in response.content.decode()
    assert client.get(reverse("comments:one", args=[section.policy.slug, 3])).status_code == 404


def test_list__asks_as_much_for_many_comments_as_for_few(
    client, url, policy, django_assert_max_num_queries
):
    for _n in range(PAGE_SIZE + 5):
        make_comment(policy, state=State.PUBLISHED, section=_n % 2 + 1, tags=policy.tags.all())
    with django_assert_max_num_queries(40):
        assert client.get(url, {"from": "10"}).status_code == 200


def test_list__costs_in_step_with_the_comments(client, url, policy):
    """By hundreds of SQLite's instructions: no question looks at all comments for each."""
    if connection.vendor != "sqlite":
        pytest.skip("counts what SQLite does")

    def steps():
        done = []
        connection.connection.set_progress_handler(lambda: done.append(1), 100)
        assert client.get(url).status_code == 200
        connection.connection.set_progress_handler(None, 0)
        return len(done)

    def more():
        for number in range(150):
            make_comment(policy, state=State.PUBLISHED, organisation=f"Group {number} (example)")

    counts = []
    for _again in range(3):
        more()
        counts.append(steps())
    first, second = counts[1] - counts[0], counts[2] - counts[1]
    assert second <= 1.5 * first


def test_list__is_in_kiswahili_where_it_is_read_so(client, policy):
    page = client.get(reverse("comments:list", args=[policy.slug]).replace("/en/", "/sw/"))
    assert page.status_code == 200
    assert '<html lang="sw"' in page.content.decode()


def test_comment__that_is_not_shown_says_what_became_of_it(client, policy):
    def said(number):
        return client.get(reverse("comments:one", args=[policy.slug, number])).content.decode()

    assert "The first view." in said(1)
    assert "is being read before it is published" in said(4)
    assert "A moderator has hidden this comment" in said(5)
    assert "A view that" not in said(4) + said(5)
    assert client.get(reverse("comments:one", args=[policy.slug, 99])).status_code == 404


@given(
    agreed=st.lists(st.integers(0, 3), min_size=0, max_size=6), name=st.sampled_from(sorted(ORDERS))
)
def test_pages__together_are_the_list(agreed, name):
    """Whatever the order: each comment on one page, and back from each page to the one before."""
    order = ORDERS[name]
    rows = [Comment(number=n, agreed=count) for n, count in enumerate(agreed, start=1)]
    key = [tuple(getattr(row, field) for field in order.fields) for row in rows]
    ordered = sorted(key, reverse=order.falls)
    for at, values in enumerate(ordered):
        assert order.values(order.mark(rows[key.index(values)])) == list(values)
        before = [each for each in ordered if _stands_before(order, each, values)]
        assert before == ordered[:at]


def _stands_before(order, one, other):
    return one > other if order.falls else one < other


def test_pages__lead_back_and_on_in_every_order(policy):
    for n in range(2 * PAGE_SIZE + 3):
        comment = make_comment(policy, state=State.PUBLISHED)
        Comment.objects.filter(pk=comment.pk).update(agreed=n % 3)
    published = Comment.objects.filter(policy=policy).published()
    for order in ORDERS.values():
        seen, mark = [], ""
        while mark is not None:
            page = list_page(published, order, mark)
            assert page.first == len(seen) + 1
            seen += [comment.pk for comment in page.comments]
            earlier, mark = mark, page.following
            if mark is not None:
                assert list_page(published, order, mark).previous == earlier
        assert seen == list(published.order_by(*order.ordering()).values_list("pk", flat=True))
