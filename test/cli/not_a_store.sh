# A file that is no store is told, and nothing is made beside it.
cp report.txt "$work/report.txt"
"$dateline" query "$work/report.txt" 2>/dev/null
status=$?
[ ! -e "$work/report.txt.ask" ] || echo "a roll-up was made"
exit $status
