"""What staff do from the list of comments: tick, choose what to do, confirm."""

from bs4 import BeautifulSoup
from django.urls import reverse

from comments.moderation.choosing import ListMark

LIST = "wagtailsnippets_comments_comment:list"


def mark_shown(client, query=""):
    """The mark that the list carries as somebody opens it now."""
    page = BeautifulSoup(client.get(reverse(LIST) + query).content, "lxml")
    return page.select_one("#chosen [name=mark]")["value"]


def choose(client, action, comments, *, mark="", query=""):
    """Go on to what is to be done to these comments, or without any to all that were found."""
    keys = {"id": [comment.pk for comment in comments]} if comments else {"all": "1"}
    mark = mark or ListMark.now(query.removeprefix("?")).signed
    url = reverse("wagtailsnippets_comments_comment:choose")
    return client.post(url, {"mark": mark, "action": action, **keys})


def look_at(client, action, comments, **kwargs):
    """The page that shows what was chosen, before something is done to it."""
    return client.get(choose(client, action, comments, **kwargs)["Location"])


def act(client, action, comments, data=None, **kwargs):
    """Choose, and confirm with the form's data."""
    return client.post(choose(client, action, comments, **kwargs)["Location"], data or {})
