"""What an editor should look at before an edition opens. Everything may be left as it is."""

from policies.checklist.remarks import (
    Place,
    Remark,
    Subject,
    Weight,
    remarks_on,
    remarks_on_window,
)
from policies.checklist.subjects import subject_of_outline, subjects_of

__all__ = [
    "Place",
    "Remark",
    "Subject",
    "Weight",
    "remarks_on",
    "remarks_on_window",
    "subject_of_outline",
    "subjects_of",
]
