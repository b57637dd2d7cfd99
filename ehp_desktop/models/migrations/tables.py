"""Every table of this program's version, as its classes say."""

from ehp_desktop.models import (  # noqa: F401 - fill the metadata
    audit,
    child,
    hidden,
    life,
    setting,
    source,
    surgery,
)
from ehp_desktop.models.base import Base

METADATA = Base.metadata
