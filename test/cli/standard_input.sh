# needs model
# No file and "-" are standard input; the result is that of the file.
"$dateline" code -q reports.jsonl >"$work/file"
"$dateline" code -q <reports.jsonl | cmp - "$work/file"
"$dateline" code -q - <reports.jsonl | cmp - "$work/file"
