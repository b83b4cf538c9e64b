"""What a comment tells of itself."""

from django.utils import translation

from comments.models import Comment
from comments.models.comment import ADDED, TEXT_MAX


def test_added__has_what_is_not_empty_in_order_under_its_label():
    comment = Comment(text="No.", reason="It is clear.", proposed="each ward")
    assert [(words.label, words.text) for words in comment.added] == [
        ("Proposed wording", "each ward"),
        ("Reason", "It is clear."),
    ]
    assert Comment(text="No.", reason="It is clear.").added[0].name == "reason"
    assert Comment(text="No.").added == []


def test_added__speaks_the_readers_language():
    with translation.override("sw"):
        assert Comment(reason="It is clear.").added[0].label == "Sababu"


def test_added__may_be_left_empty_and_is_as_long_as_the_text_at_most():
    fields = [Comment._meta.get_field(name) for name in ADDED]
    assert {(field.blank, field.max_length) for field in fields} == {(True, TEXT_MAX)}
