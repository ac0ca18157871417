import pytest

from pipeline.language.document_numbers import find_document_numbers, read_document_number
from tests.language.examples import examples


@pytest.mark.parametrize("case", examples("document_numbers"), ids=lambda case: case["text"])
def test_the_number_of_each_example_in_normal_form(case):
    assert read_document_number(case["text"]) == (case["want"] or "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("98/2021NĐ-CP", "98/2021/NĐ-CP"),
        ("144/2025QH15", "144/2025/QH15"),
        ("118/TTg", "118/TTg"),
        ("24-CTr/ĐU", "24-CTr/ĐU"),
        ("560/NQ-UBTVQH15", "560/NQ-UBTVQH15"),
        ("69 /2010/NĐ-CP", "69/2010/NĐ-CP"),
        ("Số: 3 6 8 6 /UBND-XD", "3686/UBND-XD"),
    ],
)
def test_broken_and_rare_forms(text, number):
    assert read_document_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["03tin/quý", "HĐND/UBND", "giám đốc/chủ doanh nghiệp", "03/03/2021", "km/h (b/c)", "31,7/100.000"],
)
def test_values_and_names_are_no_document_numbers(text):
    assert find_document_numbers(text) == ()


def test_each_number_comes_with_its_span():
    text = "Căn cứ Nghị quyết số 28/NQ-CP và Kế hoạch số /KH-UBND"
    assert [text[start:end] for _, start, end in find_document_numbers(text)] == ["28/NQ-CP", "/KH-UBND"]
