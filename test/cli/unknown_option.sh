"$dateline" code --frmat csv reports.jsonl
