from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from consult.pages import dependencies
        from policies import signals
        from policies.follow import (
            checks,  # noqa: F401
            tasks,  # noqa: F401
        )
        from policies.follow import signals as follow_signals
        from policies.reading import old_routes, policy_context, recorded_images

        signals.connect()
        follow_signals.connect()
        old_routes.connect()
        policy_context.connect()
        recorded_images.connect()
        dependencies.ignore_tables(
            "policies_delivery",
            "policies_follower",
            "policies_followercontact",
            "policies_followrequest",
            "policies_importoutline",
            "policies_keptplan",
            "policies_policyimport",
            "policies_publication",
        )
