# needs model
# Statements without an event are lines of their own, with who said it, how, and what; a claim within a claim has its chain.
cat >"$work/claims.jsonl" <<'END'
{"id":"a","date":"2016-01-01","text":"The minister said the economy is strong. The army said the rebels believe that peace is near. Police arrested ten men, a spokesman said."}
END
"$dateline" code -q --claims "$work/claims.jsonl" | sed -n 's/.*"kind":"claim",.*"stance":"\([a-z]*\)","cue":{"text":"\([a-z]*\)".*"claim_text":\[{"text":"\([^"]*\)".*/\1 \2: \3/p'
"$dateline" code -q --claims "$work/claims.jsonl" | grep -c '"chain":\['
