# needs model
[ -w /dev/full ] || exit 3
"$dateline" code -q --articles reports.jsonl >/dev/full
