import json
from pathlib import Path

import pytest

from pipeline.catalogue.decisions import Decision
from pipeline.catalogue.load import load
from pipeline.language.text import clean, key
from pipeline.normalizer.matching import Context, Index, Item, build_index, match, match_all
from tests.evaluate.matching import neighbours, worn_neighbours

EXAMPLES = Path(__file__).parents[2] / "examples" / "wordings.jsonl"
LABELLED = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(load())


@pytest.mark.parametrize(
    "row", [row for row in LABELLED if not row["indicator"]], ids=lambda row: row["text"][:40]
)
def test_what_is_no_indicator_is_never_accepted(index: Index, row: dict[str, str]) -> None:
    ruled = match(row["text"], index, Context(goal_number=row["goal"], families=("VNGES",)))
    assert ruled.review == "needs_review"


@pytest.mark.parametrize(
    "row", [row for row in LABELLED if row["indicator"]], ids=lambda row: row["text"][:40]
)
def test_the_right_indicator_comes_first_and_nothing_wrong_is_accepted(
    index: Index, row: dict[str, str]
) -> None:
    ruled = match(row["text"], index, Context(goal_number=row["goal"], families=("VNGES",)))
    assert ruled.indicator_id == row["indicator"]
    assert ruled.review == "needs_review" or ruled.scope == row["scope"]


def test_a_goal_heading_matches_nothing(index: Index) -> None:
    ruled = match("Mục tiêu 4: Trong lĩnh vực y tế", index)
    assert (ruled.indicator_id, ruled.method) == ("", "none")


