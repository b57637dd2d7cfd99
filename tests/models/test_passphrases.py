import pytest
from hypothesis import given, strategies as st

from ehp_desktop.models.errors import WeakPassphraseError
from ehp_desktop.models.passphrases import (
    as_recovery_code,
    check_passphrase,
    new_recovery_code,
    normalised,
)


@pytest.mark.parametrize(
    "passphrase",
    ["tri llyffant gwyrdd 47", "correct horse battery staple", "ŵyr ŷd âr êl ôd", "x9$Kq2!vLm#7"],
)
def test_good_ones_pass(passphrase: str) -> None:
    check_passphrase(passphrase)


def test_eleven_characters_are_too_few_and_twelve_enough() -> None:
    with pytest.raises(WeakPassphraseError, match="11 characters"):
        check_passphrase("x9$Kq2!vLm#")
    check_passphrase("x9$Kq2!vLm#7")


def test_a_letter_and_its_accent_are_one_character() -> None:
    with pytest.raises(WeakPassphraseError, match="11 characters"):
        check_passphrase("x9$Kq2!vLmw\u0302")


@pytest.mark.parametrize(
    "passphrase",
    ["password1234", "aaaaaaaaaaaaaaaa", "qwertyuiopas", "swanseaswansea", "Llanelli1234"],
)
def test_common_ones_do_not(passphrase: str) -> None:
    with pytest.raises(WeakPassphraseError, match="guessed too easily"):
        check_passphrase(passphrase)


def test_what_a_stranger_would_try_first_does_not() -> None:
    check_passphrase("Rhiannon Tywyn")
    with pytest.raises(WeakPassphraseError):
        check_passphrase("Rhiannon Tywyn", known=("Rhiannon Tywyn",))


def test_a_very_long_one_is_read() -> None:
    check_passphrase("tri llyffant gwyrdd 47 " * 20)


def test_what_two_keyboards_type_is_the_same() -> None:
    assert normalised("w\u0302") == normalised("ŵ")


def test_a_recovery_code_is_eight_groups_and_never_twice() -> None:
    codes = {new_recovery_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [5] * 8
        assert not set("ILOU") & set(code)
        assert as_recovery_code(code) == code


def test_a_recovery_code_may_be_typed_as_people_type() -> None:
    code = new_recovery_code()
    assert as_recovery_code(code.lower()) == code
    assert as_recovery_code(code.replace("-", " ")) == code
    assert as_recovery_code("  " + code.replace("-", "") + "\n") == code
    assert as_recovery_code(code.replace("0", "o").replace("1", "l")) == code


def test_one_wrong_letter_is_noticed() -> None:
    # one chance in 65,536 a time: a fixed code keeps the test from failing by luck
    code = "DDV7N-5G7AK-VXY7C-DQKZ8-VRY0Q-AVFYN-7MSY4-CMNKA"
    assert as_recovery_code(code) == code
    wrong = [code[:at] + ("7" if code[at] != "7" else "8") + code[at + 1 :] for at in range(47)]
    assert [text for text in wrong if "-" in text[:6] and as_recovery_code(text)] == []


@given(st.text(max_size=60))
def test_other_texts_are_no_recovery_codes(text: str) -> None:
    assert as_recovery_code(text) is None
