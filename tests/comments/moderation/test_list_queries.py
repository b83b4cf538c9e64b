"""How much the moderators' list asks of the database, once what it offers to narrow by is kept.

Nothing is kept inside a transaction: so here none is open around a test, nor around the module.
"""

import pytest
from django.urls import reverse

from comments.models import Comment
from home.models import Ward
from tests.factories import make_comment, make_policy, make_user

LIST = "wagtailsnippets_comments_comment:list"


@pytest.mark.django_db(transaction=True)
def test_list__takes_few_queries_in_every_filter_and_on_the_last_page(
    client, settings, django_assert_max_num_queries
):
    settings.PAGE_CACHE_SECONDS = 300
    policy = make_policy(tags=("Youth", "Water"))
    youth, water = policy.tags.order_by("pk")
    ward = Ward.objects.order_by("name").first()
    for n in range(60):
        make_comment(policy, section=n % 3 + 1, tags=[youth, water], ward=ward)
    client.force_login(make_user("Moderators"))
    chosen = {
        "policy": policy.pk,
        "section": Comment.objects.first().version.section.pk,
        "edition": policy.current_edition.pk,
        "tags": [youth.pk, water.pk],
        "ward": ward.pk,
        "sub_county": ward.sub_county_id,
    }
    others = {
        "number": "1",
        "name": "x",
        "state": "received",
        "flags": "contact",
        "language": "en",
        "channel": "web",
        "second_look": "true",
        "as_it_came": "true",
        "in_campaign": "false",
        "alike": "1",
        "received_at_after": "2026-01-01",
        "answered": "false",
        "q": "number",
    }
    each = [{name: value} for name, value in {**chosen, **others}.items()]
    client.get(reverse(LIST))
    for query in ({}, {"p": 2}, *each, {**chosen, "p": 2}, {**chosen, **others}):
        client.get(reverse(LIST), query)
        with django_assert_max_num_queries(16):  # one is for the coding frames' filter
            client.get(reverse(LIST), query)
