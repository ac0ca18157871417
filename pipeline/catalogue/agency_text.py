"""A text about agencies taken to pieces: names, connecting phrases, separators, other words.

Takes a text and the known bodies and gives `Part`s in order.  A list of names is split by the longest known
name, so a name with commas or "và" in it stays whole.  What is not known is kept as printed and never
mistaken for a known name that it merely begins with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.catalogue.agency_names import ROLE_MARKS, Agencies, Hit, compact, tokens_of
from pipeline.catalogue.areas import load_areas
from pipeline.language.text import key, one_line

PLAIN = frozenset({"name", "words"})
DASHES = frozenset({"-", "–", "—", "&", "+"})
SHORTEST_NAME = 2
"""Letters.  A single one ("X", "x") is a mark of a table, not the name of a body."""
SEPARATORS = frozenset({"", ",", ".", "/"})
"""Signs that stand between names even without a blank beside them; empty is a line break."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a text; `start` and `end` are 0-based offsets.

    `kind` is name, words, note (in brackets), soft, hard, colon, or a kind of phrase: lead, lead_before,
    partner, partner_before, action, opening.  Of a name, `agency_id` is empty when it is not known and `name`
    is the spelling to show; `loose` says that it was found in spite of other diacritics.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    agency_id: str = ""
    loose: bool = False


REMEMBERED = 4096
"""Agency texts: those of a column are held against each other wherever a page end may have cut one."""


@lru_cache(maxsize=REMEMBERED)
def parts_of(text: str, agencies: Agencies) -> tuple[Part, ...]:
    """Give the parts of a text, in order; every printed word lies in exactly one."""
    scan = _Scan(text, agencies)
    return tuple(scan.parts(0, len(scan.tokens)))


