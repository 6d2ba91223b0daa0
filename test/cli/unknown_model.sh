# needs model
"$dateline" code --model large reports.jsonl
