"""Who provided the facts of a store, and with which load they came."""

from sqlalchemy import Connection, select

from data_access.store.schema import load_batch

_BATCHES = select(load_batch.c.batch_id, load_batch.c.provider, load_batch.c.origin).order_by(
    load_batch.c.batch_id, load_batch.c.loaded_at
)


def origins(connection: Connection) -> tuple[tuple[str, ...], tuple[str, str] | None]:
    """Return the providers, each once, and the id and origin of the batch that came last, None where nothing was loaded."""
    batches = connection.execute(_BATCHES).all()
    last = batches[-1] if batches else None
    providers = tuple(dict.fromkeys(batch.provider for batch in batches))
    return providers, (last.batch_id, last.origin) if last else None
