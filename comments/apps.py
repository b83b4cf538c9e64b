from django.apps import AppConfig

from consult.pages import page_cache


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        from comments import kept_page_parts
        from comments.register import visits

        kept_page_parts.name_tables()
        page_cache.NO_LAG_COOKIES.add(visits.VISIT.name)
