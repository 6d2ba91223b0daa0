# Cannot run: there are no tables and no model.
"$dateline" code --data "$work/nothing" reports.jsonl
