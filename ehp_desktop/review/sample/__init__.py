"""The fictional caseload: made from word lists, the same every time. Nobody in it is anybody."""

from ehp_desktop.review.sample.caseload import SampleCaseload, caseload
from ehp_desktop.review.sample.dice import AS_OF
from ehp_desktop.review.sample.files import extract_csv, outcomes_csv, return_csvs
from ehp_desktop.review.sample.many import many_extract_csv, many_rows, sample_rows
from ehp_desktop.review.sample.wordlists import service

__all__ = [
    "AS_OF",
    "SampleCaseload",
    "caseload",
    "extract_csv",
    "many_extract_csv",
    "many_rows",
    "outcomes_csv",
    "return_csvs",
    "sample_rows",
    "service",
]
