"""Everything that knows the data: schema, stores, indicators, queries, intake and the demo city."""
