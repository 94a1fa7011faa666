"""What ClickHouse is told at each connection, so that its SQL means what that of the other engines does."""

#: A server's profile must let its reader set them (`readonly = 2`) or hold the same.
READING: dict[str, str] = {
    # An outer join without a match gives NULL, an aggregate of nothing too; by default both give '' and 0.
    "join_use_nulls": "1",
    "aggregate_functions_null_for_empty": "1",
    # A CAST keeps NULL, which it refuses by default.
    "cast_keep_nullable": "1",
    # A label is no name for WHERE: by default it hides the column of the same name.
    "prefer_column_name_to_alias": "1",
    # The first day of a month before 1970 is a day; by default it wraps around.
    "enable_extended_results_for_datetime_functions": "1",
    # Moments are written without a zone and are read as they were written, wherever the server stands.
    "session_timezone": "UTC",
    # On a cluster: tables that are joined lie on the same shard, and a replica that lags too far is not asked.
    "distributed_product_mode": "local",
    "max_replica_delay_for_distributed_queries": "300",
    "fallback_to_stale_replicas_for_distributed_queries": "0",
}
