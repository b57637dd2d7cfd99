"""The Welsh census and English SSDA903 code sets: which codes each country's returns know.

Sources: Welsh looked-after children census (placement, legal status, reason finished) and the
SSDA903 return of England. A code of the other country's set is refused, never guessed.
"""

from enum import StrEnum


class CodeSet(StrEnum):
    """The country whose codes a store holds; chosen once, at `init`."""

    WALES = "wales"
    ENGLAND = "england"

    @property
    def other(self) -> "CodeSet":
        """The set that this one is not."""
        return CodeSet.ENGLAND if self is CodeSet.WALES else CodeSet.WALES


class CodeKind(StrEnum):
    """What a code says: the placement, the legal status, or why being looked after ended."""

    PLACEMENT = "placement"
    LEGAL_STATUS = "legal status"
    CEASED_REASON = "reason"


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KNOWN: dict[tuple[CodeSet, CodeKind], frozenset[str]] = {
    (CodeSet.WALES, CodeKind.PLACEMENT): _codes(
        "A1 A2 A3 A4 A5 A6 A8 F1 F2 F3 F4 F5 F6 H1 H2 H21 H22 H3 H4 H5 M1 M2 M3 P1 P2 P3 "
        "R1 R2 R3 R4 R5 S1 Z1"
    ),
    (CodeSet.ENGLAND, CodeKind.PLACEMENT): _codes(
        "A3 A4 A5 A6 H5 K1 K2 P1 P2 P3 Q1 Q2 R1 R2 R3 R5 S1 T0 T1 T2 T3 T4 U1 U2 U3 U4 U5 U6 Z1"
    ),
    (CodeSet.WALES, CodeKind.LEGAL_STATUS): _codes("C1 C2 D1 E1 J1 J2 J3 L1 L2 L3 V1 V2 W1"),
    (CodeSet.ENGLAND, CodeKind.LEGAL_STATUS): _codes("C1 C2 D1 E1 J1 J2 J3 L1 L2 L3 V2 V3 V4"),
    (CodeSet.WALES, CodeKind.CEASED_REASON): _codes(
        "X1 E1 E11 E12 E2 E3 E4 E43 E44 E5 E6 E7 E8 E9 E10"
    ),
    (CodeSet.ENGLAND, CodeKind.CEASED_REASON): _codes(
        "X1 E11 E12 E2 E3 E4A E4B E13 E41 E45 E46 E47 E48 E5 E6 E7 E8 E9 E14 E15 E16 E17"
    ),
}


def known_codes(code_set: CodeSet, kind: CodeKind) -> frozenset[str]:
    """Every code of one kind that a country's returns know."""
    return _KNOWN[code_set, kind]


def sets_that_know(code: str, kind: CodeKind) -> tuple[CodeSet, ...]:
    """The code sets, Wales first, in which a code (upper case, trimmed) exists."""
    return tuple(one for one in CodeSet if code in _KNOWN[one, kind])
