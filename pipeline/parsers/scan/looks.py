"""Boxes of a table, read: looked at until the views agree, and no more often than that.

The first view alone reads words without figures that it is sure of.  Everything else is looked at in a
second view of other trained data; words on which the two differ in a third.  A figure that is still in doubt
is looked at in all views, narrow print in each of them with and without a lead word, and the share of the
looks that say the same is how sure it is.  Takes a sheet whose rules are erased, gives a `Reading` a box.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from pipeline.parsers.scan.boxes import ONE_LINE, dash, inner, is_point, lines, print_in
from pipeline.parsers.scan.engine import LINE
from pipeline.parsers.scan.lead import Lead, choose
from pipeline.parsers.scan.marks import checked, suspects
from pipeline.parsers.scan.records import EMPTY, Box, Reading, Row, Sheet, Word
from pipeline.parsers.scan.spelling import respelled, tidied
from pipeline.parsers.scan.views import SMALL_EYES, View
from pipeline.parsers.scan.votes import DISAGREED, figured, is_figure, joined_words, same_print, vote

PAIR, THREE = 2, 3
"""Views that look at figures, and at words on which those two differ."""

SURE_WORDS = 0.85
"""Confidence of its least sure word from which a view alone is believed, where there is no figure: measured,
more views then make more letters wrong than right."""

TINY = 36.0
"""Points of width up to which print is always read behind a lead word: "30,54" of 13 points has 33."""

NARROW = 110.0
"""Points of width up to which it is when it was read unsurely: three or four words."""

UNREAD = replace(EMPTY, confidence=0.0, why=("unread",))
"""A box with ink of which nothing was read."""

Rows = tuple[Row, ...]


class _Print:
    """The print of one box: every look at it is taken once."""

    def __init__(self, sheet: Sheet, area: Box, views: Sequence[View]) -> None:
        self.sheet, self.area, self.views = sheet, area, views
        self.width = area[2] - area[0]
        self.plain_looks: dict[int, Rows] = {}
        self.led_looks: dict[int, Rows] = {}

    def plain(self, view: int) -> Rows:
        """What a view reads of the print as it stands."""
        if view not in self.plain_looks:
            self.plain_looks[view] = self.views[view].rows(self.area)
        return self.plain_looks[view]

    def led(self, view: int, lead: Lead | None) -> Rows:
        """What a view reads line by line behind the lead word; as it stands where that cannot be done."""
        if view not in self.led_looks:
            self.led_looks[view] = self._behind(view, lead)
        return self.led_looks[view]

    def small(self) -> Iterator[Rows]:
        """What is read of the print at small sizes, one after the other."""
        sizes = self.views[0].sizes
        return (View(sizes, eye).rows(self.area) for eye in SMALL_EYES)

    def _piece(self, view: int, piece: Box, lead: Lead | None) -> Rows:
        if is_point(self.sheet, piece):
            return (Row((Word(".", 1.0, box=piece),), piece[3]),)
        return self.views[view].line(piece, lead) if lead else self.views[view].rows(piece, LINE)

    def has_lone_mark(self) -> bool:
        """Whether a line is a point alone, which the engine overlooks."""
        return any(is_point(self.sheet, piece) for piece in lines(self.sheet, self.area))

    def _behind(self, view: int, lead: Lead | None) -> Rows:
        pieces = list(lines(self.sheet, self.area))
        if self.has_lone_mark():
            return tuple(row for piece in pieces for row in self._piece(view, piece, lead))
        if lead is None or any(piece[3] - piece[1] > self.sheet.pixels(ONE_LINE) for piece in pieces):
            return self.plain(view)
        return tuple(row for piece in pieces for row in self.views[view].line(piece, lead))


def read(sheet: Sheet, views: Sequence[View], boxes: Sequence[Box]) -> dict[Box, Reading]:
    """Every box, by as many looks as it needs; a box without ink is `EMPTY`."""
    areas = {box: area for box in boxes if (area := print_in(sheet, box))}
    prints = {box: _Print(sheet, area, views) for box, area in areas.items()}
    tiny = {box for box, one in prints.items() if one.width <= sheet.pixels(TINY)}
    lead = choose(row for box, one in prints.items() if box not in tiny for row in one.plain(0))
    found = dict.fromkeys(boxes, EMPTY)
    for box, one in prints.items():
        reading = _tiny(one, lead) if box in tiny else _usual(one, lead)
        found[box] = _looked_at(one, _spelled(one, reading))
    found |= {box: UNREAD for box in boxes if box not in areas and _holds_red_print(sheet, box)}
    return {box: _under_seals(sheet, areas.get(box), box, reading) for box, reading in found.items()}


def _holds_red_print(sheet: Sheet, box: Box) -> bool:
    """Whether what was taken for the ink of a seal may be the print of an empty box."""
    return bool(sheet.red.size) and print_in(replace(sheet, grey=sheet.red), box) is not None


def _under_seals(sheet: Sheet, area: Box | None, box: Box, reading: Reading) -> Reading:
    """The reading, in which nothing is sure when a black seal touches its print, or may cover all of it."""
    if not any(seal.touches(area or inner(sheet, box)) for seal in sheet.seals):
        return reading
    return replace(reading, confidence=0.0, why=("unsure",) if reading.text else ("unread",))


def _tiny(one: _Print, lead: Lead | None) -> Reading:
    alone = dash(one.sheet, one.area)
    if alone:
        return Reading(alone, 1.0, (alone,))
    reading = vote([one.led(view, lead) for view in range(PAIR)])
    return vote(_all_looks(one, lead)) if reading.why else reading


def _usual(one: _Print, lead: Lead | None) -> Reading:
    first = one.plain(0)
    if first and not figured(first) and _surely(first):
        return vote([first])
    reading = vote([first, one.plain(1)])
    if not reading.why and not _differs(reading):
        return reading
    three = [one.plain(view) for view in range(THREE)]
    reading = vote(three)
    return vote(_all_looks(one, lead)) if reading.why and any(map(figured, three)) else reading


def _differs(reading: Reading) -> bool:
    """Whether the views read anything differently, blanks aside."""
    return any(not same_print(reading.text, other) for other in reading.readings)


def _surely(rows: Rows) -> bool:
    return min(word.confidence for row in rows for word in row.words) >= SURE_WORDS


def _all_looks(one: _Print, lead: Lead | None) -> list[Rows]:
    every = range(len(one.views))
    if one.has_lone_mark():
        return [one.led(view, lead) for view in every]
    looks = [one.plain(view) for view in every]
    if one.width <= one.sheet.pixels(NARROW):
        looks += [one.led(view, lead) for view in every]
    return looks


def _spelled(one: _Print, reading: Reading) -> Reading:
    """The reading with marks that other views read, where its own make no known wording; never surer."""
    tidy = replace(reading, text=tidied(reading.text))
    others = chain(list(one.plain_looks.values()), one.small(), map(one.plain, range(len(one.views))))
    text, asked = respelled(tidy.text, map(joined_words, others))
    if text == tidy.text:
        return tidy
    sure = reading.confidence or 0.0
    readings = tuple(dict.fromkeys((*reading.readings, *asked)))
    least = sure if is_figure(text) else min(DISAGREED, sure)
    return replace(tidy, text=text, readings=readings, confidence=least)


def _looked_at(one: _Print, reading: Reading) -> Reading:
    """The reading after a look at its marks, where a view stands that read the same words."""
    if not suspects(reading.text):
        return reading
    if len(reading.text.split()) == 1:
        word = Word(reading.text, 1.0, box=one.area)
        return checked(one.sheet, reading, (Row((word,), 0.0),))
    one.plain(0)
    same = (rows for rows in one.plain_looks.values() if same_print(joined_words(rows), reading.text))
    return checked(one.sheet, reading, next(same, ()))
