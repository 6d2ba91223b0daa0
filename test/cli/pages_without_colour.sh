# needs model
# Pages for people hold no escapes unless a terminal or --colour asks for them, and fit the width.
"$dateline" code -q --format text --width 80 reports.jsonl >"$work/page"
grep -c "$(printf '\033')" "$work/page"
"$dateline" code -q --format text --colour always reports.jsonl | grep -q "$(printf '\033')" && echo coloured
