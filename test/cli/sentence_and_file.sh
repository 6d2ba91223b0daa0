"$dateline" explain --file reports.jsonl "Troops left."
