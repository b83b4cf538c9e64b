"""Whether readers can follow by e-mail."""

from django import template

from consult import outgoing_mail

register = template.Library()


@register.simple_tag
def mail_is_set_up() -> bool:
    return outgoing_mail.mail_is_set_up()
