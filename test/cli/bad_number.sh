"$dateline" code --jobs none reports.jsonl
