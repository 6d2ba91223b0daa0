# What is no store is not written to; without a store there is nothing to do.
"$dateline" ingest 2>&1
echo $?
cp reports.jsonl "$work/no.db"
"$dateline" ingest "$work/no.db" reports.jsonl 2>&1 | sed "s,$work/,,"
cmp reports.jsonl "$work/no.db"
"$dateline" ingest "$work/no/where.db" reports.jsonl 2>&1 | sed "s,$work/,,"
"$dateline" ingest --text half "$work/x.db" reports.jsonl 2>&1
mkdir "$work/empty"
"$dateline" ingest "$work/x.db" "$work/empty" 2>&1
