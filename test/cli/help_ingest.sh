"$dateline" help ingest
