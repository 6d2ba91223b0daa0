# A dictionary of actors, one of agents and lines of Wikidata become tables, which who and mark read; what cannot be used is told.
printf '%s\n' 'OAKEN_LEAGUE_ [AFGREB]' '+LEAGUE_OF_OAK' 'SAMIRA_RUSTAM' '	[AFGGOV 20140929-20160101]' 'NOWHERE_FRONT [ZZZREB]' 'KABUL [AFG]' >"$work/actors.txt"
printf '%s\n' 'WELL_DIGGER [~AGR]' 'GOOSE {GEESE} [~GGS]' >"$work/agents.txt"
printf '%s\n' '{"id":"Q2000000001","label":"Tarek Oakes","P27":"Q889","P39":{"label":"minister of wells","P580":"2017","P582":"2018-06"}}' 'nothing' >"$work/items.jsonl"
cd "$work" && "$dateline" import --out tables actors.txt agents.txt items.jsonl
echo "status $?"
ls tables
for asked in "League of Oak" "Samira Rustam" "Tarek Oakes"; do
    "$dateline" who --format jsonl --tables tables --on 2015-06-01 "$asked"
done
"$dateline" import actors.txt 2>/dev/null
echo "status $?"
"$dateline" import --out tables none.txt 2>/dev/null
echo "status $?"
