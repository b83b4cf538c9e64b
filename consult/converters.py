"""Numbers in addresses."""

from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """A number that every column of integers holds, written in one way alone."""

    regex = "0|[1-9][0-9]{0,8}"
