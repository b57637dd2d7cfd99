"""Every English phrase that the rules say, in one list, for whoever keeps the Welsh."""

from ehp_desktop.models.codes import CodeKind, CodeSet
from ehp_desktop.models.fields import FIELDS
from ehp_desktop.review import explanation, override_words, parameter_changes, wording
from ehp_desktop.review.code_labels import code_labels
from ehp_desktop.review.criteria import CRITERIA
from ehp_desktop.review.criteria.criterion import sentences
from ehp_desktop.review.parameters import ParameterSet


def phrases() -> tuple[str, ...]:
    """Statements, sentences, notes, questions, labels, choices, codes: each once."""
    labels = [
        label
        for code_set in CodeSet
        for kind in CodeKind
        for label in code_labels(code_set, kind).values()
    ]
    shipped = ParameterSet.load().values
    return tuple(
        dict.fromkeys(
            [
                *(one.statement for one in CRITERIA),
                *(one.to_be_confirmed for one in shipped if one.to_be_confirmed),
                *sentences(),
                *explanation.phrases(),
                *wording.phrases(),
                *override_words.phrases(),
                *parameter_changes.phrases(),
                *(field.label for field in FIELDS),
                *labels,
            ]
        )
    )
