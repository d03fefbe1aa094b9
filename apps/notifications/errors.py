"""The failures notifications promises."""

from apps.common.errors import Conflict


class NothingToSendAgain(Conflict):
    """The order has no confirmation yet: it is not paid."""

    code, title = "nothing-to-send-again", "There is no confirmation yet"
