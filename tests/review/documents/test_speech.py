import datetime as dt

import pytest

from ehp_desktop.review.documents.speech import Languages, Speech
from ehp_desktop.review.language import Language

DAY = dt.date(2021, 8, 3)


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (Languages.ENGLISH, "Parental responsibility"),
        (Languages.WELSH, "Cyfrifoldeb rhiant"),
        (Languages.BOTH, "Cyfrifoldeb rhiant / Parental responsibility"),
    ],
)
def test_a_phrase_with_welsh(languages: Languages, said: str) -> None:
    assert Speech(languages).say("Parental responsibility") == said


@pytest.mark.parametrize("languages", Languages)
def test_a_phrase_without_welsh_is_english_to_its_month(languages: Languages) -> None:
    assert Speech(languages).say("since {day}", day=DAY) == "since 3 Aug 2021"


def test_dates_in_a_phrase_are_in_its_language() -> None:
    values = {"day": DAY, "clock": "10:00", "name": "{N}"}
    assert Speech(Languages.BOTH).say("printed {day} {clock} by {name}", **values) == (
        "argraffwyd ar 3 Awst 2021 10:00 gan {N} / printed 3 Aug 2021 10:00 by {N}"
    )


@pytest.mark.parametrize(
    ("languages", "said"),
    [("en", "3 Aug 2021"), ("cy", "3 Awst 2021"), ("both", "03/08/2021")],
)
def test_dates_on_their_own(languages: str, said: str) -> None:
    assert Speech(Languages(languages)).day(DAY) == said


def test_what_both_languages_say_alike_is_said_once() -> None:
    speech = Speech(Languages.BOTH)
    assert speech.each(lambda language: "SA18C00321") == "SA18C00321"
    assert speech.each(lambda language: language.value) == "cy / en"
    assert speech.each(lambda language: Language(language).name) == "WELSH / ENGLISH"
