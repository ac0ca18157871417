"""Family H, the data of the document itself: number, date, citations, years, issuer, signature, appendices.

Takes a `Case`, yields findings.  Names of signers are never quoted.
"""

import re
from collections.abc import Iterator

from pipeline.catalogue.agencies import load_agencies
from pipeline.catalogue.area_text import mentions
from pipeline.catalogue.areas import load_areas, spelling
from pipeline.checks.case import Case
from pipeline.checks.compare import LOW_CONFIDENCE
from pipeline.checks.config import Rule
from pipeline.checks.report import days, note, quote_text, scan_doubt
from pipeline.checks.words import data, form, squash
from pipeline.language.document_numbers import find_document_numbers
from pipeline.language.periods import find_dates
from pipeline.language.text import key
from pipeline.model import Citation, Column, Finding, Paragraph, Role

FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
BLANK = "?"
"""What stands for a number that the office left blank, in the normal form of document numbers."""

CITED = re.compile(r"(?P<serial>[\d?]+)/(?:(?P<year>(?:19|20)\d\d)/)?(?P<symbol>.+)")


def number_or_date_blank(case: Case) -> Iterator[Finding]:
    """H01: the plan has no number or no date, or only its appendix line has them."""
    blank = next((p for p in case.paragraphs if _is_blank(p.text)), None)
    number = case.plan.number
    if blank is not None and (
        not number or number.startswith(BLANK) or not FULL_DATE.fullmatch(case.plan.date)
    ):
        yield note("H01", quote_text(blank.place, blank.text), case=case)
    elif not number:
        first = case.paragraphs[:1]
        yield note("H01.none", quote_text(first[0].place, first[0].text) if first else None, case=case)
    elif not any(_is_header_number(p.text) for p in case.header):
        line = next((p for p in case.paragraphs if number in _numbers(p.text)), None)
        title = next((p for p in case.opening if p.text.strip()), None)
        if line is not None:
            first_line = quote_text(title.place, title.text) if title else None
            yield note("H01.header", first_line, quote_text(line.place, line.text), case=case, number=number)
    elif blank is not None and form("appendix_reference").search(blank.text):
        yield note("H01.reference", quote_text(blank.place, blank.text), case=case, number=number)


def _is_blank(text: str) -> bool:
    """Whether a reference or header line has a number or a date left blank."""
    return any(form(name).search(text) for name in ("number_blank", "date_blank"))


def _is_header_number(text: str) -> bool:
    return any(form("number_header").search(line) for line in text.splitlines())


def _numbers(text: str) -> set[str]:
    return {number for number, _, _ in find_document_numbers(text)}


def citation_form(case: Case) -> Iterator[Finding]:
    """H02: a document is cited in the form of another kind of document."""
    told: set[str] = set()
    for citation in case.plan.citations:
        right = _right_form(case, citation)
        printed = _printed_number(citation)
        if right and right != printed and printed not in told:
            told.add(printed)
            quoted = quote_text(citation.place, citation.raw, printed)
            yield note("H02", quoted, case=case, cited=printed, right=right)


def _printed_number(citation: Citation) -> str:
    """The number as it is printed, in normal spelling."""
    found = find_document_numbers(citation.raw)
    return found[0][0] if found else citation.number


def _right_form(case: Case, citation: Citation) -> str:
    """The number in its right form; empty where nobody knows."""
    hit = CITED.fullmatch(_printed_number(citation))
    if hit is None:
        return ""
    serial, year, symbol = hit["serial"], hit["year"], hit["symbol"]
    dated = year or citation.date[:4]
    for number, known_year in _known(case):
        known = CITED.fullmatch(number)
        if known and (known["serial"], known["symbol"]) == (serial, symbol) and dated in ("", known_year):
            return number
    rules = data("citations")
    if year and symbol.split("-")[0] in rules["without_year"]:
        return f"{serial}/{symbol}"
    if not year and symbol in rules["with_year"] and dated:
        return f"{serial}/{dated}/{symbol}"
    return ""


