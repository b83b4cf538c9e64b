import pytest, json
from django.core.management import call_command
from tests.factories import *
from reports.models import *
@pytest.mark.django_db
def test_x(tmp_path, capsys, django_assert_max_num_queries):
    p = make_policy(3, tags=("Roads","Water"))
    for st in ("received","published","hidden","withdrawn"):
        make_comment(p, section=2, state=st, tags=list(p.tags.all()))
    call_command("compile_report", p.slug, "--inline", "--out", str(tmp_path))
    r = Report.objects.get()
    print(capsys.readouterr())
    print((tmp_path/r.files.get(format="csv").name).read_text())
    assert 0
