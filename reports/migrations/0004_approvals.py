"""Texts are approved by a second editor or the authority, and no longer by who moderates comments.

Wagtail's own workflow asks a group that may edit what it approves, and that group is the one of
the comments' moderators.
"""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WORKFLOW = "Approval"
TASK = "A second editor or the responsible authority"
APPROVING = ("Editors", "Approvers")
OF_COMMENTS = ("Moderators", "Analysts", "Clerks")
WAGTAILS = "Moderators approval"

make_roles = import_module("reports.migrations.0002_roles").make_roles


def make_approval(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    make_roles(apps, schema_editor)
    workflow = _own_workflow(apps)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.all():
        named = task.groups.filter(name__in=OF_COMMENTS)
        if named.exists():
            task.groups.remove(*named)
            if not task.groups.exists():
                _retire(apps, task.pk, workflow)


def unmake_approval(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The groups stay; what waits for an approval is no longer sent."""
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW)
    own = apps.get_model("policies", "TextApproval").objects.filter(name=TASK)
    _give_back_to_wagtails(apps, workflow)
    for task in own:
        _cancel(apps, task.pk)
    workflow.delete()
    own.delete()


def _own_workflow(apps: Apps) -> object:
    TextApproval = apps.get_model("policies", "TextApproval")
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _made = ContentType.objects.get_or_create(app_label="policies", model="textapproval")
    task = TextApproval.objects.create(name=TASK, active=True, content_type=kind)
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name__in=APPROVING))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=WORKFLOW, active=True)
    steps = apps.get_model("wagtailcore", "WorkflowTask").objects
    steps.create(workflow=workflow, task_id=task.pk, sort_order=0)
    return workflow


def _retire(apps: Apps, task_pk: int, instead: object) -> None:
    """A step that nobody is left to take; the pages of workflows that need it go to ``instead``."""
    _cancel(apps, task_pk)
    apps.get_model("wagtailcore", "Task").objects.filter(pk=task_pk).update(active=False)
    steps = apps.get_model("wagtailcore", "WorkflowTask").objects.filter(task_id=task_pk)
    workflows = list(steps.values_list("workflow", flat=True))
    of_pages = apps.get_model("wagtailcore", "WorkflowPage").objects
    of_pages.filter(workflow__in=workflows).update(workflow=instead)
    apps.get_model("wagtailcore", "Workflow").objects.filter(pk__in=workflows).update(active=False)


def _cancel(apps: Apps, task_pk: int) -> None:
    states = apps.get_model("wagtailcore", "TaskState").objects
    waiting = states.filter(task_id=task_pk, status__in=("in_progress", "rejected"))
    of_workflows = apps.get_model("wagtailcore", "WorkflowState").objects
    running = of_workflows.filter(
        pk__in=list(waiting.values_list("workflow_state", flat=True)),
        status__in=("in_progress", "needs_changes"),
    )
    running.update(status="cancelled")
    waiting.filter(status="in_progress").update(status="cancelled")


def _give_back_to_wagtails(apps: Apps, own: object) -> None:
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    old = workflows.filter(name=WAGTAILS).first()
    if old is None:
        return
    workflows.filter(pk=old.pk).update(active=True)
    of_pages = apps.get_model("wagtailcore", "WorkflowPage").objects
    of_pages.filter(workflow__in=own).update(workflow=old)
    moderators = apps.get_model("auth", "Group").objects.filter(name="Moderators")
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name=WAGTAILS):
        apps.get_model("wagtailcore", "Task").objects.filter(pk=task.pk).update(active=True)
        task.groups.add(*moderators)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_choose_policies_with_an_edition"),
        ("policies", "0006_text_approval"),
    ]
    operations = [migrations.RunPython(make_approval, unmake_approval)]
