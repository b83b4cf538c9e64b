"""Numbers in addresses."""

from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """A number that every column of integers holds; a longer one is no address of ours."""

    regex = "[0-9]{1,9}"
