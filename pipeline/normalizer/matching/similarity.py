"""How near two wordings are: the only door to rapidfuzz.

Takes wordings and gives similarities from 0 to 1.  Vietnamese letters are mapped to one byte each, which
makes the comparison of many texts nearly three times as fast with the same result.
"""

import string
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein

from pipeline.catalogue.lexicon import Wording
from pipeline.language.text import ANY_VOWEL, bare
from pipeline.normalizer.matching.index import FamilyIndex, Reference

Floats = npt.NDArray[np.float64]

PLAIN = string.ascii_lowercase + string.digits + " .,%/()-đ"
LETTERS = "".join(dict.fromkeys(PLAIN + ANY_VOWEL))
TO_BYTE = str.maketrans({letter: chr(code) for code, letter in enumerate(LETTERS, start=1)})
LOOK_ALIKES = str.maketrans("y01", "ioi")
SIMILARITY_SHARE = 0.4  # of the first ranking; the rest is the share of words that an indicator explains


def one_byte(text: str) -> str:
    """Give a text with each Vietnamese letter in one byte; only for comparing such texts."""
    return text.translate(TO_BYTE)


def title_similarity(a: str, b: str) -> float:
    """Give the similarity of two titles, of which one may be cut off, 0–1."""
    if not a or not b:
        return 0.0
    short, long = sorted((a, b), key=len)
    cut = fuzz.ratio(short, long[: len(short)]) / 100 if len(short) >= len(long) / 2 else 0.0
    return max(fuzz.ratio(a, b) / 100, cut)


def similarity(a: str, b: str) -> float:
    """Give the similarity of two texts, 0–1."""
    return fuzz.ratio(one_byte(a), one_byte(b)) / 100


@lru_cache(maxsize=65536)
def letters(words: tuple[str, ...]) -> str:
    """Give the letters of words without marks and blanks; i for y, letters for digits read in their place.

    >>> letters(("tỷ", "lệ"))
    'tile'
    """
    return bare("".join(words)).translate(LOOK_ALIKES)


def plain_letters(wording: Wording) -> str:
    """Give the letters of a wording as printed, without marks and blanks: what recognition damages least."""
    return bare("".join(wording.printed))


def distance(a: str, b: str) -> int:
    """Give the number of letters to change, drop, add or swap between two words."""
    return OSA.distance(a, b)


def within(text: str, others: list[str], most: int) -> list[str]:
    """Give those of the others that are at most so many letters away."""
    found = process.cdist([text], others, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)[0]
    return [others[at] for at in np.flatnonzero(found <= most)]


def differing(a: Sequence[str], b: Sequence[str]) -> list[tuple[slice, slice]]:
    """Give the stretches of words in which two wordings differ, in order; equal words lie between them."""
    found: list[tuple[slice, slice]] = []
    for step in Levenshtein.opcodes(a, b):
        if step.tag == "equal":
            continue
        start, other = step.src_start, step.dest_start
        if found and found[-1][0].stop == start and found[-1][1].stop == other:
            start, other = found[-1][0].start, found.pop()[1].start
        found.append((slice(start, step.src_end), slice(other, step.dest_end)))
    return found


class Ranker:
    """The wordings of one family as numbers, for ranking many texts at once."""

    def __init__(self, family: FamilyIndex) -> None:
        self._family = family
        cores = [one_byte(reference.wording.core) for reference in family.references]
        self._cores = list(dict.fromkeys(cores))
        self._core_of = np.array([self._cores.index(core) for core in cores], dtype=np.intp)
        self._letters = [plain_letters(reference.wording) for reference in family.references]
        self._folded = [letters(reference.wording.printed) for reference in family.references]
        ids = [reference.indicator.id for reference in family.references]
        self._starts = [at for at, id in enumerate(ids) if at == 0 or ids[at - 1] != id]
        self._ends = self._spans()
        self._own = {ids[own.start]: own for own in self._ends}
        self._rows = {word: row for row, word in enumerate(family.weights)}
        indicators = [ids[at] for at in self._starts]
        self._explained = np.array(
            [
                [weight * (w in family.vocabulary[i]) for i in indicators]
                for w, weight in family.weights.items()
            ]
        ).reshape(len(family.weights), len(indicators))

    @staticmethod
    def of(family: FamilyIndex) -> "Ranker":
        """Give the ranker of a family; made once."""
        return _ranker(family)

    def likeliest(self, wording: Wording, most: int) -> list[tuple[Reference, float]]:
        """Give the nearest wording of each of the likeliest indicators, with its similarity 0–1."""
        return self.likeliest_of([wording], most)[0]

    def nearest_letters(self, wording: Wording, most: int, least: float) -> list[tuple[Reference, float]]:
        """Give the wordings (one per indicator) whose letters without marks and blanks are nearest, 0–1.

        What is less near than `least` is left out.
        """
        near = process.cdist(
            [plain_letters(wording)],
            self._letters,
            scorer=fuzz.ratio,
            score_cutoff=100 * least,
            dtype=np.float32,
        )[0]
        best = np.maximum.reduceat(near, self._starts)
        chosen = [at for at in np.argsort(-best, kind="stable")[:most] if best[at] > 0]
        places = [self._ends[at].start + int(near[self._ends[at]].argmax()) for at in chosen]
        return [(self._family.references[at], float(near[at]) / 100) for at in places]

    def own(self, reference: Reference) -> slice:
        """Give the 0-based places of all wordings of a reference's indicator."""
        return self._own[reference.indicator.id]

    def by_letters(self, own: slice, text: str) -> list[int]:
        """Give the 0-based places of a stretch of wordings, by likeness of their `letters`."""
        near = process.cdist([text], self._folded[own], scorer=fuzz.ratio, dtype=np.float64)[0]
        return [own.start + int(at) for at in np.argsort(-near, kind="stable")]

    def _spans(self) -> list[slice]:
        """The places of the wordings of each indicator."""
        ends = [*self._starts[1:], len(self._letters)]
        return [slice(start, end) for start, end in zip(self._starts, ends, strict=True)]

    def likeliest_of(self, wordings: Sequence[Wording], most: int) -> list[list[tuple[Reference, float]]]:
        """Give the same for many wordings at once."""
        if not self._cores or not wordings:
            return [[] for _ in wordings]
        cores = [one_byte(wording.core) for wording in wordings]
        near = process.cdist(cores, self._cores, scorer=fuzz.ratio, dtype=np.float32)[:, self._core_of]
        best = np.maximum.reduceat(near, self._starts, axis=1)
        return [self._pick(wording, near[i], best[i], most) for i, wording in enumerate(wordings)]

    def _pick(
        self, wording: Wording, near: npt.NDArray[np.float32], best: npt.NDArray[np.float32], most: int
    ) -> list[tuple[Reference, float]]:
        rank = SIMILARITY_SHARE * best / 100 + (1 - SIMILARITY_SHARE) * self._covered(wording)
        chosen = np.argsort(-rank, kind="stable")[:most]
        places = [self._ends[at].start + int(near[self._ends[at]].argmax()) for at in chosen.tolist()]
        return [(self._family.references[at], float(near[at]) / 100) for at in places]

    def _covered(self, wording: Wording) -> Floats:
        """The share of the wording's words, by weight, that each indicator explains."""
        total = sum([self._family.weights.get(word, 1.0) for word in wording.content])
        rows = [self._rows[word] for word in wording.content if word in self._rows]
        covered: Floats = self._explained.take(rows, axis=0).sum(axis=0)
        return covered / total if total else covered


@lru_cache(maxsize=64)
def _ranker(family: FamilyIndex) -> Ranker:
    return Ranker(family)