def _known(case: Case) -> Iterator[tuple[str, str]]:
    """Known documents: right number, year."""
    for family in case.catalogue.families:
        yield family.legal_basis.number, family.legal_basis.date[:4]
    yield from ((entry["number"], str(entry["year"])) for entry in data("citations")["known"])


def appendix_reference(case: Case) -> Iterator[Finding]:
    """H03: the line below the appendix title refers to another number, date or area than the plan's own."""
    header = next((p for p in case.header if _is_header_number(p.text)), None)
    if header is None:
        return
    own = next(iter(_numbers(header.text)), "")
    dates = [date for p in case.header for date, _, _ in find_dates(p.text)] if own else []
    for line in case.paragraphs[len(case.opening) :]:
        if form("appendix_reference").search(line.text):
            doubtful = line.confidence is not None and line.confidence < LOW_CONFIDENCE
            yield from (scan_doubt(f) if doubtful else f for f in _compare(case, header, line, own, dates))


def _compare(case: Case, header: Paragraph, line: Paragraph, own: str, dates: list[str]) -> Iterator[Finding]:
    cited = next((n for n in _numbers(line.text) if not n.startswith(BLANK)), "")
    quotes = quote_text(header.place, header.text, own), quote_text(line.place, line.text, cited)
    same_kind = cited.partition("/")[2] == own.partition("/")[2]
    if cited and own and not own.startswith(BLANK) and same_kind and cited != own:
        yield note("H03", *quotes, case=case, first=own, second=cited)
        return
    other = _other_area(case, line.text) if same_kind else ""
    if other:
        yield _other_issuer(case, line, other)
        return
    there = next((date for date, _, _ in find_dates(line.text) if FULL_DATE.fullmatch(date)), "")
    here = [date for date in dates if FULL_DATE.fullmatch(date)]
    if there and same_kind and here and there != case.plan.date and there not in here:
        yield note("H03.date", *quotes, case=case, **days(first=case.plan.date, second=there))


def _other_area(case: Case, line: str) -> str:
    """The area that a reference names as its issuer, where that is another one of the plan's level."""
    known = load_areas()
    level, own = case.plan.area_level, spelling(case.plan.area_name, known.words)
    issuers = [m for m in mentions(line, known.words) if m.name and level in m.levels]
    named = [spelling(mention.name, known.words) for mention in issuers]
    return issuers[0].name if own and named and own not in named else ""


def _other_issuer(case: Case, line: Paragraph, other: str) -> Finding:
    own = case.plan.area_name
    named = next((p for p in case.header if key(own) in key(p.text)), None)
    quotes = (
        quote_text(named.place, named.text, own) if named else None,
        quote_text(line.place, line.text, other),
    )
    return note("H03.issuer", *quotes, case=case, first=own, second=other)


def years(case: Case) -> Iterator[Finding]:
    """H04: title, columns and signing date speak of different years."""
    title = {int(hit["year"]) for hit in form("year").finditer(case.plan.title)}
    if len(title) != 1 or (case.plan.period and case.plan.period.start != case.plan.period.end):
        return
    year = title.pop()
    columns = [column for _, listed in case.plan.columns for column in listed]
    targets, results = _years(columns, "target"), _years(columns, "result")
    if targets and year not in targets:
        yield _year_note(case, "H04", year, min(targets))
    if results and targets and len(targets) == 1 and max(results) != min(targets) - 1:
        yield _year_note(case, "H04.result", min(targets), max(results))
    signed = case.plan.date[:4]
    if signed.isdigit() and int(signed) not in (year, year - 1):
        yield _year_note(case, "H04.signed", year, int(signed))


def _years(columns: list[Column], role: Role) -> set[int]:
    """The single years of the value columns of a role; spans are left out."""
    periods = [column.period for column in columns if column.kind == "value" and column.role == role]
    return {period.end for period in periods if period and period.start == period.end}


