# needs model
"$dateline" code -q --articles "$work/nothing.jsonl" reports.jsonl | grep -c '"kind":"article"'
"$dateline" code -q "$work/nothing.jsonl" >/dev/null
