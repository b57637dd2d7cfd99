"""Short English labels of the codes of both countries' returns, as phrases.

Sources: the Welsh looked-after children census and the SSDA903 return of England, shortened.
"""

from typing import Final

from ehp_desktop.models.codes import CodeKind, CodeSet

_LEGAL_STATUS: Final = {
    "C1": "interim care order",
    "C2": "full care order",
    "D1": "freeing order",
    "E1": "placement order",
    "J1": "on remand",
    "J2": "detained under PACE, in the authority's accommodation",
    "J3": "sentenced to a requirement of residence",
    "L1": "police protection",
    "L2": "emergency protection order",
    "L3": "child assessment order",
}

_PLACEMENT: Final = {
    "A3": "for adoption by consent, with the foster carer",
    "A4": "for adoption by consent, not with the foster carer",
    "A5": "for adoption under an order, with the foster carer",
    "A6": "for adoption under an order, not with the foster carer",
    "P1": "with parents or a person with parental responsibility",
    "P2": "independent living",
    "P3": "residential employment",
    "R1": "residential care home",
    "R2": "health service accommodation",
    "R3": "family centre or mother and baby unit",
    "R5": "young offender institution or prison",
    "S1": "residential school",
    "Z1": "other",
}

_REASON: Final = {
    "X1": "still looked after: a new episode",
    "E11": "adopted, application unopposed",
    "E12": "adopted, consent dispensed with",
    "E2": "died",
    "E3": "taken over by another authority",
    "E5": "independent living, with support",
    "E6": "independent living, without support",
    "E7": "moved to adult services",
    "E8": "other reason",
    "E9": "sentenced to custody",
}

_LABELS: Final[dict[tuple[CodeSet, CodeKind], dict[str, str]]] = {
    (CodeSet.WALES, CodeKind.LEGAL_STATUS): _LEGAL_STATUS
    | {
        "V1": "short breaks",
        "V2": "accommodated under s.76",
        "W1": "wardship",
    },
    (CodeSet.ENGLAND, CodeKind.LEGAL_STATUS): _LEGAL_STATUS
    | {
        "V2": "accommodated under s.20",
        "V3": "short breaks, a series",
        "V4": "short break, single",
    },
    (CodeSet.WALES, CodeKind.PLACEMENT): _PLACEMENT
    | {
        "A1": "for adoption (old code)",
        "A2": "for adoption, with the foster carer (old code)",
        "A8": "placed under s.81(11)",
        "F1": "foster care with a relative or friend, in the area",
        "F2": "foster care by the authority, in the area",
        "F3": "agency foster care, in the area",
        "F4": "foster care with a relative or friend, outside the area",
        "F5": "foster care by the authority, outside the area",
        "F6": "agency foster care, outside the area",
        "H1": "secure accommodation, in the area",
        "H2": "secure accommodation, outside the area (old code)",
        "H21": "secure accommodation elsewhere in Wales",
        "H22": "secure accommodation outside Wales",
        "H3": "children's home, in the area",
        "H4": "children's home, outside the area",
        "H5": "hostel or supported accommodation",
        "M1": "in a refuge",
        "M2": "missing, whereabouts known",
        "M3": "missing, whereabouts unknown",
        "R4": "youth treatment centre (old code)",
    },
    (CodeSet.ENGLAND, CodeKind.PLACEMENT): _PLACEMENT
    | {
        "H5": "semi-independent living",
        "K1": "secure children's home",
        "K2": "children's home",
        "Q1": "foster care with a relative or friend (old code)",
        "Q2": "foster care with another carer (old code)",
        "T0": "temporary move",
        "T1": "temporary: in hospital",
        "T2": "temporary: on holiday",
        "T3": "temporary: while the foster carer is away",
        "T4": "temporary: seven days or less",
        "U1": "foster care with a relative or friend, long term",
        "U2": "foster care with a relative or friend, fostering for adoption",
        "U3": "foster care with a relative or friend",
        "U4": "foster care, long term",
        "U5": "foster care, fostering for adoption",
        "U6": "foster care",
    },
    (CodeSet.WALES, CodeKind.CEASED_REASON): _REASON
    | {
        "E1": "adopted",
        "E4": "returned home",
        "E43": "special guardianship order to a former foster carer",
        "E44": "special guardianship order to another person",
        "E10": "turned 18, staying with foster carers",
    },
    (CodeSet.ENGLAND, CodeKind.CEASED_REASON): _REASON
    | {
        "E4A": "returned home, planned",
        "E4B": "returned home, not planned",
        "E13": "left to live with a person without parental responsibility",
        "E14": "remand ended",
        "E15": "found to be 18 or over",
        "E16": "moved abroad",
        "E17": "turned 18, staying with present carers",
        "E41": "child arrangements order",
        "E45": "special guardianship order to a former foster carer, a relative or friend",
        "E46": "special guardianship order to a former foster carer, no relative or friend",
        "E47": "special guardianship order to a relative or friend who was no foster carer",
        "E48": "special guardianship order to another person",
    },
}


def code_label(code_set: CodeSet, kind: CodeKind, code: str) -> str:
    """The English label of a code, a phrase to be said in a language; the code where unknown."""
    return _LABELS[code_set, kind].get(code, code)


def code_labels(code_set: CodeSet, kind: CodeKind) -> dict[str, str]:
    """Every code of a kind with its English label."""
    return dict(_LABELS[code_set, kind])
