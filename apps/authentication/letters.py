"""The words of the mails about the account itself."""

from dataclasses import dataclass

from apps.authentication.contracts import SecurityMail


@dataclass(frozen=True)
class Letter:
    """One mail: a subject, paragraphs, and the words on its one link."""

    subject: str
    paragraphs: tuple[str, ...]
    action: str


LETTERS: dict[SecurityMail, Letter] = {
    SecurityMail.CONFIRM_EMAIL: Letter(
        "Confirm your email address",
        (
            "Welcome to Fashionistar. One step is left: confirm that this mailbox is yours.",
            (
                "The link works for three days. If you did not ask for an account, do nothing; "
                "without this step nobody can use it."
            ),
        ),
        "Confirm my address",
    ),
    SecurityMail.ALREADY_REGISTERED: Letter(
        "You already have an account",
        (
            (
                "Somebody, perhaps you, asked for a Fashionistar account with this address. "
                "There is one already."
            ),
            (
                "Sign in as usual, or choose a new password with the link below. It works for one "
                "hour. If it was not you, do nothing."
            ),
        ),
        "Choose a new password",
    ),
    SecurityMail.PASSWORD_RESET: Letter(
        "Choose a new password",
        (
            "Somebody, perhaps you, asked to set a new password for this address.",
            (
                "The link works once, for one hour. If it was not you, do nothing; your password "
                "stays as it is."
            ),
        ),
        "Choose a new password",
    ),
    SecurityMail.PASSWORD_CHANGED: Letter(
        "Your password was changed",
        (
            (
                "The password of your Fashionistar account was changed just now. All other devices "
                "were signed out."
            ),
            (
                "If it was not you, choose a new one at once with the link below. It works for one "
                "hour."
            ),
        ),
        "This was not me",
    ),
}
