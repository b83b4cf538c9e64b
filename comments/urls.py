"""Public addresses for comments and receipts."""

from django.urls import path

from comments.channels.paper import views as paper_views
from comments.channels.phone import views as phone_views
from comments.channels.web import views
from comments.channels.web.edit_views import EditCommentView
from comments.channels.web.file_fields import takes_files
from comments.channels.web.file_views import file_of_receipt, released_file
from comments.channels.web.second_look_views import SecondLookView
from comments.memoranda import register_views
from comments.memoranda import views as memorandum_views
from comments.moderation.public_log import public_log
from comments.reading import views as reading_views
from comments.reading.alike_page import alike_comments
from comments.register.ledger.views import ledger_page

app_name = "comments"
urlpatterns = [
    path(
        "comment/<number:section_id>/",
        takes_files(views.CommentOnSectionView.as_view()),
        name="comment",
    ),
    path("policy/<slug:slug>/paper/<slug:language>/", paper_views.policy_pack, name="policy_pack"),
    path(
        "policy/<slug:slug>/paper/<number:section_id>/<slug:language>/",
        paper_views.section_pack,
        name="section_pack",
    ),
    path("policy/<slug:slug>/editions/<number:number>/survey/", phone_views.survey, name="survey"),
    path("policy/<slug:slug>/comments/", reading_views.comment_list, name="list"),
    path("policy/<slug:slug>/comments/<number:number>/", reading_views.one_comment, name="one"),
    path("policy/<slug:slug>/comments/<number:number>/alike/", alike_comments, name="alike"),
    path(
        "policy/<slug:slug>/comments/<number:number>/agree/",
        reading_views.AgreeView.as_view(),
        name="agree",
    ),
    path(
        "policy/<slug:slug>/comments/<number:number>/file/<number:attachment_id>/",
        released_file,
        name="released_file",
    ),
    path("memoranda/", register_views.memoranda, name="memoranda"),
    path("memoranda/<number:number>/", register_views.memorandum, name="memorandum"),
    path(
        "policy/<slug:slug>/memorandum/",
        memorandum_views.AboutStep.as_view(),
        name="memorandum_start",
    ),
    path(
        "memorandum/<str:draft_key>/",
        memorandum_views.AboutStep.as_view(),
        name="memorandum_about",
    ),
    path(
        "memorandum/<str:draft_key>/changes/",
        memorandum_views.TableStep.as_view(),
        name="memorandum_table",
    ),
    path(
        "memorandum/<str:draft_key>/check/",
        memorandum_views.CheckStep.as_view(),
        name="memorandum_check",
    ),
    path("ledger/<slug:ledger_key>/", ledger_page, name="ledger"),
    path("policy/<slug:slug>/moderation/", public_log, name="moderation_log"),
    path("receipt/", views.receipt_lookup, name="receipt_lookup"),
    path("receipt/finish/", views.finish_visit, name="finish"),
    path("receipt/<str:code>/", views.receipt, name="receipt"),
    path(
        "receipt/<str:code>/file/<number:attachment_id>/",
        file_of_receipt,
        name="file_of_receipt",
    ),
    path("receipt/<str:code>/slip/", views.slip, name="slip"),
    path(
        "receipt/<str:code>/memorandum/",
        register_views.memorandum_acknowledgement,
        name="memorandum_acknowledgement",
    ),
    path("receipt/<str:code>/proof/<number:number>/", views.proof, name="proof"),
    path(
        "receipt/<str:code>/proof/<number:number>/<number:revision>/",
        views.proof,
        name="proof_of_state",
    ),
    path(
        "receipt/<str:code>/edit/<number:number>/",
        EditCommentView.as_view(),
        name="edit",
    ),
    path(
        "receipt/<str:code>/another/<number:number>/",
        views.SaidByAnotherView.as_view(),
        name="said_by_another",
    ),
    path(
        "receipt/<str:code>/second-look/<number:number>/",
        SecondLookView.as_view(),
        name="second_look",
    ),
    path(
        "receipt/<str:code>/withdraw/<number:number>/",
        views.WithdrawCommentView.as_view(),
        name="withdraw",
    ),
]
