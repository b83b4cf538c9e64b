from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from consult import content
        from consult.jobs import Job

        progress = [field.column for field in Job._meta.fields if field.column]
        for table in ("reports_report", "reports_reportfile"):
            content.never_shown(table, columns=progress)
