"""Whether readers can follow by e-mail."""

from django import template

from policies.follow import services

register = template.Library()


@register.simple_tag
def mail_is_set_up() -> bool:
    return services.mail_is_set_up()
