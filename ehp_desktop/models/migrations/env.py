"""What Alembic runs: the connection is handed in, with its transaction already begun."""

from alembic import context

from ehp_desktop.models.migrations.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
context.run_migrations()