def test_changed_neighbours_are_not_accepted(index: Index) -> None:
    wrong = [
        text
        for indicator, text in neighbours(index.catalogue)
        if (made := match(text, index)).review == "accepted" and made.indicator_id == indicator
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ nam thạc sĩ trong tổng số người có trình độ thạc sĩ",
        "60% phụ nữ nắm giữ các vị trí lãnh đạo chủ chốt trong các cơ quan quản lý nhà nước",
        "Số giờ làm nội trợ không được trả công của nam giới so với phụ nữ",
        "Tỷ lệ trẻ em dưới 1 tuổi được tiêm chủng đầy đủ 1 loại vắc xin",
        "Tỷ lệ nữ có trình độ thạc sĩ trở lên trong tổng số người có trình độ thạc sĩ",
        "Tăng tỷ trọng lao động nữ làm việc trong khu vực nông nghiệp",
        "Tỷ lệ nữ có trình độ thạc sĩ trong tổng số nữ",
        "Tỷ lệ lao động nữ làm công hưởng lương trong tổng số lao động làm công hưởng lương",
        "Tỷ trọng lao động nữ làm việc trong khu vực nông nghiệp trong tổng số lao động có việc làm",
        "Ít nhất 80% xã có tỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã",
        # Another thing is counted.
        "Số dịch vụ hỗ trợ cơ bản cho người bị bạo lực gia đình",
        "Tỷ lệ cộng đồng hỗ trợ nạn nhân bị mua bán trở về",
        "Số người đồng tính, song tính, chuyển giới được chăm sóc sức khỏe tại cơ sở y tế",
        "Tỷ lệ trẻ đẻ sống có bà mẹ tử vong",
        "Tỷ lệ gia đình có trẻ em đến 8 tuổi được tiếp cận các dịch vụ hỗ trợ chăm sóc phát triển toàn diện",
        "Tỷ lệ công trình vệ sinh cho trẻ em tại cơ sở giáo dục",
        "Số trẻ em của xã, phường có điểm vui chơi",
        "Tỷ lệ tin, bài về bình đẳng giới trên hệ thống thông tin cơ sở hằng quý",
        # A negation is lost, or stands before another word.
        "Số giờ trung bình làm công việc nội trợ và chăm sóc trong gia đình được trả công của phụ nữ so với "
        "nam giới",
        "Người gây bạo lực gia đình được phát hiện ở mức bị truy cứu trách nhiệm hình sự được tư vấn",
        "Tỷ lệ người gây bạo lực gia đình được phát hiện chưa được tư vấn, tham vấn",
        # Girls without boys.
        "Tỷ lệ trẻ em gái dân tộc thiểu số hoàn thành giáo dục tiểu học",
        # A number inside counts a part.
        "Các cơ quan quản lý nhà nước, chính quyền địa phương các cấp có trên 50% lãnh đạo chủ chốt là nữ",
        "Các cơ quan quản lý nhà nước, chính quyền địa phương các cấp có ít nhất 02 lãnh đạo chủ chốt là nữ",
        "80% người bị bạo lực gia đình được tiếp cận ít nhất 02 trong các dịch vụ hỗ trợ cơ bản",
        # The whole alone, or knowledge instead of who was reached.
        "Tỷ lệ nạn nhân bị mua bán trở về được phát hiện có nhu cầu hỗ trợ",
        "Tỷ lệ người dân có kiến thức về bình đẳng giới",
        "80% người bị bạo lực gia đình được tiếp cận ít nhất hai trong các dịch vụ hỗ trợ cơ bản",
        # The other side of an age, and another whole.
        "Tỷ lệ trẻ em không dưới 5 tuổi được đăng ký khai sinh",
        "Tỷ lệ lao động nữ làm công hưởng lương trong tổng số nữ",
        # A part of those who are counted, or of what they get.
        "Tỷ lệ chính quyền địa phương các cấp có lãnh đạo chủ chốt là nữ",
        "Tỷ lệ nữ giám đốc/chủ hợp tác xã",
        "Tỷ lệ tổ chức Đảng các cấp cam kết thực hiện bình đẳng giới",
        "Tỷ lệ trẻ em dưới 5 tuổi béo phì",
        "Tỷ lệ trẻ em dưới 1 tuổi được tiêm chủng",
        "Tỷ lệ điểm văn hóa, vui chơi dành cho trẻ em",
        # A comparison with another time or with the plan.
        "Tỷ lệ lao động nữ làm công hưởng lương so với năm 2025",
        "Tỷ lệ lao động nữ làm công hưởng lương so với kế hoạch",
    ],
)
def test_a_sentence_of_known_words_with_another_meaning_goes_to_review(index: Index, text: str) -> None:
    assert match(text, index).review == "needs_review"


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Tỷ lệ hoàn thành cấp tiểu học của trẻ em trai và trẻ em gái DTTS", "VNGES.5.2.a"),
        ("Hằng tháng, 100% đài phát thanh có chuyên mục về bình đẳng giới", "VNGES.6.4"),
        (
            "80% người bị BLGĐ được phát hiện được tiếp cận ít nhất 01 trong các dịch vụ hỗ trợ cơ bản",
            "VNGES.3.2.a",
        ),
        ("Tỷ lệ nữ thạc sĩ đạt 50% trong tổng số người có trình độ thạc sĩ", "VNGES.5.4.a"),
        (
            "Mỗi quý, mỗi xã có ít nhất 04 tin, bài về bình đẳng giới trên hệ thống thông tin cơ sở",
            "VNGES.6.3",
        ),
        (
            "Người gây bạo lực gia đình được phát hiện ở mức chưa truy cứu TNHS được tư vấn, tham vấn",
            "VNGES.3.2.b",
        ),
        (
            "Phấn đấu đến ngày 31/12/2026, 62% dân số được tiếp cận kiến thức cơ bản về bình đẳng giới",
            "VNGES.6.1",
        ),
        ("Huy động 99,1% trẻ em 5 tuổi đi học mẫu giáo", "VNCHILD.3.kindergarten5"),
        ("Tỷ lệ nữ HSSV được tuyển mới thuộc hệ thống giáo dục nghề nghiệp", "VNGES.5.3"),
        ("Tỷ lệ xã, phường, đặc khu đạt tiêu chuẩn phù hợp với trẻ em", "VNCHILD.1.1"),
        (
            "Tỷ lệ trẻ em đến 08 tuổi được tiếp cận các dịch vụ hỗ trợ chăm sóc phát triển toàn diện",
            "VNCHILD.1.2",
        ),
        ("Giảm tỷ lệ suy dinh dưỡng thể nhẹ cân ở trẻ em dưới 5 tuổi xuống dưới 9%", "VNCHILD.1.4.a"),
    ],
)
def test_plain_rewordings_of_other_offices_are_accepted(index: Index, text: str, indicator: str) -> None:
    ruled = match(text, index)
    assert (ruled.indicator_id, ruled.review) == (indicator, "accepted")


def test_words_that_changed_places_are_named(index: Index) -> None:
    hours = "Số giờ trung bình làm công việc nội trợ và chăm sóc trong gia đình không được trả công"
    name = hours + " của {} so với {}"
    for text, expected in (
        (name.format("phụ nữ", "nam giới"), set()),
        (name.format("nam giới", "phụ nữ"), {"misplaced: nam", "misplaced: nữ"}),
        (
            "Tỷ lệ người bị bạo lực gia đình được phát hiện ở mức chưa gây truy cứu trách nhiệm hình sự "
            "được tư vấn, tham vấn",
            {"misplaced: bị", "misplaced: gây"},
        ),
    ):
        ruled = match(text, index)
        assert {reason for reason in ruled.reasons if reason.startswith("misplaced")} == expected
        assert (ruled.review == "accepted") == (not expected)


