# needs model
# However reports are spread over stores and in whatever order these are joined, the store is the same; what is withdrawn stays away.
"$dateline" ingest -q "$work/whole.db" reports.jsonl report.txt
"$dateline" merge --digest "$work/whole.db" >"$work/want"
i=0
while read -r line; do
    i=$((i + 1))
    printf '%s\n' "$line" | "$dateline" ingest -q --text none "$work/shard$i.db" -
    printf '%s\n' "$line" | "$dateline" ingest -q "$work/other$i.db" -
done <reports.jsonl
"$dateline" ingest -q "$work/shard4.db" report.txt
"$dateline" merge -q --digest "$work/a.db" "$work/shard4.db" "$work/shard2.db" "$work/other1.db" "$work/other2.db" "$work/shard3.db" "$work/other3.db" | cmp - "$work/want"
"$dateline" merge -q --digest "$work/b.db" "$work/other3.db" "$work/shard1.db" "$work/other1.db" "$work/shard4.db" "$work/other2.db" | cmp - "$work/want"
"$dateline" verify "$work/a.db" 2>&1 | sed 's/[0-9]* spans/spans/'
doc=$(sed -E 's/.*"id": ?"([^"]*)".*/\1/' reports.jsonl | head -1)
"$dateline" withdraw -q --reason "asked for" "$work/a.db" "$doc"
"$dateline" merge -q "$work/a.db" "$work/whole.db"
"$dateline" ingest "$work/a.db" reports.jsonl 2>&1 | sed 's/; .*//' | head -1
"$dateline" changes --since 2020-01-01 --format csv "$work/a.db" | grep -c ',withdrawn,report,.*,asked for'
"$dateline" withdraw "$work/a.db" nobody 2>&1 | sed "s,$work/,,"
"$dateline" merge "$work/a.db" reports.jsonl 2>&1
"$dateline" merge "$work/a.db" 2>&1
