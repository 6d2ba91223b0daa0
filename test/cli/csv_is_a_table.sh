# needs model
# A header, and as many rows as there are records.
events=$("$dateline" code -q reports.jsonl | wc -l)
rows=$("$dateline" code -q --format csv reports.jsonl | wc -l)
[ "$rows" -eq $((events + 1)) ] || echo "$events records, $rows lines of CSV"
"$dateline" code -q --format csv reports.jsonl | head -n 1 | tr -d '\r'
