"""Time and queries of the lists of comments, moderators' queue and public, time of bulk acts.

Run from the project's root: ``python -m bench.comment_list [--comments 100000]``. The database is
`DATABASE_URL`'s where that is set, else SQLite in a folder of its own; it is to be empty. The best
of three requests by the test client, in one process; nothing is asserted.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.reports import fill, start_django

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

RUNS = 3
ACTED_ON = 1_000
PAGE = 50
UNHASHED = "django.contrib.staticfiles.storage.StaticFilesStorage"


def filters() -> dict[str, dict[str, Any]]:
    """What the list is narrowed by, by name."""
    from comments.models import Comment
    from home.models import SubCounty, Ward
    from policies.models import PolicyPage, PolicyTag, SectionPage

    some = Comment.objects.select_related("submission").exclude(submission__ward=None)[0]
    ward = Ward.objects.get(pk=some.submission.ward_id)
    return {
        "nothing": {},
        "policy": {"policy": PolicyPage.objects.get().pk},
        "section": {"section": SectionPage.objects.filter(translation_key=some.section_key)[0].pk},
        "state": {"state": "received"},
        "held": {"hold_reason": "visit"},
        "stance": {"stance": "oppose"},
        "a tag": {"tags": PolicyTag.objects.all()[0].pk},
        "two tags": {"tags": [tag.pk for tag in PolicyTag.objects.all()[:2]]},
        "channel": {"channel": "sms"},
        "language": {"language": "sw"},
        "what stands out": {"flags": "contact"},
        "sub-county": {"sub_county": SubCounty.objects.get(wards=ward).pk},
        "ward": {"ward": ward.pk},
        "received": {"received_at_after": "2026-01-01"},
        "answered": {"answered": "false"},
        "words": {"q": "county"},
    }


def measured(run: Callable[[], Any]) -> tuple[float, int]:
    """The best time in ms, and the number of queries.

    Processor time where the database is in the process, so that others do not count.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    best, count = float("inf"), 0
    for _n in range(RUNS):
        with CaptureQueriesContext(connection) as queries:
            started = clock()
            run()
            best = min(best, (clock() - started) * 1000)
        count = len(queries)
    return best, count


def list_of(client: "Client", query: dict[str, Any]) -> Callable[[], Any]:
    from django.urls import reverse

    def get() -> Any:
        response = client.get(reverse("wagtailsnippets_comments_comment:list"), query)
        assert response.status_code == 200
        return response

    return get


def measure_lists(client: "Client") -> None:
    from django.http import HttpRequest, QueryDict
    from django.utils.http import urlencode

    from comments.moderation.comment_filters import listed_comments

    print(f"{'narrowed by':<14}{'found':>9}{'first':>9}{'last':>9}  queries (target 300 ms, 15)")
    for name, query in filters().items():
        found = listed_comments(QueryDict(urlencode(query, doseq=True)), HttpRequest()).count()
        first, queries = measured(list_of(client, query))
        last, _queries = measured(list_of(client, {**query, "p": max(found - 1, 0) // PAGE + 1}))
        print(f"{name:<14}{found:>9,}{first:>6.0f} ms{last:>6.0f} ms  {queries}")


def measure_queue(client: "Client") -> None:
    """A step to the next comment, and its page: each is asked for once for every one moderated."""
    from django.urls import reverse

    from comments.models import Comment

    names = "wagtailsnippets_comments_comment:"
    waiting = Comment.objects.all().waiting().order_by("received_at", "pk")
    middle = waiting[waiting.count() // 2]
    asked = {
        "next": (reverse(f"{names}queue"), {"after": middle.pk}),
        "next, narrowed": (reverse(f"{names}queue"), {"after": middle.pk, "stance": "oppose"}),
        "page": (reverse(f"{names}queued", args=[middle.pk]), {}),
        "page, narrowed": (reverse(f"{names}queued", args=[middle.pk]), {"stance": "oppose"}),
    }
    print(f"{'queue':<14}{'time':>9}  queries (target 150 ms, 15)")
    for name, (address, query) in asked.items():
        took, queries = measured(partial(client.get, address, query))
        print(f"{name:<14}{took:>6.0f} ms  {queries}")


def measure_public_lists() -> None:
    """What anybody may ask for; half of the comments are published."""
    from django.test import Client
    from django.urls import reverse

    from comments.models import Comment
    from policies.models import PolicyPage, SectionPage

    url = reverse("comments:list", args=[PolicyPage.objects.get().slug])
    key = Comment.objects.all()[0].section_key
    section = SectionPage.objects.filter(translation_key=key)[0]
    asked = {
        "all": (url, {}),
        "the last page": (url, {"from": "20"}),
        "a section": (url, {"section": key.hex}),
        "a stance": (url, {"stance": "oppose"}),
        "organisations": (url, {"organisation": "*"}),
        "most agreed": (url, {"order": "agreed", "from": "0-20"}),
        "section's page": (section.url, {}),
    }
    print(f"{'public':<14}{'time':>9}  queries")
    for name, (address, query) in asked.items():
        took, queries = measured(partial(Client().get, address, query))
        print(f"{name:<14}{took:>6.0f} ms  {queries}")


def measure_acts(user: "User") -> None:
    from comments.models import Comment
    from comments.moderation.services import moderate_chosen, undo

    some = Comment.objects.exclude(state="withdrawn").order_by("pk")[:ACTED_ON]
    seen = dict(some.values_list("pk", "changed_at"))
    started = time.perf_counter()
    action = moderate_chosen(seen=seen, state="hidden", hidden_reason="test", user=user)
    acted = time.perf_counter()
    undo(action=action, user=user)
    print(
        f"{len(seen):,} hidden {acted - started:.2f} s, undone {time.perf_counter() - acted:.2f} s"
    )


def main(comments: int) -> None:
    from django.contrib.auth.models import Group, User

    fill(40, comments)
    user = User.objects.create_user("moderator")
    user.groups.add(Group.objects.get(name="Moderators"))
    measure(user)


def measure(user: "User") -> None:
    """As a member of staff with one factor; files of style need not have been collected."""
    from django.conf import settings
    from django.test import Client, override_settings

    storages = settings.STORAGES | {"staticfiles": {"BACKEND": UNHASHED}}
    with override_settings(ALLOWED_HOSTS=["*"], SECOND_FACTOR=False, STORAGES=storages):
        client = Client()
        client.force_login(user)
        measure_lists(client)
        measure_queue(client)
        measure_public_lists()
        measure_acts(user)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--comments", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-comment-list-") as name:
        start_django(Path(name))
        main(options.comments)
