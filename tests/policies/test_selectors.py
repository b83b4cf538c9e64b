"""What screens read about policies."""

import pytest
from django.utils.translation import override

from home.routing import reader_url
from policies.selectors import outline, section_pages
from tests.factories import SectionPageFactory, make_policy
from tests.policies.readers_sample import section, translated

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "sw"])
def test_outline__has_the_titles_and_addresses_of_the_pages_themselves(language):
    policy = make_policy(sections=3)
    SectionPageFactory(parent=section(policy, 2), number="2.1", title="Below", slug="below")
    translated(section(policy, 2), title="Sehemu ya pili", number="2")
    section(policy, 3).unpublish()
    with override(language):
        lines = [
            (line.key, line.heading, line.level, line.url, line.language)
            for line in outline(policy)
        ]
        pages = [
            (page.translation_key, page.heading, level, reader_url(page), page.language)
            for page, level in section_pages(policy)
        ]
    assert lines == pages
    assert [line[2] for line in lines] == [1, 1, 2]
    assert any(line[1] == "2 Sehemu ya pili" for line in lines) is (language == "sw")
