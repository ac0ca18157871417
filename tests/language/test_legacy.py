import pytest

from pipeline.language.legacy import decode, from_mojibake, is_mojibake, repair

TCVN3 = {
    "Uû ban nh©n d©n": "Uỷ ban nhân dân",
    "Phßng Gi¸o dôc vµ §µo t¹o": "Phòng Giáo dục và Đào tạo",
    "ph\xad¬ng h\xadíng": "phương hướng",
}
VNI = {
    "Uyû ban nhaân daân": "Uỷ ban nhân dân",
    "Tyû leä nöõ thaïc só": "Tỷ lệ nữ thạc sĩ",
    "ÑAÏI HOÄI ÑAÛNG BOÄ": "ĐẠI HỘI ĐẢNG BỘ",
}


@pytest.mark.parametrize(("old", "new"), TCVN3.items())
def test_tcvn3_is_decoded_by_its_font(old, new):
    assert repair(old, ".VnTime") == (new, "tcvn3")


def test_the_capital_font_draws_capitals():
    assert repair("kÕ ho¹ch", ".VnTimeH") == ("KẾ HOẠCH", "tcvn3")


@pytest.mark.parametrize(("old", "new"), VNI.items())
def test_vni_is_decoded_by_its_font(old, new):
    assert repair(old, "VNI-Times") == (new, "vni")


@pytest.mark.parametrize("old", ["Tû lÖ n÷ th¹c sÜ trong tæng sè", "Phßng Gi¸o dôc vµ §µo t¹o"])
def test_tcvn3_is_known_without_a_font(old):
    assert repair(old) == (decode(old, "tcvn3"), "tcvn3")


def test_vni_is_known_without_a_font():
    assert repair("Tyû leä nöõ thaïc só trong toång soá")[1] == "vni"


@pytest.mark.parametrize(
    "text", ["Tỷ lệ nữ thạc sĩ", "Ngân hàng", "café", "CÔNG TÁC", "12 km²", "", "Đắk Glei"]
)
def test_unicode_text_stays(text):
    assert repair(text) == (text, "")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman"])
def test_utf8_read_as_something_else_is_read_again(encoding):
    meant = "Dữ liệu về bình đẳng giới năm 2025"
    wrong = "".join(_shown(byte, encoding) for byte in meant.encode())
    assert is_mojibake(wrong)
    assert from_mojibake(wrong) == meant


def _shown(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)
