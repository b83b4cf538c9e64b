"""What the worker does for the register, by the clock and when it is woken."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from comments.attachments.unsent_files import clear_unsent
from comments.campaigns import campaign_job
from comments.channels.bulk import bulk_job
from comments.channels.bulk.services import forget_left
from comments.channels.phone import sms_answers
from comments.channels.phone.services import forget_numbers, forget_set_aside
from comments.channels.phone.sms import read_what_is_left
from comments.exporting import export_job
from comments.exporting.services import forget_exports
from comments.memoranda.services import clear_drafts
from comments.models import CampaignSearch, CommentImport, ListExport, ModerationAction, SmsAnswer
from comments.moderation import moderation_job
from comments.register.ledger import checkpoints
from consult.jobs import work

SWEEP_S = 15


@shared_task(name="comments.keep_checkpoints", expires=60)
def keep_checkpoints() -> None:
    checkpoints.keep_checkpoints()


@shared_task(name=ModerationAction.task)
def work_on_moderation(action_id: int) -> None:
    """Go on with a large act of moderation."""
    moderation_job.work_on_moderation(action_id)


@shared_task(name="comments.sweep", expires=SWEEP_S)
def sweep() -> None:
    """Put right what was lost of acts of moderation, and of lists on their way in and out."""
    work.sweep(ModerationAction)
    work.sweep(ListExport)
    work.sweep(CommentImport)


@shared_task(name=CampaignSearch.task)
def find_campaigns(search_id: int) -> None:
    """Read a policy's new comments, and group what is alike."""
    campaign_job.work_on_search(search_id)


@shared_task(name="comments.sweep_campaigns", expires=20)
def sweep_campaigns() -> None:
    """Have campaigns looked for where comments came or were changed."""
    campaign_job.ask_where_due()
    work.sweep(CampaignSearch)


@shared_task(name=SmsAnswer.task)
def work_on_answer(answer_id: int) -> None:
    """Hand an answer to the gateway."""
    sms_answers.work_on_answer(answer_id)


@shared_task(name="comments.sweep_phone", expires=60)
def sweep_phone() -> None:
    """Read messages that were kept and no more, wake workers for answers, forget what is old."""
    read_what_is_left()
    work.sweep(SmsAnswer)
    forget_numbers(timedelta(days=settings.PHONE_NUMBER_DAYS))
    forget_set_aside(timedelta(days=settings.SET_ASIDE_DAYS))
    forget_left(timedelta(days=settings.SET_ASIDE_DAYS))


@shared_task(name=CommentImport.task)
def work_on_comment_import(import_id: int) -> None:
    """Read an uploaded list, try it, or take it in."""
    bulk_job.work_on_bulk(import_id)


@shared_task(name="comments.clear_unsent_files", expires=600)
def clear_unsent_files() -> None:
    clear_unsent()


@shared_task(name="comments.clear_memorandum_drafts", expires=600)
def clear_memorandum_drafts() -> None:
    clear_drafts()


@shared_task(name=ListExport.task)
def work_on_list_export(export_id: int) -> None:
    """Make a file of a list of comments."""
    export_job.work_on_export(export_id)


@shared_task(name="comments.forget_exports", expires=600)
def forget_list_exports() -> None:
    """Remove files of lists that are a day old."""
    forget_exports()
