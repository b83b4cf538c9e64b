"""What an editor should look at before an edition opens. Everything may be left as it is."""

from policies.publishing.checklist.remarks import (
    Remark,
    SectionFacts,
    StaffLink,
    Subject,
    Weight,
    in_order,
    remarks_on,
    remarks_on_label,
    remarks_on_new_text,
    remarks_on_shorter_window,
    remarks_on_window,
)
from policies.publishing.checklist.subjects import (
    sections_with_facts,
    subject_of_outline,
    subjects_of,
)

__all__ = [
    "Remark",
    "SectionFacts",
    "StaffLink",
    "Subject",
    "Weight",
    "in_order",
    "remarks_on",
    "remarks_on_label",
    "remarks_on_new_text",
    "remarks_on_shorter_window",
    "remarks_on_window",
    "sections_with_facts",
    "subject_of_outline",
    "subjects_of",
]
