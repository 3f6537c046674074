"""How Alembic reaches the database: through the engine of the application, one transaction.

The connection comes from ``tracker.services.schema``, which holds the lock and takes the backup;
from Alembic's own command line it is made here.
"""

from alembic import context
from sqlalchemy import Connection

from tracker.config import Settings
from tracker.models import Base
from tracker.models.engine import make_engine
from tracker.models.search_index import is_mapped


def run(connection: Connection) -> None:
    """Run the revisions on this connection, rebuilding tables where SQLite cannot alter them."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
        include_name=is_mapped,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(Settings.from_environ().database_url).connect() as own:
        run(own)
