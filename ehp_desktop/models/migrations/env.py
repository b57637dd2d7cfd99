"""What Alembic runs: the connection is handed in, with its transaction already begun."""

from alembic import context

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

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
context.run_migrations()
