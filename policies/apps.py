from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from policies import signals
        from policies.follow import signals as follow_signals
        from policies.follow import tasks  # noqa: F401

        signals.connect()
        follow_signals.connect()
