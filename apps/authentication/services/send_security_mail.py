"""Send one mail about the account itself. Links are made here and are never stored."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from apps.authentication.contracts import SecurityMail, UserId
from apps.authentication.letters import LETTERS
from apps.authentication.models import User
from apps.authentication.services.confirm_email import confirmation_key
from apps.common.ids import new_id
from apps.common.integrations.mail import send_mail


def send_security_mail(*, user_id: UserId, mail: SecurityMail) -> None:
    """Send the mail over SMTP, outside any transaction; may be repeated, then it comes twice.

    Does nothing for an id that nobody has, a locked account, or an address confirmed meanwhile.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    link = _link(user, mail) if user else ""
    if user is None or not link:
        return
    letter = LETTERS[mail]
    context = {"letter": letter, "link": link, "name": user.name, "site": settings.SITE_URL}
    send_mail(
        to=[user.email],
        subject=letter.subject,
        text=render_to_string("authentication/mail/letter.txt", context),
        html=render_to_string("authentication/mail/letter.html", context),
        key=str(new_id()),
    )


def _link(user: User, mail: SecurityMail) -> str:
    if mail is not SecurityMail.CONFIRM_EMAIL:
        return _reset_link(user)
    address = EmailAddress.objects.filter(user=user, email=user.email, verified=False).first()
    return _confirm_link(address) if address else ""


def _confirm_link(address: EmailAddress) -> str:
    path = reverse("account_confirm_email", kwargs={"key": confirmation_key(address)})
    return f"{settings.SITE_URL}{path}"


def _reset_link(user: User) -> str:
    key = default_token_generator.make_token(user)
    names = {"uidb36": user_pk_to_url_str(user), "key": key}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=names)}"
