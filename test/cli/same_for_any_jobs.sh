# needs model
for i in 1 2 3 4 5 6 7 8; do cat reports.jsonl; done >"$work/many.jsonl"
"$dateline" code -q --jobs 1 --claims --articles "$work/many.jsonl" >"$work/one"
for jobs in 2 3 8; do
    "$dateline" code -q --jobs $jobs --claims --articles "$work/many.jsonl" | cmp - "$work/one"
done
