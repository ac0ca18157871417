import unicodedata

import pytest

from pipeline.language.mentions import find_values


def said(text):
    return [
        (one.raw, str(one.amount), one.comparator, one.unit)
        for one in find_values(text)
        if one.unit or one.base
    ]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Đến cuối năm 2025 có 60% các cơ quan quản lý nhà nước", [("60%", "60", "eq", "percent")]),
        ("trong tổng số lao động nữ có việc làm xuống dưới 30%", [("dưới 30%", "30", "lt", "percent")]),
        ("Tỷ lệ nữ giám đốc, hợp tác xã đạt ít nhất 31%", [("ít nhất 31%", "31", "ge", "percent")]),
        ("của phụ nữ còn 1,7 lần so với nam giới", [("1,7 lần", "1.7", "eq", "ratio_times")]),
        ("80% người được tiếp cận ít nhất một trong các dịch vụ", [("80%", "80", "eq", "percent")]),
        (
            "ở mức dưới 108 bé trai/100 bé gái sinh ra sống",
            [("dưới 108 bé trai/100 bé gái", "108", "lt", "boys_per_100_girls")],
        ),
        ("thai sản giảm dưới 31,7/100.000", [("dưới 31,7/100.000", "31.7", "lt", "")]),
        (
            "giảm dưới 31,7/100.000 trẻ sinh sống",
            [("dưới 31,7/100.000 trẻ sinh sống", "31.7", "lt", "per_100k_live_births")],
        ),
        (
            "giảm từ 55 ca sinh/1.000 phụ nữ xuống 56,3/1.000",
            [
                ("từ 55 ca sinh/1.000 phụ nữ", "55", "eq", "per_1000_women"),
                ("xuống 56,3/1.000", "56.3", "eq", "per_1000_women"),
            ],
        ),
        (
            "Duy trì 100% các xã phấn đấu mỗi quý có ít nhất 03 tin về bình đẳng giới",
            [("100%", "100", "eq", "percent"), ("ít nhất 03 tin", "3", "ge", "news_item")],
        ),
        (
            "mỗi xã (<i>phường</i>) có ít nhất 03 tin, bài về bình đẳng giới",
            [("ít nhất 03 tin, bài", "3", "ge", "news_item")],
        ),
        (
            "MMR là 46 ca trên 100.000 trẻ sinh sống",
            [("46 ca trên 100.000 trẻ sinh sống", "46", "eq", "per_100k_live_births")],
        ),
        ("tỷ lệ lao động nữ tăng được 2%", [("tăng được 2%", "2", "eq", "percent")]),
        ("lớn hơn hoặc bằng 60%", [("lớn hơn hoặc bằng 60%", "60", "ge", "percent")]),
        ("Giảm 2-3%/năm số cuộc tảo hôn", [("Giảm 2-3%/năm", "-2", "between", "percent_per_year")]),
        ("46,5% (59/127 đơn vị) là nữ", [("46,5% (59/127 đơn vị)", "46.5", "eq", "percent")]),
        ("từ 60% trở lên", [("từ 60% trở lên", "60", "ge", "percent")]),
        ("suy dinh dưỡng ở trẻ em dưới 5 tuổi không quá 14%", [("không quá 14%", "14", "le", "percent")]),
        ("Tỷ lệ hộ nghèo đạt và vượt 50%", [("đạt và vượt 50%", "50", "ge", "percent")]),
        ("phát hiện trong năm 31,6/100.000", [("31,6/100.000", "31.6", "eq", "")]),
        ("tử vong ở trẻ em dưới 1 tuổi ≤ 12‰", [("≤ 12‰", "12", "le", "permille")]),
    ],
)
def test_the_values_that_a_sentence_states(sentence, values):
    assert said(sentence) == values