def test_a_unit_that_no_measure_has_sends_even_the_name_to_review(index: Index) -> None:
    name = "Tỷ lệ lao động nữ làm công hưởng lương"
    assert match(name, index, Context(units=("%", "50"))).review == "accepted"
    doubtful = match(name, index, Context(units=("người", "1.200")))
    assert doubtful.review == "needs_review"
    assert "unit: person" in doubtful.reasons


def test_drift_and_loss_are_named(index: Index) -> None:
    ruled = match(
        "Người bị bạo lực gia đình được tiếp cận ít nhất một lần trong các dịch vụ hỗ trợ cơ bản", index
    )
    assert (ruled.indicator_id, ruled.review) == ("VNGES.3.2.a", "accepted")
    assert "drift: ít nhất một lần trong các dịch vụ" in ruled.reasons
    assert "shortened: without bạo lực trên cơ sở giới" in ruled.reasons


def test_rows_of_few_words_inherit_from_the_row_above(index: Index) -> None:
    items = [
        Item("Các cơ quan quản lý nhà nước, chính quyền địa phương các cấp có lãnh đạo chủ chốt là nữ", "1"),
        Item("Cơ quan quản lý nhà nước", "1", "", ("Cấp tỉnh",), 0),
        Item("Các phòng ban thuộc 10 huyện, thành phố", "1", "", ("Cấp huyện",)),
        Item("Cơ quan quản lý nhà nước", "1", "", (), 0),
    ]
    found = match_all(items, index, ("VNGES",))
    assert [(m.indicator_id, m.scope, m.method, m.review) for m in found[1:3]] == [
        ("VNGES.1.1", "province.agency", "inherited", "accepted"),
        ("VNGES.1.1", "district.agency", "inherited", "accepted"),
    ]
    assert found[3].review == "needs_review"


def test_a_person_decides_first(index: Index) -> None:
    text = "Tỷ lệ nữ tham gia cấp ủy Đảng các cấp"
    wording = key(clean(text))
    ruled = [
        Decision(wording, "none", who="Lan"),
        Decision(wording, "indicator", "VNGES.1.1", goal="1", when="2025-05-01"),
    ]
    decided = build_index(index.catalogue, ruled)
    assert match(text, decided).indicator_id == ""
    assert match(text, decided).method == "decided"
    assert match(text, decided).score == 100.0
    assert match(text, decided, Context(goal_number="1")).indicator_id == "VNGES.1.1"
    unsure = build_index(index.catalogue, [Decision(wording, "unsure")])
    assert match(text, unsure) == match(text, index)


def test_a_ruling_on_a_part_of_a_row_leaves_parts_of_other_rows_alone(index: Index) -> None:
    first, second = "Tỷ lệ nữ tham gia cấp ủy Đảng các cấp", "Tỷ lệ nữ tham gia hoạt động"
    rows = [Item(first), Item("Phần khác", parent=0), Item(second), Item("Phần khác", parent=2)]
    for parent in (first.upper(), "VNGES.1.1"):
        ruling = Decision(key(clean("Phần khác")), "indicator", "VNGES.1.1", "district.agency", parent=parent)
        top = Decision(key(clean(first)), "indicator", "VNGES.1.1")
        found = match_all(rows, build_index(index.catalogue, [top, ruling]))
        assert [row.method == "decided" for row in found] == [True, True, False, False], parent


def test_a_ruling_for_a_goal_is_told_its_number_or_its_title(index: Index) -> None:
    row = Item("Phần khác", goal_number="2", goal_title="Mục tiêu 2: Trong lĩnh vực kinh tế")
    for goal, fits in (
        ("2", True),
        ("Mục tiêu 2: trong lĩnh vực  kinh tế", True),
        ("1", False),
        ("kinh tế", False),
    ):
        ruling = Decision(key(clean("Phần khác")), "none", goal=goal)
        (found,) = match_all([row], build_index(index.catalogue, [ruling]))
        assert (found.method == "decided") == fits, goal


def test_numbers_and_marks_do_not_change_the_ruling(index: Index) -> None:
    plain = match("TY LE NU THAC SI TRONG TONG SO NGUOI CO TRINH DO THAC SI", index)
    assert (plain.indicator_id, plain.review) == ("VNGES.5.4.a", "accepted")
    assert match("- Chỉ tiêu 4: Tỷ lệ nữ thạc sỹ đạt 45%", index).indicator_id == "VNGES.5.4.a"


def test_damaged_neighbours_are_not_accepted(index: Index) -> None:
    _, wrong = worn_neighbours(index.catalogue, index)
    assert wrong == []
