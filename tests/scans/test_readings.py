"""Recorded readings: no wrong value is accepted under hard conditions, without reading the scans again."""

import io

import pikepdf
import pytest

from pipeline.archive import RawFile
from pipeline.parsers import pdf
from pipeline.parsers.scan import engine
from tests.evaluate.scan import SEEDS, fact_of
from tests.golden.documents import FILES
from tests.scans.make import conditions, scan
from tests.scans.readings import FOLDER, manifest, observations, record, replay

LEAST_RIGHT = {"clean": 1.0, "mild": 0.97, "hard": 0.85, "bilevel": 0.75}
"""Share of the values that come out right; the seals of the hard sets lie over values."""
RECORDED = sorted(path.name for path in FOLDER.glob("*.json"))


def pages(name: str) -> bytes:
    with pikepdf.open(FILES[name, "pdf"]) as whole, pikepdf.new() as part:
        for number in SEEDS[name]:
            part.pages.append(whole.pages[number - 1])
        saved = io.BytesIO()
        part.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("file", RECORDED)
def test_recorded_scan_gives_no_wrong_value_that_is_accepted(file: str) -> None:
    name, condition = file.removesuffix(".json").split("-")
    wanted = [fact_of(row) for row in observations(pdf.parse(RawFile("digital.pdf", pages(name))))]
    found = [(fact_of(row), row.review) for row in observations(replay((FOLDER / file).read_text("utf-8")))]
    assert [fact for fact, review in found if review == "accepted" and fact not in wanted] == []
    right = [fact for fact, _ in found if fact in wanted]
    assert len(right) >= LEAST_RIGHT[conditions()[condition].set] * len(wanted)


@pytest.mark.parametrize("file", RECORDED)
def test_share_sent_to_review_stays_low(file: str) -> None:
    rows = observations(replay((FOLDER / file).read_text("utf-8")))
    assert sum("low_confidence" in row.match.reasons for row in rows) <= 0.25 * len(rows)


def test_manifest_names_every_recording_and_what_it_was_read_with() -> None:
    known = manifest()
    assert sorted(known) == RECORDED
    for file, entry in known.items():
        name = file.partition("-")[0]
        assert entry["pages"] == list(SEEDS[name])
        assert set(entry["engine"]) >= {"tesseract", "opencv", "vie", "Vietnamese"}


@pytest.mark.skipif(not engine.available(), reason="needs the extra doichieu[ocr]")
def test_trained_data_are_those_of_the_recordings() -> None:
    now = engine.versions()
    for entry in manifest().values():
        assert {key: entry["engine"][key] for key in ("vie", "Vietnamese")} == {
            key: now[key] for key in ("vie", "Vietnamese")
        }


def test_recording_gives_the_document_back() -> None:
    text = (FOLDER / RECORDED[0]).read_text("utf-8").strip()
    assert record(replay(text)) == text


def test_a_condition_always_spoils_in_the_same_way() -> None:
    one = conditions()["fax_seal"]
    assert scan(pages("district"), one, [1]) == scan(pages("district"), one, [1])
