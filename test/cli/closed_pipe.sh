# needs model
# A reader that has seen enough is no failure.
for i in 1 2 3 4 5 6 7 8; do cat reports.jsonl reports.jsonl reports.jsonl; done >"$work/many.jsonl"
{ "$dateline" code -q --articles "$work/many.jsonl"; echo $? >"$work/status"; } | head -n 1 | cut -d, -f 2
cat "$work/status"
