"""Staff accounts by role."""

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

PASSWORD = "a-password-for-tests"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)


def make_user(role: str = "", **fields):
    """A user in the group `role` ("Editors", "Moderators", "Analysts", "Clerks").

    "Superuser" makes one who may do everything; an empty role one who may do nothing.
    """
    if role == "Superuser":
        return UserFactory(is_superuser=True, is_staff=True, **fields)
    user = UserFactory(**fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def sign_in(client, role: str):
    """A user in that role (see `make_user`), signed in with the test client."""
    user = make_user(role)
    client.force_login(user)
    return user
