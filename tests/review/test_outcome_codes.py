from ehp_desktop.review.case_life import RELISTING
from ehp_desktop.review.life_words import DATED_OUTCOMES, OUTCOMES
from ehp_desktop.review.outcome_codes import KIND_BY_KEY, KIND_OF, KINDS, Needs, OutcomeCode
from ehp_desktop.review.words import Route


def test_every_code_has_its_words_and_a_key_of_its_own() -> None:
    assert list(OUTCOMES) == [one.code for one in KINDS] == list(OutcomeCode) == list(KIND_OF)
    assert "".join(KIND_BY_KEY) == "dsgainkel"
    assert all(one.words for one in KINDS)


def test_what_comes_back_needs_a_day_and_what_ends_needs_a_reason() -> None:
    assert {one.code for one in KINDS if one.needs is Needs.DATE} == RELISTING
    assert set(DATED_OUTCOMES) == RELISTING == {one.code for one in KINDS if one.relists}
    reasons = {one.code for one in KINDS if one.needs is Needs.REASON}
    assert reasons == {"keep_order", "escalate", "left_list"}


def test_the_four_that_lead_to_court_lead_to_the_four_routes() -> None:
    assert [one.route for one in KINDS if one.route] == list(Route)
