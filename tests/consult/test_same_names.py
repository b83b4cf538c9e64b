"""Names that differ in case only are numbered before a constraint comes."""

import pytest

from consult.same_names import number_same_names


class Rows(list):
    def order_by(self, field):
        return self


class Row:
    def __init__(self, name: str, policy_id: int) -> None:
        self.name, self.policy_id, self.saved = name, policy_id, False

    def save(self, update_fields):
        self.saved = True


@pytest.fixture
def model():
    class Field:
        max_length = 9

    class Meta:
        @staticmethod
        def get_field(name):
            return Field

    class Model:
        _meta = Meta
        _default_manager = Rows([Row(*each) for each in NAMES])

    return Model


NAMES = [("Roads", 1), ("ROADS", 1), ("roads (2)", 1), ("Water now", 1), ("WATER NOW", 2)]


def test_number__the_later_ones_alone(model):
    number_same_names(model)
    rows = model._default_manager
    assert [row.name for row in rows] == [
        "Roads", "ROADS (2)", "roads (3)", "Water now", "WATER (2)",
    ]  # fmt: skip
    assert [row.saved for row in rows] == [False, True, True, False, True]


def test_number__tells_names_apart_within_a_field(model):
    number_same_names(model, within="policy_id")
    assert model._default_manager[-1].name == "WATER NOW"
