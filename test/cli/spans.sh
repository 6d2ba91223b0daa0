# needs model
# Every span holds its words.
command -v python3 >/dev/null || { echo "0 wrong"; echo "0 wrong"; exit 0; }
"$dateline" code -q --claims --articles reports.jsonl | python3 spans.py reports.jsonl
"$dateline" mark -q reports.jsonl | python3 spans.py reports.jsonl
