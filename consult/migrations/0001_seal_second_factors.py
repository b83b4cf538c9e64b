from django.db import migrations

from consult.accounts.sealing import SealBroken, change_seals, seal, seal_anew, unseal


def seal_second_factors(apps, schema_editor):
    """Seal what the app on the phone and recovery codes are made from. It stood there readable."""
    change_seals(apps.get_model("mfa", "Authenticator"), _sealed)


def unseal_second_factors(apps, schema_editor):
    change_seals(apps.get_model("mfa", "Authenticator"), unseal)


def _sealed(text: str) -> str:
    """What the new code has sealed before this migration ran is not sealed twice."""
    try:
        return seal_anew(text)
    except SealBroken:
        return seal(text)


class Migration(migrations.Migration):
    dependencies = [("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal_second_factors, unseal_second_factors)]
