"""The words that a review and its moderation may use."""

from enum import StrEnum


class Fit(StrEnum):
    """How a piece turned out to its wearer."""

    SMALL = "small"
    TRUE = "true"
    LARGE = "large"


class ReportReason(StrEnum):
    """Why a reader wants staff to look at a review."""

    OFFENSIVE = "offensive"
    SPAM = "spam"
    PRIVATE = "private"
    NOT_ABOUT_IT = "not-about-it"
    OTHER = "other"


class CaseCause(StrEnum):
    """Why a review came before staff."""

    LINK = "link"
    CONTACT = "contact"
    WORDS = "words"
    WATCHED = "watched"
    EDITED = "edited"
    REPORTED = "reported"
    STAFF = "staff"


class CaseDecision(StrEnum):
    """What staff made of it."""

    PUBLISHED = "published"
    HIDDEN = "hidden"


class ReviewSort(StrEnum):
    """In which order reviews are read."""

    NEWEST = "newest"
    HELPFUL = "helpful"
    HIGHEST = "highest"
    LOWEST = "lowest"
