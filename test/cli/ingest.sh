# needs model
# Reports go in once, whatever the number of threads and in whatever order; a folder is walked in the order of its names.
told() { sed -E 's/; [0-9.]+ s.*//; s/[0-9]+ records?/records/' | head -1; }
"$dateline" ingest -j1 "$work/a.db" reports.jsonl 2>&1 | told
"$dateline" ingest -j1 "$work/a.db" reports.jsonl 2>&1 | told
mkdir -p "$work/folder/inner"
tail -n 2 reports.jsonl >"$work/folder/inner/2.jsonl"
cp reports.jsonl "$work/folder/1.jsonl"
echo hidden >"$work/folder/.hidden"
gzip -c report.txt >"$work/folder/report.txt.gz"
"$dateline" ingest -j2 "$work/b.db" "$work/folder" 2>&1 | told
"$dateline" ingest "$work/b.db" - <report.txt 2>&1 | told
"$dateline" query -q "$work/a.db" --format csv | cut -d, -f1 >"$work/a"
id=$(tail -n 1 "$work/a")
"$dateline" show "$work/a.db" "$id" | head -1 | sed "s/$id/ID/; s/[0-9] report.*/N reports/"
id=$("$dateline" code -q reports.jsonl | sed -E 's/.*"id":"([0-9a-f]{16})","doc_id".*/\1/' | head -1)
"$dateline" show "$work/a.db" "$id" | grep -c '^event'
