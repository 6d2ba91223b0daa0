# Claims are JSON lines: they do not go with a table.
"$dateline" code --claims --format csv reports.jsonl
