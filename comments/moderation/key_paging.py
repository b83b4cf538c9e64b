"""Pages of a long list: which rows are on a page is found by their keys alone.

What a row shows is then read for these, so the last page of 100,000 comments reads fifty of each
table, not all of them; and pages of the second half are counted from the end.
"""

from typing import Any

from django.core.paginator import Page
from wagtail.admin.paginator import WagtailPaginator


class KeyPaginator(WagtailPaginator):
    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        end = min(start + self.per_page, self.count)
        keys = self._keys(start, end)
        rows = self.object_list.model._default_manager.none()
        if keys:
            rows = self.object_list.filter(pk__in=keys)
        by_key = {row.pk: row for row in rows}
        return self._get_page([by_key[key] for key in keys if key in by_key], number, self)

    def _keys(self, start: int, end: int) -> list[Any]:
        keys = self.object_list.values_list("pk", flat=True)
        if start <= self.count // 2:
            return list(keys[start:end])
        return list(keys.reverse()[self.count - end : self.count - start])[::-1]