@pytest.mark.parametrize(
    "sentence",
    [
        "Mục tiêu 6: Trong lĩnh vực thông tin, truyền thông",
        "Chỉ tiêu 3: Tỷ suất sinh ở vị thành niên",
        "Chỉ tiêu 3 Người dân được tiếp cận kiến thức",
        "Các phòng ban thuộc 10 huyện, thành phố",
        "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng",
        "Phụ nữ từ 15-49 tuổi được khám",
        "trẻ em đến 8 tuổi",
        "trong 1.000 ngày đầu đời",
        "từ ngày 15 tháng 11 đến ngày 15 tháng 12",
        "theo Kế hoạch số 2684/KH-UBND ngày 02 tháng 8 năm 2021",
        "giai đoạn 2021-2025 và đến năm 2030",
        "Tỷ lệ tử vong bà mẹ trên 100.000 trẻ đẻ sống",
        "Tỷ lệ phá thai/100 trẻ đẻ sống",
        "ít nhất một trong các dịch vụ hỗ trợ cơ bản",
        "Quyết định 2282/QĐ-TTg",
        "24/3/2025",
    ],
)
def test_numbers_that_only_name_or_date_something_are_left_out(sentence):
    assert said(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "stages"),
    [
        ("đạt 60% vào năm 2025 và 75% vào năm 2030", [("60", 2025), ("75", 2030)]),
        ("đến năm 2025 đạt 80% và đến 2030 đạt 90% người bị bạo lực", [("80", 2025), ("90", 2030)]),
        ("Đến năm 2025 có 40% và năm 2030 có 70% các tỉnh", [("40", 2025), ("70", 2030)]),
        ("đạt 60% vào năm 2025 và 80% vào năm 2030 dân số được tiếp cận", [("60", 2025), ("80", 2030)]),
        (
            "còn 42/100.000 trẻ sinh sống vào năm 2025 và xuống dưới 42/100.000 vào năm 2030",
            [("42", 2025), ("42", 2030)],
        ),
        ("trên 25% vào năm 2025; phấn đấu đến năm 2030 đạt 30% trở lên", [("25", 2025), ("30", 2030)]),
        ("Đến năm 2025, 80% người A, 50% người B", [("80", 2025), ("50", 2025)]),
        ("Phấn đấu cuối năm 2025 tỷ lệ nữ thạc sĩ đạt 50%", [("50", 2025)]),
        ("Tỷ lệ nữ đạt 50%", [("50", None)]),
        ("giai đoạn 2021-2025 đạt 60%", [("60", None)]),
        ("đạt 60%, so với năm 2020 tăng nhanh", [("60", None)]),
        ("theo Nghị quyết ngày 03 tháng 3 năm 2021 đạt 50%", [("50", None)]),
        ("từ 25% (năm 2020) lên 30% (năm 2025)", [("25", 2020), ("30", 2025)]),
        ("năm 2026: 45%; năm 2028: 50%, năm 2030: 60%", [("45", 2026), ("50", 2028), ("60", 2030)]),
        ("65% (2026), 70% (năm 2028)", [("65", 2026), ("70", 2028)]),
        ("tăng lên 55% trong các năm 2026, 2027 và 2028", [("55", None)]),
        ("năm 2026 và 2027 lần lượt đạt 50% và 52%", [("50", None), ("52", None)]),
    ],
)
def test_each_stage_of_a_target_has_its_own_year(sentence, stages):
    assert [(str(one.amount), one.year) for one in find_values(sentence)] == stages


def test_a_change_of_level_tells_its_start_from_its_end():
    before, after = find_values("Tỷ suất sinh giảm từ 70 ca sinh/1.000 phụ nữ xuống 55/1.000 phụ nữ")
    assert (before.kind, after.kind) == ("baseline", "level")


def test_what_makes_no_number_is_named_and_not_read():
    assert [one.kind for one in find_values("đạt 1,2.3% vào năm 2025")] == ["unparsed"]


def test_quotes_are_exact_and_composition_does_not_matter():
    text = "Đến năm 2025 đạt ít nhất 60% và 03 tin, bài/quý ở 10 xã"
    assert all(text[one.start : one.start + len(one.raw)] == one.raw for one in find_values(text))
    assert find_values(unicodedata.normalize("NFD", text)) == find_values(text)


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        ("cấp tỉnh 100%, cấp huyện 90% và cấp xã trên 70%", ["cấp tỉnh", "cấp huyện", "cấp xã"]),
        ("béo phì dưới 5% ở nông thôn và dưới 10% ở thành thị", ["nông thôn", "thành thị"]),
        ("tỷ lệ nữ thạc sĩ đạt 50%", [""]),
        ("100% cấp xã và 80% hộ", ["", ""]),
    ],
)
def test_levels_that_tell_values_apart_are_kept(sentence, groups):
    assert [one.scope_words for one in find_values(sentence)] == groups


@pytest.mark.parametrize(
    "sentence", ["5. Mục tiêu 5: Trong lĩnh vực", "2.1 Tỷ lệ nữ", "3 Người dân được tiếp cận", "1) Tỷ lệ"]
)
def test_the_number_of_a_list_is_no_value(sentence):
    assert find_values(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "đạt 26. 6% vào năm 2025",
        "đạt 6 0% số hộ",
        "l00% nạn nhân",
        "ở mức 1, 7 lần",
        "dưới 50% trở lên",
        "phấn đấu vượt 5% chỉ tiêu",
        "đạt 100% chỉ tiêu tỷ lệ lao động nữ",
        "đạt 95% kế hoạch",
        "đạt 60%/57%",
        "phấn đấu đạt 35 -> 40%",
        "phấn đấu đạt từ 35% đến trên 40%",
    ],
)
def test_a_number_that_may_be_torn_misread_or_meant_otherwise_is_doubtful(sentence):
    assert all(one.doubtful for one in find_values(sentence) if one.unit)
    assert any(one.unit for one in find_values(sentence))


def test_a_round_number_that_looks_like_a_year_is_a_doubtful_amount_behind_a_verb_of_reaching():
    (value,) = find_values("Số doanh nghiệp do nữ làm chủ phấn đấu đạt 2000.")
    assert (value.amount, value.unit, value.doubtful, value.year) == (2000, "", True, None)
    assert find_values("Số doanh nghiệp do nữ làm chủ phấn đấu đến 2000.") == ()
