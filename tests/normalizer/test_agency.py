"""Agency cells of real plans and of the forms that field documents use: who leads, who takes part."""

import time
import unicodedata

import pytest

from pipeline.catalogue.agencies import load_agencies
from pipeline.catalogue.agency_ends import is_complete
from pipeline.normalizer.agency import AgencyReading, read_agencies, read_tail

KNOWN = load_agencies()
PARTNERS = "các địa phương, đơn vị có liên quan"
SENTENCE = f"chủ trì, phối hợp với {PARTNERS} triển khai thực hiện"
CULTURE = "Sở Văn hóa, Thể thao và Du lịch"
CENTRE = "Trung tâm Văn hóa - Thể thao - Du lịch và Truyền thông"


def names(reading: AgencyReading) -> tuple[list[str], list[str]]:
    return [agency.name for agency in reading.leads], [agency.name for agency in reading.partners]


# Seen in plans, or a form that the field survey names: text, leads, partners.
CELLS = [
    (f"Sở Nội vụ {SENTENCE}", ["Sở Nội vụ"], [PARTNERS]),
    (f"Sở Văn hoá, Thể\nthao và Du lịch {SENTENCE}", [CULTURE], [PARTNERS]),
    ("Phòng Nội vụ", ["Phòng Nội vụ"], []),
    ("Phòng Văn hoá-Thông tin", ["Phòng Văn hóa và Thông tin"], []),
    ("Phòng Lao động - Thương binh và Xã hội", ["Phòng Lao động - Thương binh và Xã hội"], []),
    ("Phòng Tài chính - Kế hoạch", ["Phòng Tài chính - Kế hoạch"], []),
    (
        "UBND các xã, thị trấn và Trung tâm Văn hoá-Thể thao -Du lịch và Truyền thông",
        ["UBND các xã, thị trấn", CENTRE],
        [],
    ),
    ("Sở Công Thương; Sở Xây dựng", ["Sở Công Thương", "Sở Xây dựng"], []),
    ("Thống kê tỉnh; Sở Tài chính", ["Thống kê tỉnh", "Sở Tài chính"], []),
    (
        "VTV, VOV, TTXVN, các địa phương",
        ["Đài Truyền hình Việt Nam", "Đài Tiếng nói Việt Nam", "Thông tấn xã Việt Nam", "các địa phương"],
        [],
    ),
    (
        "Các Sở: Nội vụ, Giáo dục và Đào tạo, Y tế, Tài chính, Văn hóa, Thể thao và Du lịch",
        ["Sở Nội vụ", "Sở Giáo dục và Đào tạo", "Sở Y tế", "Sở Tài chính", CULTURE],
        [],
    ),
    (
        "Các sở Nội vụ, Lao động – Thương binh và Xã hội, Y tế",
        ["Sở Nội vụ", "Sở Lao động - Thương binh và Xã hội", "Sở Y tế"],
        [],
    ),
    ("Các sở, ngành: Nội vụ, Y tế, Công an tỉnh", ["Sở Nội vụ", "Sở Y tế", "Công an tỉnh"], []),
    ("Các Sở: Văn hóa và Thể thao, Du lịch, Y tế", ["Sở Văn hóa và Thể thao", "Sở Du lịch", "Sở Y tế"], []),
    ("Sở Nội vụ, Tài chính, Y tế", ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"], []),
    ("Các Sở, ban, ngành; UBND các xã, phường", ["các sở, ban, ngành", "UBND các xã, phường"], []),
    ("Sở Y tế/Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"], []),
    ("1. Sở Nội vụ\n2. Sở Y tế", ["Sở Nội vụ", "Sở Y tế"], []),
    (
        "Chủ trì: Sở Y tế\nPhối hợp: UBND các huyện, thành phố; Hội LHPN tỉnh",
        ["Sở Y tế"],
        ["UBND các huyện, thành phố", "Hội Liên hiệp Phụ nữ tỉnh"],
    ),
    (
        "Chủ trì: Công ty Điện lực. Phối hợp: UBND xã Đăk Ruồng",
        ["Công ty Điện lực"],
        ["UBND xã Đăk Ruồng"],
    ),
    (
        "Cơ quan chủ trì: Sở Nội vụ; cơ quan phối hợp: Sở Y tế, BHXH tỉnh",
        ["Sở Nội vụ"],
        ["Sở Y tế", "Bảo hiểm xã hội tỉnh"],
    ),
    (
        "- Chủ trì: Sở Nội vụ;\n- Phối hợp: Các sở, ban, ngành; UBND các huyện, thị xã, thành phố.",
        ["Sở Nội vụ"],
        ["các sở, ban, ngành", "UBND các huyện, thị xã, thành phố"],
    ),
    ("CT: Sở NV; PH: Sở YT", ["Sở Nội vụ"], ["Sở Y tế"]),
    ("Sở Nội vụ\n(chủ trì)\nSở Y tế\n(phối hợp)", ["Sở Nội vụ"], ["Sở Y tế"]),
    (
        "Sở Nội vụ chủ trì; Sở Y tế, Công an tỉnh phối hợp",
        ["Sở Nội vụ"],
        ["Sở Y tế", "Công an tỉnh"],
    ),
    ("Sở Tư pháp phối hợp với Sở Nội vụ", ["Sở Tư pháp"], ["Sở Nội vụ"]),
    ("Sở Nội vụ tham mưu UBND tỉnh; phối hợp với Sở Y tế", ["Sở Nội vụ"], ["Sở Y tế"]),
    (
        "SỞ NỘI VỤ CHỦ TRÌ, PHỐI HỢP VỚI CÁC ĐỊA PHƯƠNG",
        ["Sở Nội vụ"],
        ["các địa phương"],
    ),
    (
        "Công an tỉnh: Chủ trì, phối hợp với các sở, ban, ngành và UBND các huyện, thành phố trong công tác",
        ["Công an tỉnh"],
        ["các sở, ban, ngành", "UBND các huyện, thành phố"],
    ),
    ("Sở Nội vụ tỉnh", ["Sở Nội vụ"], []),
    ("Sở Nội vụ tỉnh Kon Tum", ["Sở Nội vụ tỉnh Kon Tum"], []),
    ("UBND huyện Kon Rẫy chủ trì", ["UBND huyện Kon Rẫy"], []),
    ("Công an TP. Kon Tum", ["Công an TP. Kon Tum"], []),
    ("Đài PT-TH tỉnh, Báo Kon Tum", ["Đài Phát thanh và Truyền hình tỉnh", "Báo Kon Tum"], []),
    ("Hội Liên hiệp Phụ nữ các cấp", ["Hội Liên hiệp Phụ nữ các cấp"], []),
    ("Trạm Y tế các xã, phường", ["Trạm Y tế các xã, phường"], []),
    ("Sở VHTT&DL", [CULTURE], []),
    ("Sở Y tế Kon Tum, Công an Hà Nội", ["Sở Y tế Kon Tum", "Công an Hà Nội"], []),
    ("Tất cả các cơ quan, đơn vị", ["các cơ quan, đơn vị"], []),
    ("Sở Nội vụ, UBND các huyện, TP", ["Sở Nội vụ", "UBND các huyện, TP"], []),
    ("Sở Nội vụ, Tài chính và Y tế", ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"], []),
    ("Các Sở: NV, TC, TP", ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"], []),
    ("Sở Nội vụ - Sở Y tế", ["Sở Nội vụ", "Sở Y tế"], []),
    ("Chủ trì: Sở Nội vụ - Phối hợp: Sở Y tế", ["Sở Nội vụ"], ["Sở Y tế"]),
    ("Sở Nội vụ, Sở Y tế đồng chủ trì", ["Sở Nội vụ", "Sở Y tế"], []),
    (
        "UBND các tỉnh, thành phố trực thuộc Trung ương",
        ["UBND các tỉnh, thành phố trực thuộc Trung ương"],
        [],
    ),
    ("Sở Nội vụ\nSở Tài chính\nUBND các huyện", ["Sở Nội vụ", "Sở Tài chính", "UBND các huyện"], []),
    (
        "Bảo hiểm xã hội tỉnh chủ trì, Sở Y tế và các đơn vị liên quan phối hợp thực hiện",
        ["Bảo hiểm xã hội tỉnh"],
        ["Sở Y tế", "các đơn vị liên quan"],
    ),
    (
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội tỉnh",
        ["Ủy ban MTTQ Việt Nam tỉnh", "các tổ chức chính trị - xã hội tỉnh"],
        [],
    ),
]


@pytest.mark.parametrize(("text", "leads", "partners"), CELLS)
def test_a_cell_gives_its_leads_and_partners(text: str, leads: list[str], partners: list[str]) -> None:
    reading = read_agencies(text, KNOWN)
    assert names(reading) == (leads, partners)
    assert reading.complete
    for agency in (*reading.leads, *reading.partners):
        assert text[agency.start : agency.start + len(agency.raw)] == agency.raw


@pytest.mark.parametrize("text", [cell[0] for cell in CELLS])
def test_decomposed_letters_give_the_same_bodies(text: str) -> None:
    decomposed = read_agencies(unicodedata.normalize("NFD", text), KNOWN)
    composed = read_agencies(text, KNOWN)
    assert [agency.id for agency in decomposed.leads] == [agency.id for agency in composed.leads]
    assert [agency.id for agency in decomposed.partners] == [agency.id for agency in composed.partners]


@pytest.mark.parametrize("joint", [" - ", " và ", ", ", "; ", "\n", " "])
def test_a_list_of_any_length_is_read_in_time(joint: str) -> None:
    start = time.process_time()
    read_agencies(joint.join(["Phòng Nội vụ, Y tế và Tư pháp", "Sở Lao động"] * 300), KNOWN)
    assert time.process_time() - start < 5


def test_the_column_gives_the_role_where_no_phrase_does() -> None:
    reading = read_agencies("Sở Y tế, Hội LHPN tỉnh", KNOWN, "partner")
    assert names(reading) == ([], ["Sở Y tế", "Hội Liên hiệp Phụ nữ tỉnh"])


def test_names_beside_an_explicit_lead_are_partners_and_said_to_be_unstated() -> None:
    reading = read_agencies("Sở Nội vụ (chủ trì), Sở Y tế", KNOWN)
    assert names(reading) == (["Sở Nội vụ"], ["Sở Y tế"])
    assert "role_unstated" in reading.flags


@pytest.mark.parametrize(
    "text",
    [
        "Trung tâm Y tế dự phòng",
        "Ban Quản lý Dự án Đầu tư và Xây dựng tỉnh",
        "Công ty Cổ phần Thủy điện, Xây lắp",
        "Văn phòng Điều phối Nông thôn mới",
        "Trung tâm VHTT&TT huyện",
        "Phòng LĐTBXH - Dân tộc",
        "Phòng Nội vụ và Lao động",
        "Phòng Y tế và Dân tộc",
        "Sở Y tế Đồng Bằng",
    ],
)
def test_an_unknown_name_is_kept_whole_and_never_taken_for_a_known_one(text: str) -> None:
    reading = read_agencies(text, KNOWN)
    assert [(agency.id, agency.name, agency.raw) for agency in reading.leads] == [("", text, text)]
    assert "unknown_name" in reading.flags


@pytest.mark.parametrize(
    ("text", "leads", "partners"),
    [
        ("Sơ Nội vu chú trì, phôi hợp với các địa phương", ["Sở Nội vụ"], ["các địa phương"]),
        ("Sở Văn hoả, Thể thao vả Du lịch", [CULTURE], []),
        ("Phòng Tài chinh - Kế hoạch", ["Phòng Tài chính - Kế hoạch"], []),
    ],
)
def test_a_recognised_name_with_other_marks_is_found_and_said_to_differ(
    text: str, leads: list[str], partners: list[str]
) -> None:
    reading = read_agencies(text, KNOWN)
    assert names(reading) == (leads, partners)
    assert "marks_differ" in reading.flags


def test_an_unknown_name_in_a_list_ends_where_the_next_name_begins() -> None:
    reading = read_agencies("Ban Quản lý rừng và Sở Y tế", KNOWN)
    assert [(agency.id, agency.name) for agency in reading.leads] == [
        ("", "Ban Quản lý rừng"),
        ("so_y_te", "Sở Y tế"),
    ]


def test_a_body_named_twice_counts_once() -> None:
    assert names(read_agencies("Sở Y tế; Sở Y-tế", KNOWN)) == (["Sở Y tế"], [])


@pytest.mark.parametrize(
    "text", ["nt", "X", "2025", "11/20", "-", "phương, đơn vị có liên quan triển khai thực hiện", ""]
)
def test_a_text_without_a_name_names_nobody_and_says_so(text: str) -> None:
    reading = read_agencies(text, KNOWN)
    assert names(reading) == ([], [])
    assert not reading.complete
    assert "no_name" in reading.flags


def test_words_that_name_nobody_are_handed_on() -> None:
    reading = read_agencies("Sở Nội vụ tham mưu UBND tỉnh", KNOWN)
    assert names(reading) == (["Sở Nội vụ"], [])
    assert reading.rest == ("UBND tỉnh",)


# ------------------------------------------------------------------ texts cut by the end of a page

COLUMN = [f"Sở Tài chính {SENTENCE}", f"Sở Y tế {SENTENCE}", f"Sở Văn hoá, Thể thao và Du lịch {SENTENCE}"]


@pytest.mark.parametrize("cut", range(1, len(SENTENCE.split())))
def test_a_sentence_cut_anywhere_is_incomplete_beside_whole_ones(cut: int) -> None:
    words = " ".join(SENTENCE.split()[:cut])
    assert is_complete(f"Sở Nội vụ {words}", COLUMN, KNOWN) == (words.endswith("chủ trì"))


@pytest.mark.parametrize("text", [*COLUMN, "Sở Nội vụ", "UBND các xã, thị trấn"])
def test_a_whole_text_is_complete_beside_its_column(text: str) -> None:
    cut = f"Sở Nội vụ {SENTENCE}".removesuffix(" thực hiện")
    assert is_complete(text, [*COLUMN, cut], KNOWN)


@pytest.mark.parametrize(
    "text", ["Phòng Lao động - Thương binh và", "Phòng Lao động - Thương binh", "Sở Văn hóa,", "Chủ trì:", ""]
)
def test_a_name_cut_in_its_middle_is_incomplete_without_any_sibling(text: str) -> None:
    assert not is_complete(text, (), KNOWN)


def test_a_longer_list_of_partners_elsewhere_does_not_make_a_shorter_one_incomplete() -> None:
    other = "Sở Y tế chủ trì, phối hợp với Công an tỉnh, Sở Tài chính"
    assert is_complete("Sở Nội vụ chủ trì, phối hợp với Công an tỉnh", [other], KNOWN)


def test_a_tail_takes_its_partners_from_the_sentence_it_ends() -> None:
    tail = read_tail("phương, đơn vị có liên quan triển khai thực hiện", COLUMN, KNOWN)
    assert names(tail) == ([], [PARTNERS])
    assert not tail.complete
    assert "cut_start" in tail.flags


def test_a_tail_reaches_back_only_as_far_as_its_words() -> None:
    sentence = "Sở Nội vụ chủ trì, phối hợp với Công an tỉnh; các địa phương có liên quan thực hiện"
    assert names(read_tail("phương có liên quan thực hiện", [sentence], KNOWN)) == (
        [],
        ["các địa phương có liên quan"],
    )


def test_a_tail_that_two_different_sentences_end_with_names_nobody() -> None:
    column = [f"Sở Nội vụ chủ trì, phối hợp với các {who} có liên quan thực hiện" for who in ("sở", "xã")]
    tail = read_tail("có liên quan thực hiện", column, KNOWN)
    assert names(tail) == ([], [])
    assert tail.rest == ("có liên quan thực hiện",)


def test_a_tail_without_a_sibling_counts_only_what_its_own_phrase_says() -> None:
    assert names(read_tail("phối hợp với các địa phương triển khai", [], KNOWN)) == ([], ["các địa phương"])
    assert names(read_tail("phương, đơn vị triển khai", [], KNOWN)) == ([], [])
