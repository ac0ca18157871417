"""Why an indicator is or is not meant, or why a value waits, in the words of the reader.

The normalizer names its reasons in English, as ``no key term: nữ``; what stands before the colon is looked up
in ``messages/reasons.yaml``, what stands behind it stays as it is; so is the last word of ``goal 2``
(``goal …``).  A reason that is not known there is shown as it is.
"""

from collections.abc import Iterable

from pipeline.language.messages import messages, say


def in_words(reason: str, lang: str) -> str:
    """One reason in a language.

    >>> in_words("no key term: nữ", "en"), in_words("goal 2", "en"), in_words("something new", "vi")
    ('lacks the key term “nữ”', 'stands under goal 2', 'something new')
    """
    head, colon, rest = reason.partition(": ")
    if not colon and _name(head) not in messages():
        head, _, rest = reason.rpartition(" ")
        head += " …"
    return say(_name(head), lang, rest=rest) if _name(head) in messages() else reason


def _name(head: str) -> str:
    return f"reason.{head.replace(' ', '_')}"


def all_in_words(reasons: Iterable[str], lang: str) -> tuple[str, ...]:
    """Each reason once."""
    return tuple(dict.fromkeys(in_words(reason, lang) for reason in reasons))
