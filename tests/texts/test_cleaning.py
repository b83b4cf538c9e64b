"""Text made safe to store and to show."""

from texts.cleaning import has_direction_controls


def test_has_direction_controls__overrides_but_not_scripts():
    assert has_direction_controls("pay \u202e00,1")
    assert not has_direction_controls("\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd")
