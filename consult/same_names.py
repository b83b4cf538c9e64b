"""Names that were there more than once in different case, before a constraint refuses that."""

from typing import Any


def number_same_names(model: Any, *, within: str = "") -> None:
    """Number the later ones, "Roads (2)": nothing is joined that somebody may want apart.

    ``within`` names the field of whose value names are told apart.
    """
    most = model._meta.get_field("name").max_length
    taken: set[tuple[Any, str]] = set()
    for each in model._default_manager.order_by("pk"):
        name, count = each.name, 1
        scope = getattr(each, within) if within else None
        while (scope, each.name.lower()) in taken:
            count += 1
            ending = f" ({count})"
            each.name = name[: most - len(ending)] + ending
        taken.add((scope, each.name.lower()))
        if count > 1:
            each.save(update_fields=["name"])
