"""The county's places, from a file that another county can replace."""

import json
from pathlib import Path

from django.db.models import Model


class PlacesError(Exception):
    """The places file cannot be used; the message says why."""


def load_places(
    path: Path, *, sub_county_model: type[Model], ward_model: type[Model]
) -> tuple[int, int]:
    """Create or rename sub-counties and wards by code. Returns how many of each the file names.

    The models are given, so that a migration can pass its own. Raises `PlacesError`.
    """
    try:
        sub_counties = json.loads(path.read_text(encoding="utf-8"))["sub_counties"]
        rows = [
            (
                str(area["code"]),
                area["name"],
                [(str(w["code"]), w["name"]) for w in area["wards"]],
            )
            for area in sub_counties
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PlacesError(
            f"{path} is not a places file ({error}). It needs sub_counties, each with code, name"
            " and wards; see home/data/kakamega.json."
        ) from error
    wards = 0
    for code, name, children in rows:
        sub_county_model._default_manager.update_or_create(code=code, defaults={"name": name})
        for ward_code, ward_name in children:
            ward_model._default_manager.update_or_create(
                code=ward_code, defaults={"name": ward_name, "sub_county_id": code}
            )
        wards += len(children)
    return len(rows), wards
