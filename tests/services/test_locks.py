"""Two who work on one comment at once, on PostgreSQL: each waits for the other, none for ever."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from comments.choices import ErasedReason, HiddenReason, SecondView, State
from comments.models import Comment, SecondLook
from comments.moderation.second_looks import ask_second_look, decide_second_look
from comments.moderation.services import ModerationError, moderate
from comments.register.erasing import erase
from tests.factories import make_comment, make_policy, make_user

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
PATIENCE_S = 20


def somebody_waits() -> bool:
    """Whether a transaction waits for a row within `PATIENCE_S`."""
    end = time.monotonic() + PATIENCE_S
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
    return False


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_erase__while_a_second_look_is_decided_waits_for_nobody_who_waits_for_it():
    comment = make_comment(make_policy(1, slug="water"), text="Words of theirs.")
    hider, other = make_user("Moderators"), make_user("Moderators")
    moderate(
        comments=[comment], state=State.HIDDEN, hidden_reason=HiddenReason.OFF_TOPIC, user=hider
    )
    ask_second_look(comment=comment, words="It is about water.")

    def decide() -> str:
        try:
            decide_second_look(comment=comment, view=SecondView.SHOWN, user=other)
        except ModerationError as error:
            return str(error)
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Comment.objects.select_for_update().get(pk=comment.pk)
            decided = pool.submit(decide)
            assert somebody_waits()
            erase(submission=comment.submission, reason=next(iter(ErasedReason)), user=hider)
        assert "has changed" in decided.result(PATIENCE_S)
    look = SecondLook.objects.get()
    assert (look.words, look.decided_at) == ("", None)
    assert Comment.objects.get(pk=comment.pk).is_erased
