"$dateline" cood reports.jsonl
