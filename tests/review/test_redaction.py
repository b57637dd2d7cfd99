import pytest

from ehp_desktop.review.redaction import REDACTED, Redaction


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Megan Rhys", "Megan Rhys rang", f"{REDACTED} rang"),
        ("Megan Rhys", "MEGAN  RHYS, and megan-rhys.", f"{REDACTED}, and {REDACTED}."),
        ("Megan Rhys", "Rhys, Megan", REDACTED),
        ("Siân Ŵyn", "Sian Wyn's aunt", f"{REDACTED}'s aunt"),
        ("Sian", "Sia\u0302n", REDACTED),
        ("Ann", "Annual review, Joanne and ann", f"Annual review, Joanne and {REDACTED}"),
        ("Jones", "Jones_family.csv", f"{REDACTED}_family.csv"),
        ("Ann Rees", "Ann Rees-Rees", f"{REDACTED}-Rees"),
        ("", "Nothing", "Nothing"),
        ("(.*)", "Nothing", "Nothing"),
    ],
)
def test_a_name_is_found_however_it_is_written(name: str, text: str, left: str) -> None:
    assert Redaction([name]).text(text) == left


def test_the_longer_of_two_names_goes_first() -> None:
    assert Redaction(["Ann", "Ann Rees"]).text("Ann Rees and Ann") == f"{REDACTED} and {REDACTED}"


def test_texts_within_lists_and_dictionaries_are_counted() -> None:
    redaction = Redaction(["Ann"])
    told = {"Ann": ["Ann", 3, None, {"by": "Huw and Ann"}]}
    assert redaction.value(told) == {"Ann": [REDACTED, 3, None, {"by": f"Huw and {REDACTED}"}]}
    assert redaction.count == 2
