# needs model
# Lines come in the order of the input for any number of threads.
"$dateline" code -q --jobs 4 --articles reports.jsonl reports.jsonl | grep '"kind":"article"' | cut -d, -f 2
