"""The failures this domain promises."""

from apps.common.errors import InvalidInput, NotFound, SignInRequired, TooManyRequests

WRONG_CREDENTIALS = "Wrong email or password, or the address is not confirmed yet."


class WrongCredentials(SignInRequired):
    """No active, confirmed account has this address and password. Which of them, we do not tell."""

    code, title = "wrong-credentials", "The email or password is not right"


class InvalidLink(InvalidInput):
    """A link from a mail that is not ours or has expired."""

    code, title = "invalid-link", "The link is not valid or has expired"


class UnacceptableInput(InvalidInput):
    """An email, name or password that cannot be taken; `errors` says why."""

    code, title = "invalid-input", "Please correct the fields named"


class TooManyAttempts(TooManyRequests):
    """The limit for this address or connection is reached."""

    code, title = "too-many-attempts", "Too many attempts"


class NoSuchAccount(NotFound):
    """No account has this id."""

    code, title = "account-not-found", "No such account"