def _year_note(case: Case, entry: str, first: int, second: int) -> Finding:
    title = next((p for p in case.paragraphs if str(first) in p.text), None)
    quoted = quote_text(title.place, title.text) if title else None
    return note(entry, quoted, case=case, first=first, second=second)


def cited_later(case: Case) -> Iterator[Finding]:
    """H05: the plan cites a document that is younger than itself."""
    own = case.plan.date
    for citation in case.plan.citations:
        later = FULL_DATE.fullmatch(own) and FULL_DATE.fullmatch(citation.date) and citation.date > own
        if later and citation.number != case.plan.number:
            quoted = quote_text(citation.place, citation.raw, citation.date)
            yield note("H05", quoted, case=case, **days(cited=citation.date, own=own))


def issuer_spelling(case: Case) -> Iterator[Finding]:
    """H06: the name of the issuing body is written in another way than usual."""
    usual = set(data("forms")["issuer_spellings"])
    for paragraph in case.paragraphs:
        for hit in form("collective_issuer").finditer(paragraph.text):
            printed = squash(hit.group())
            if printed not in usual and not printed.isupper():
                yield note("H06", quote_text(paragraph.place, printed), case=case, printed=printed)
                return


def signature_block(case: Case) -> Iterator[Finding]:
    """H08: signed for the committee without the post of the signer."""
    lines = [(p, line) for p in case.paragraphs for line in p.text.splitlines()]
    for number, (paragraph, line) in enumerate(lines):
        if form("collective_signature").match(line):
            after = [text for _, text in lines[number : number + 6]]
            if not any(form("signature_post").search(text) for text in after):
                yield note("H08", quote_text(paragraph.place, line), case=case)
            return


def appendix_labels(case: Case) -> Iterator[Finding]:
    """H09: several appendices without numbers, or one number twice."""
    labels = [
        (p, hit["number"] or "") for p in case.paragraphs if (hit := form("appendix_heading").match(p.text))
    ]
    numbers = [number for _, number in labels]
    twice = next((n for n, number in enumerate(numbers) if number in numbers[:n] or (n and not number)), None)
    if len(labels) > 1 and twice is not None:
        first = labels[numbers.index(numbers[twice])] if numbers[twice] in numbers[:twice] else labels[0]
        yield note(
            "H09",
            quote_text(first[0].place, first[0].text),
            quote_text(labels[twice][0].place, labels[twice][0].text),
            case=case,
            count=len(labels),
        )


def unit_ended(case: Case) -> Iterator[Finding]:
    """H07: the area, or an agency that leads a row, ends inside the plan's period or before it."""
    last = f"{case.plan.period.end}-12-31" if case.plan.period else ""
    area = load_areas().find(case.plan.area_name, case.plan.area_level, case.plan.date)
    if area is not None and area.valid_until and last and case.plan.date[:10] <= area.valid_until < last:
        title = next((p for p in case.paragraphs if case.plan.area_name in p.text), None)
        quoted = quote_text(title.place, case.plan.area_name) if title else None
        yield note("H07", quoted, case=case, unit=area.title, **days(until=area.valid_until))
    signed = case.plan.date if FULL_DATE.fullmatch(case.plan.date) else ""
    for name in dict.fromkeys(name for o in case.observations for name in o.lead_agencies):
        agency = load_agencies().find(name)
        if signed and agency is not None and agency.valid_until and agency.valid_until < signed:
            yield note("H07.agency", case=case, unit=name, **days(until=agency.valid_until))


RULES: tuple[Rule[Case], ...] = (
    Rule("H01", number_or_date_blank),
    Rule("H02", citation_form),
    Rule("H03", appendix_reference),
    Rule("H04", years),
    Rule("H05", cited_later),
    Rule("H06", issuer_spelling),
    Rule("H07", unit_ended),
    Rule("H08", signature_block),
    Rule("H09", appendix_labels),
)
