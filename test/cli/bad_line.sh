# needs model
# A report that cannot be read is told and counted; the others are coded.
{ head -n 1 reports.jsonl; echo '{"id": "broken", '; tail -n 1 reports.jsonl; } >"$work/in.jsonl"
"$dateline" code -q --articles --errors "$work/errors" "$work/in.jsonl" >"$work/lines"
status=$?
grep '"kind":"article"' "$work/lines" | cut -d, -f 2
wc -l <"$work/errors" | tr -d ' '
exit $status
