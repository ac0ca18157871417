"""Which programmes a document follows: told from citations, names, goal headings and labels."""

import pytest

from pipeline.catalogue.load import load
from pipeline.model import Citation, Document, Heading, Place, Plan, PlanRow
from pipeline.normalizer.family import CITED, GOAL, LABEL, NAMED, find_families, rank_families
from pipeline.normalizer.matching import Index, build_index

GENDER_LABELS = (
    "Tỷ lệ lao động nữ làm công hưởng lương",
    "Tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã",
    "Tỷ suất sinh ở vị thành niên",
)
CHILD_LABELS = (
    "Tỷ lệ trẻ em dưới 5 tuổi được đăng ký khai sinh",
    "Tỷ lệ trẻ em hoàn thành cấp tiểu học",
    "Tỷ lệ trẻ em bị xâm hại trên tổng số trẻ em",
)
OTHER_LABELS = ("Diện tích rừng trồng mới", "Số km đường được bê tông hóa", "Thu ngân sách trên địa bàn")


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(load())


def citation(number: str) -> Citation:
    return Citation(f"Nghị quyết số {number}", number, "2021-03-03", Place())


def row(label: str) -> PlanRow:
    return PlanRow(1, "", label, "%", (), (), (), Place(), ())


def plan(labels: tuple[str, ...], title: str = "", citations: tuple[Citation, ...] = ()) -> Plan:
    return Plan(
        document=Document(id="", path="", format="txt", size=0, method="text", blocks=()),
        number="",
        date="",
        type="",
        title=title,
        issuer="",
        area_name="",
        area_level="",
        period=None,
        rows=tuple(row(label) for label in labels),
        statements=(),
        headings=(),
        columns=(),
        citations=citations,
    )


def test_labels_alone_tell_the_family(index: Index) -> None:
    assert find_families(plan(GENDER_LABELS), index) == ("VNGES",)
    assert find_families(plan(CHILD_LABELS), index) == ("VNCHILD",)


def test_two_labels_alone_are_not_enough(index: Index) -> None:
    assert find_families(plan(GENDER_LABELS[:2]), index) == ()


def test_a_document_may_follow_two_families_the_likelier_first(index: Index) -> None:
    basis = index.catalogue.family("VNCHILD").legal_basis.number
    mixed = plan((*GENDER_LABELS, *CHILD_LABELS), citations=(citation(basis),))
    assert find_families(mixed, index) == ("VNCHILD", "VNGES")


def test_a_plan_that_only_cites_a_programme_does_not_follow_it(index: Index) -> None:
    basis = index.catalogue.family("VNGES").legal_basis.number
    assert find_families(plan(OTHER_LABELS, citations=(citation(basis),)), index) == ()


def test_a_cited_programme_needs_one_label_only(index: Index) -> None:
    basis = index.catalogue.family("VNGES").legal_basis.number
    cited = plan((*OTHER_LABELS, GENDER_LABELS[0]), citations=(citation(basis),))
    assert find_families(cited, index) == ("VNGES",)


def test_labels_of_no_programme_tell_nothing(index: Index) -> None:
    assert find_families(plan(OTHER_LABELS), index) == ()
    assert rank_families(OTHER_LABELS, (), index) == ()


def test_a_number_that_offices_cite_wrongly_counts_as_the_basis(index: Index) -> None:
    for family in index.catalogue.families:
        for wrong in family.legal_basis.wrong:
            cases = rank_families((), (citation(wrong),), index)
            assert (family.id, CITED) in [(case.family, case.score) for case in cases]


def test_the_name_in_the_title_counts_in_any_spelling(index: Index) -> None:
    name = index.catalogue.family("VNGES").name_vi
    (case,) = rank_families([f"Kế hoạch thực hiện {name.upper()} năm 2025"], (), index)
    assert (case.family, case.score, case.reasons) == ("VNGES", NAMED, ("names the programme",))


def test_each_goal_title_and_each_different_label_counts_once(index: Index) -> None:
    heading = Heading("goal", "1", "Trong lĩnh vực chính trị", Place())
    (case,) = rank_families([GENDER_LABELS[0]] * 3, (), index, [heading, heading])
    assert (case.score, case.labels) == (GOAL + LABEL, 1)
    assert case.reasons == ("1 goal titles", "1 labels")
