import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.guard import guarded, unguarded
from pipeline.writers import write
from pipeline.writers.columns import OBSERVATIONS
from pipeline.writers.csv import printed, shortest
from tests.writers.harvests import catalogue, harvest, observation
from tests.writers.readers import csv_rows, parquet_rows, sheet_rows

PAYLOADS = json.loads(Path(__file__).with_name("payloads.json").read_text(encoding="utf-8"))
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


def written(folder: Path, **changes: object) -> bytes:
    write(harvest(observations=(observation(1, **changes),)), catalogue(), folder)
    return (folder / "observations.csv").read_bytes()


def starts_a_formula(text: str) -> bool:
    return text.lstrip(" " + INVISIBLE).startswith(STARTS_A_FORMULA) or text.strip().startswith(
        STARTS_A_FORMULA
    )


def test_the_list_of_payloads_is_long() -> None:
    assert len(PAYLOADS) >= 60
    assert len(set(PAYLOADS)) == len(PAYLOADS)


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_no_payload_stands_unguarded_and_each_comes_back_exactly(payload: str) -> None:
    assert guarded(payload) == "'" + payload
    assert not starts_a_formula(guarded(payload))
    assert unguarded(guarded(payload)) == payload


def test_all_payloads_come_back_exactly_from_every_format(tmp_path: Path) -> None:
    values = tuple(observation(number, label_raw=text) for number, text in enumerate(PAYLOADS, start=1))
    write(harvest(observations=values), catalogue(), tmp_path)
    place = OBSERVATIONS.index("label_raw")
    for rows in (
        csv_rows(tmp_path / "observations.csv", OBSERVATIONS),
        parquet_rows(tmp_path / "observations.parquet"),
    ):
        assert [row[place] for row in rows] == PAYLOADS


@pytest.mark.parametrize("text", ["-5", "+5", "-5.25", "60", "1.10"])
def test_a_strict_number_is_not_guarded(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("text", ["Nam", "11/20", "60%", "'trích dẫn'", "≥ 60", "– gạch dài", "a=1", ""])
def test_harmless_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_guarding_any_text_can_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (31.7, "31.7"),
        (60.0, "60"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e21, "1" + "0" * 21),
        (1e-7, "0.0000001"),
    ],
)
def test_numbers_have_the_fewest_digits_that_read_back_the_same(number: float, expected: str) -> None:
    assert shortest(number) == expected
    assert float(shortest(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back_the_same_without_an_exponent(number: float) -> None:
    assert float(shortest(number)) == number
    assert "e" not in shortest(number).lower()


@pytest.mark.parametrize(
    ("value", "expected"), [(None, ""), (True, "true"), (False, "false"), (2025, "2025")]
)
def test_null_is_empty_and_truth_is_a_word(value: bool | int | None, expected: str) -> None:
    assert printed(value) == expected


def test_the_file_is_utf8_with_bom_and_crlf_and_has_no_separator_line(tmp_path: Path) -> None:
    data = written(tmp_path, label="Tỷ lệ")
    assert data.startswith(b"\xef\xbb\xbfobservation_id,document_id,")
    assert data.endswith(b"\r\n")
    assert "Tỷ lệ".encode() in data


def test_commas_quotes_and_line_breaks_are_quoted_as_rfc_4180_says(tmp_path: Path) -> None:
    data = written(tmp_path, label='Nữ, "giám đốc"\ndòng hai')
    assert '"Nữ, ""giám đốc""\ndòng hai"'.encode() in data
    header, row = csv.reader((tmp_path / "observations.csv").open(encoding="utf-8-sig", newline=""))
    assert row[header.index("label")] == 'Nữ, "giám đốc"\ndòng hai'


def test_a_row_number_keeps_its_last_zero(tmp_path: Path) -> None:
    written(tmp_path, row_number="1.10")
    place = OBSERVATIONS.index("row_number")
    assert csv_rows(tmp_path / "observations.csv", OBSERVATIONS)[0][place] == "1.10"
    assert sheet_rows(tmp_path / "plans.xlsx", "Số liệu", OBSERVATIONS)[0][place] == "1.10"
