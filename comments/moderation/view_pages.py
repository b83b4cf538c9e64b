"""Saved views of the list of comments: named, opened again, shared, renamed and deleted."""

from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from comments.models import SavedView
from comments.models.saved_view import NAME_MAX
from comments.moderation.chosen_pages import comments_url
from comments.moderation.narrowed_by import narrowed_by, no_longer_there
from comments.moderation.one_comment import narrowing
from comments.permissions import may_see
from consult.staff import StaffPage, StaffView, TrailStep
from consult.typed_fields import PlainLineField

QUERY_MAX = 4_000  # characters of an address


class SavedViewForm(forms.Form):
    name = PlainLineField(label=gettext_lazy("Name of the view"), max_length=NAME_MAX)
    is_shared = forms.BooleanField(
        label=gettext_lazy("Share it with all who see comments"),
        required=False,
        help_text=gettext_lazy("They can open it; only you can change or delete it."),
    )

    def keep(self, view: SavedView) -> bool:
        """Save the view with this name; False, and the form says why, where it is taken."""
        view.name, view.is_shared = self.cleaned_data["name"], self.cleaned_data["is_shared"]
        try:
            with transaction.atomic():
                view.save()
        except IntegrityError:
            self.add_error("name", _("You have a view of that name: choose another."))
            return False
        return True


class ViewsPage(StaffPage):
    """One's own views, and those that colleagues share."""

    page_title = gettext_lazy("Saved views")
    header_icon = "view"
    template_name = "comments/admin/saved_views.html"

    def is_allowed(self) -> bool:
        return may_see(self.user)

    def trail(self) -> list[TrailStep]:
        return [TrailStep(comments_url("list"), _("Comments"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        views = SavedView.objects.offered_to(self.user).select_related("owner")
        return self.show(rows=[(view, *said_of(view, request)) for view in views])


def said_of(view: SavedView, request: HttpRequest) -> tuple[list[tuple[str, str, str]], list[str]]:
    """By what it narrows, and which of its filters find nothing to go by any more."""
    query = QueryDict(view.query)
    return list(narrowed_by(query, request)), _labels(no_longer_there(query, request))


def _labels(gone: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(gone.values()))


class NameViewPage(StaffPage):
    """What naming a view and changing one share."""

    header_icon = "view"
    template_name = "comments/admin/saved_view.html"

    def is_allowed(self) -> bool:
        return may_see(self.user)

    def trail(self) -> list[TrailStep]:
        return [
            TrailStep(comments_url("list"), _("Comments")),
            TrailStep(comments_url("views"), str(ViewsPage.page_title)),
        ]

    @cached_property
    def view(self) -> SavedView:
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        as_it_is = {"name": self.view.name, "is_shared": self.view.is_shared}
        return self.show_form(SavedViewForm(initial=as_it_is))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SavedViewForm(request.POST)
        if not form.is_valid() or not form.keep(self.view):
            return self.show_form(form, status=422)
        said = _("The view “%(name)s” is saved.") % {"name": self.view.name}
        messages.success(request, said)
        return redirect(self.after())

    def after(self) -> str:
        return comments_url("views")

    def show_form(self, form: SavedViewForm, status: int = 200) -> HttpResponse:
        filters, _gone = said_of(self.view, self.request)
        return self.show(status=status, form=form, view=self.view, filters=filters)


class NewViewPage(NameViewPage):
    """Names the list as the address narrows and sorts it."""

    page_title = gettext_lazy("Save this view")

    @cached_property
    def view(self) -> SavedView:
        query = narrowing(self.request.GET).removeprefix("?")
        return SavedView(owner=self.user, query=query)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.refusal() or super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.refusal() or super().post(request, **kwargs)

    def refusal(self) -> HttpResponse | None:
        """Back to the list: the filters of part of an address would find more than it does."""
        if len(self.view.query) <= QUERY_MAX:
            return None
        said = _("The list is narrowed by too much to be saved as a view: choose fewer filters.")
        messages.error(self.request, said)
        return redirect(self.after())

    def after(self) -> str:
        return comments_url("list", query=self.view.query)


class OwnView(StaffView):
    """A view of one's own; those of others are not there to be changed."""

    def is_allowed(self) -> bool:
        return may_see(self.user)

    @cached_property
    def view(self) -> SavedView:
        return get_object_or_404(SavedView, owner=self.user, pk=self.kwargs["pk"])


class EditViewPage(OwnView, NameViewPage):
    page_title = gettext_lazy("Change a saved view")


class DeleteViewView(OwnView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        name = self.view.name
        self.view.delete()
        said = _("The view “%(name)s” is deleted. No comment has changed.") % {"name": name}
        messages.success(request, said)
        return redirect(comments_url("views"))


class OpenViewView(StaffView):
    """Leads to the list as it was saved, without what is no longer there, and says so."""

    def is_allowed(self) -> bool:
        return may_see(self.user)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        view = get_object_or_404(SavedView.objects.offered_to(self.user), pk=pk)
        query = QueryDict(view.query, mutable=True)
        if gone := no_longer_there(query, request):
            for name in gone:
                query.pop(name, None)
            said = _(
                "“%(view)s” was narrowed by what is no longer there: %(filters)s. The list is shown"
                " without it, so it may find more."
            )
            filters = ", ".join(_labels(gone))
            messages.warning(request, said % {"view": view.name, "filters": filters})
        return redirect(comments_url("list", query=query.urlencode()))
