"""Import of policies: `read_document` turns a file of any known format into an `Outline`."""

from policies.importers.model import Outline, UnreadableDocument
from policies.importers.reading import read_document

__all__ = ["Outline", "UnreadableDocument", "read_document"]