class _Scan:
    """One pass over one text.

    `heads` are the keys of heads that the names of a list share: those of an opening ("Các Sở:", then
    `opened` is set), or that of the name before ("Sở Nội vụ, Tài chính").
    """

    def __init__(self, text: str, agencies: Agencies) -> None:
        self.text = text
        self.agencies = agencies
        self.tokens = tokens_of(text)
        self.heads: tuple[str, ...] = ()
        self.opened = False

    def parts(self, at: int, end: int) -> Iterator[Part]:
        fresh = True
        while at < end:
            at, found = self._next(at, end, fresh)
            fresh = found[-1].kind not in PLAIN
            yield from found

    def _next(self, at: int, end: int, fresh: bool) -> tuple[int, list[Part]]:
        kind = self._kind(at)
        if kind == "open":
            return self._bracket(at, end)
        if kind == "word":
            return self._words(at, end, fresh)
        return at + 1, [self._part("soft" if kind == "close" else kind, at, at + 1)]

    def _bracket(self, at: int, end: int) -> tuple[int, list[Part]]:
        """Read a bracket: with nothing but phrases in it ("(chủ trì)") it counts as them, else as a note."""
        close = next((index for index in range(at, end) if self._kind(index) == "close"), end)
        inner = [part for part in self.parts(at + 1, close) if part.kind not in ("soft", "colon")]
        after = min(close + 1, end)
        if inner and all(part.kind in ROLE_MARKS for part in inner):
            return after, inner
        return after, [self._part("note", at, after)]

    def _words(self, at: int, end: int, fresh: bool) -> tuple[int, list[Part]]:
        listed = self._shared(at)
        if listed is not None:
            return listed, [self._part("opening", at, listed)]
        mark = self._mark(at, fresh)
        known = self._known(at)
        if known is not None and (mark is None or known[0] >= mark[0]):
            return known[0], [self._named(at, *known)]
        if mark is not None:
            if mark[1] in ROLE_MARKS:
                self.heads, self.opened = (), False
            return mark[0], [self._part(mark[1], at, mark[0])]
        if self.tokens[at].key in self.agencies.silent:
            return at + 1, [self._part("soft", at, at + 1)]
        return self._unknown(at, end)

    # -------------------------------------------------------------- phrases

    def _mark(self, at: int, fresh: bool) -> tuple[int, str] | None:
        """Find a connecting phrase that counts where it stands: index behind it and its kind."""
        found = self.agencies.phrase(self.tokens, at)
        if found is None:
            return None
        after, kind = found
        if kind.endswith("_label"):
            return (after, kind.replace("label", "before")) if self._kind(after) == "colon" else None
        if kind == "opening":
            return found if fresh and self._begins(after) else None
        return found if fresh or kind in ROLE_MARKS or self._small(at) else None

    def _begins(self, at: int) -> bool:
        """Whether a name, a word that heads names or a phrase stands at a token."""
        return self._kind(at) == "word" and (self._known(at) is not None or self._begins_unknown(at))

    def _begins_unknown(self, at: int) -> bool:
        return self.agencies.begins_name(self.tokens, at) or self._breaks(at)

    def _breaks(self, at: int) -> bool:
        """Whether a phrase that ends a run of unknown words stands at a token."""
        found = self.agencies.phrase(self.tokens, at)
        if found is None or found[1] == "opening":
            return False
        if found[1].endswith("_label"):
            return self._kind(found[0]) == "colon"
        return self._small(at) or found[1] in ROLE_MARKS

    def _small(self, at: int) -> bool:
        return self.tokens[at].text[0].islower()

    # -------------------------------------------------------------- known names

    def _known(self, at: int) -> tuple[int, str, Hit] | None:
        """Find the longest name at a token that ends where names end: index behind it, name, hit."""
        ends = [end for hit in self._headless(at) for end in self._ends(hit, in_list=True)]
        ends += [
            end for hit in self.agencies.hits(self.tokens, at) for end in self._ends(hit, in_list=self.opened)
        ]
        return max(ends, key=lambda found: (found[0], not found[2].loose, found[2].end), default=None)

    def _headless(self, at: int) -> list[Hit]:
        """List the names at a token that lack the head they share; without an opening only in full words.

        "Sở Nội vụ, TP" may speak of a town, and "Phòng Y tế và Dân tộc" be one office.
        """
        if (
            not self.opened
            and self._text(at - 1) != ","
            and self.tokens[at - 1].key not in self.agencies.silent
        ):
            return []
        hits = [hit for head in self.heads for hit in self.agencies.hits(self.tokens, at, head)]
        return [hit for hit in hits if self.opened or hit.end > at + 1]

    def _ends(self, hit: Hit, in_list: bool) -> Iterator[tuple[int, str, Hit]]:
        """Give where a name may end: bare, with words for a place, with the name of a place."""
        if self._boundary(hit.end, in_list) and not hit.agency.needs_place:
            yield hit.end, hit.name, hit
        after, words = self.agencies.place(self.tokens, hit.end) or (hit.end, "")
        if words and self._boundary(after, in_list):
            yield after, hit.name if self._own_level(hit, words) else f"{hit.name} {words}", hit
        free = words or hit.proper or hit.agency.needs_place
        end = self._proper(after) if free else self._province(after)
        if end > after and self._boundary(end, in_list):
            yield end, f"{hit.name} {one_line(self._printed(hit.end, end))}", hit

    def _own_level(self, hit: Hit, words: str) -> bool:
        """Whether words for a place say no more than the name does ("Sở Nội vụ tỉnh")."""
        level = hit.agency.level
        return level != "any" and compact(words) in self.agencies.place_words[level]

    def _proper(self, at: int) -> int:
        """Give the index behind the proper name at a token: words with a capital or a digit in front."""
        at += self._text(at) == "." and self._proper_word(at + 1)
        while self._proper_word(at):
            dashed = self._text(at + 1) in ("-", "–") and self._proper_word(at + 2)
            at += 2 if dashed and not self.agencies.begins_name(self.tokens, at + 2) else 1
        return at

    def _province(self, at: int) -> int:
        """Give the index behind the name of a province at a token ("Sở Y tế Kon Tum"); `at` for none."""
        end = self._proper(at) if self._kind(at) == "word" else at
        return end if end > at and load_areas().search(self._printed(at, end), "province") else at

    def _proper_word(self, at: int) -> bool:
        if self._kind(at) != "word" or self._small(at):
            return False
        found = self.agencies.phrase(self.tokens, at)
        return found is None or found[1] not in ROLE_MARKS

    def _boundary(self, at: int, in_list: bool) -> bool:
        """Whether a name may end before a token.

        Outside a list a dash or "và" before a capital goes on with the name, unless another begins there.
        """
        if self._text(at) in DASHES or self._is_silent(at):
            free = in_list or self._kind(at + 1) != "word" or self._small(at + 1)
            return free or bool(self.agencies.hits(self.tokens, at + 1)) or self._begins_unknown(at + 1)
        if self._kind(at) != "word":
            return True
        found = self.agencies.phrase(self.tokens, at)
        return found is not None and found[1] != "opening"

    def _is_silent(self, at: int) -> bool:
        return self._kind(at) == "word" and self.tokens[at].key in self.agencies.silent

    def _named(self, at: int, end: int, name: str, hit: Hit) -> Part:
        head = key(name.split()[0])
        if not self.opened:
            self.heads = (head,) if head in self.agencies.shared_heads and not hit.units else ()
        return Part("name", self.tokens[at].start, self.tokens[end - 1].end, name, hit.agency.id, hit.loose)

    # -------------------------------------------------------------- one head for several names

    def _shared(self, at: int) -> int | None:
        """Give the index behind "Các Sở:" when names without their head follow; sets `heads`, else None."""
        if self.tokens[at].key not in self.agencies.plural:
            return None
        for after, words in self._openings(at):
            heads = tuple(word for word in words if word in self.agencies.shared_heads)
            before = self.heads, self.opened
            self.heads, self.opened = heads, True
            if heads and self._kind(after) == "word" and self._known(after) is not None:
                return after
            self.heads, self.opened = before
        return None

    def _openings(self, at: int) -> Iterator[tuple[int, Sequence[str]]]:
        """Give the ways to read an opening of a list: index of the first name, keys of the head words."""
        for hit in self.agencies.hits(self.tokens, at):
            if hit.units and self._kind(hit.end) == "colon":
                yield hit.end + 1, hit.units
        if self._kind(at + 1) == "word":
            yield at + 2 + (self._kind(at + 2) == "colon"), (self.tokens[at + 1].key,)

    # -------------------------------------------------------------- unknown names

    def _unknown(self, at: int, end: int) -> tuple[int, list[Part]]:
        """Take a run of words that are no known name, up to where something else begins."""
        after = at + 1
        while after < end and not self._stops(after):
            after += 1
        while after > at + 1 and self._separates(after - 1):
            after -= 1
        text = one_line(self._printed(at, after))
        listed = self.tokens[at].key in self.agencies.plural
        named = listed or (text[0].isupper() and sum(map(str.isalpha, text)) >= SHORTEST_NAME)
        return after, [self._part("name" if named else "words", at, after, text if named else "")]

    def _stops(self, at: int) -> bool:
        """Whether a run of unknown words ends before a token."""
        if self._kind(at) in ("hard", "colon", "open"):
            return True
        if self._kind(at) == "word" and self._breaks(at):
            return True
        if not self._separates(at):
            return False
        return bool(self.heads and self._text(at) == ",") or self._begins(at + 1)

    def _separates(self, at: int) -> bool:
        """Whether a token stands between names; signs inside a word ("VHTT&TT", "VH-XH") do not."""
        if self._kind(at) != "soft":
            return self.tokens[at].key in self.agencies.silent
        token = self.tokens[at]
        inside = (
            self.text[token.start - 1 : token.end + 1].strip() == self.text[token.start - 1 : token.end + 1]
        )
        return token.text.strip() in SEPARATORS or not inside

    # -------------------------------------------------------------- small things

    def _kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else "end"

    def _text(self, at: int) -> str:
        return self.tokens[at].text.strip() if 0 <= at < len(self.tokens) else ""

    def _printed(self, at: int, end: int) -> str:
        return self.text[self.tokens[at].start : self.tokens[end - 1].end]

    def _part(self, kind: str, at: int, end: int, name: str = "") -> Part:
        return Part(kind, self.tokens[at].start, self.tokens[end - 1].end, name)
