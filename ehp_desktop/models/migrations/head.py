"""The store's version that this program writes; a test holds it to the newest migration.

Kept as a constant so that opening a store does not load Alembic.
"""

from typing import Final

VERSIONS: Final = ("0001", "0002")
"""Every version there has been, oldest first."""

HEAD: Final = VERSIONS[-1]
