"""Which expected words a misread word may stand for, without comparing it with all of them.

Takes the letters of the words that a family expects and gives, for letters as read, the few phrases within
the slips that are allowed: phrases are kept under their letters and under those with one letter dropped, so
that two texts one slip apart meet in a common form; only long ones are compared letter by letter.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from pipeline.normalizer.matching.similarity import distance, letters, within

LETTERS_PER_SLIP = 4  # one wrong letter in so many: recognition at its worst loses about 12 in 100 letters
SHAPES = str.maketrans("fqhelr", "tgncit")  # letters that recognition takes for each other

Words = tuple[str, ...]


def misread(was: str, expected: str) -> int:
    """Give the letters that were misread; a letter of the same shape counts for none.

    >>> misread("fronq", "trong"), misread("hoc", "hop")
    (0, 1)
    """
    return distance(was.translate(SHAPES), expected.translate(SHAPES))


@lru_cache(maxsize=16384)
def shape_of(word: str) -> str:
    """Give the letters of a word, those that are taken for each other as one."""
    return letters((word,)).translate(SHAPES)


def slips_in(size: int) -> int:
    """Give how many letters of so many may be misread."""
    return max(1, size // LETTERS_PER_SLIP)


class Nearby:
    """Phrases by their letters; `allowed` gives how many slips one of so many letters may have, from 1 on."""

    def __init__(self, phrases: Iterable[Words], allowed: Callable[[int], int]) -> None:
        self._allowed = allowed
        self._phrases: dict[str, list[Words]] = {}
        self._short: dict[str, list[str]] = {}
        self._long: dict[int, list[str]] = {}
        for phrase in phrases:
            self._phrases.setdefault(letters(phrase).translate(SHAPES), []).append(phrase)
        for text in self._phrases:
            if allowed(len(text)) > 1:
                self._long.setdefault(len(text), []).append(text)
            else:
                for rest in _rests(text):
                    self._short.setdefault(rest, []).append(text)

    @property
    def shapes(self) -> Collection[str]:
        """Give the shapes of all phrases."""
        return self._phrases.keys()

    def shaped(self, was: str) -> list[Words]:
        """Give the phrases whose letters have the same shapes."""
        return self._phrases.get(was.translate(SHAPES), [])

    def like(self, was: str) -> list[Words]:
        """Give the phrases that letters may stand for, and perhaps a few more."""
        shape = was.translate(SHAPES)
        texts = {text for rest in _rests(shape) for text in self._short.get(rest, ())}
        for size, long in self._long.items():
            if abs(size - len(shape)) <= self._allowed(size):
                texts.update(within(shape, long, self._allowed(size)))
        return [phrase for text in texts for phrase in self._phrases[text]]


def _rests(text: str) -> set[str]:
    """The text, and the text without each of its letters."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}
