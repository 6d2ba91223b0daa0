#!/usr/bin/env python3
"""Scores records against coded texts: our own examples, or other news in the form of doc/training.md.

    build/dateline code --quiet data/examples/*.jsonl > records.jsonl
    test/bench/examples.py records.jsonl data/examples/*.jsonl

Records and events are paired as in confusions.py. type: F1 of pairs with an acceptable type over core events and over records that do not stand
for a marginal event; found: whatever the type. The rest is judged on pairs with an acceptable type and a core event: actor and recipient F1 over
country and sector, date, mode, aux, source (country and sector of who says it, or none). "nothing" counts records in texts that have no event."""
import collections, sys

from confusions import load, pairs


def f1(right, given, wanted):
    precision, recall = right / given if given else 0, right / wanted if wanted else 0
    return 2 * precision * recall / (precision + recall) if right else 0


def party(p):
    return (p.get('country', p.get('code', '')) or '', p.get('sector') or '')


def dated(event, record):
    low, _, high = event['date'].partition('/')
    return bool(low) and low <= (record.get('date') or '')[:max(len(low), 4)] and (record.get('enddate') or '')[:len(high or low)] <= (high or low)


def judge(event, record, n):
    for side in ('actor', 'recipient'):
        gold, own = (collections.Counter(map(party, x.get(side, []))) for x in (event, record))
        n[side, 'right'] += sum((gold & own).values())
        n[side, 'given'] += sum(own.values())
        n[side, 'wanted'] += sum(gold.values())
    checks = [('aux', set(event['aux']) == set(record.get('aux', [])))]
    if event['modes']: checks.append(('mode', bool(set(event['modes']) & set(record.get('mode', [])))))
    if event['date']: checks.append(('date', dated(event, record)))
    source, own = event['claim_source'], record.get('claim', {}).get('source')
    checks.append(('source', party(source) == party(own) if source and own else not source and not own))
    for name, good in checks:
        n[name, 'all'] += 1
        n[name, 'right'] += good


def count(articles, by_doc):
    n, types = collections.Counter(), collections.defaultdict(collections.Counter)
    for article in articles:
        events, own = article['events'], by_doc[article['id']]
        taken = pairs(events, own)
        n['core'] += sum(e['core'] for e in events)
        n['records'] += len(own)
        if not events:
            n['empty'] += 1
            n['nothing'] += len(own)
        for e in events: types[e['types'][0]]['core'] += e['core']
        for k, r in enumerate(own):
            if k not in taken.values(): types[r['event'][0]]['records'] += 1
        for i, k in taken.items():
            event, record = events[i], own[k]
            good = record['event'][0] in event['types']
            if not event['core']:
                n['records'] -= 1
                continue
            n['found'] += 1
            types[event['types'][0] if good else record['event'][0]]['records'] += 1
            if not good: continue
            n['type'] += 1
            types[event['types'][0]]['right'] += 1
            judge(event, record, n)
    return n, types


def main():
    if len(sys.argv) < 3: sys.exit(__doc__)
    by_doc = collections.defaultdict(list)
    for record in load(sys.argv[1]):
        if 'event' in record: by_doc[record['doc_id']].append(record)
    articles = [a for path in sys.argv[2:] for a in load(path)]
    n, types = count(articles, by_doc)
    print(f"{len(articles)} texts, {n['core']} core events, {n['records']} records; {n['nothing']} records in {n['empty']} texts without an event")
    for name in ('found', 'type'): print(f"{name:<10} F1 {f1(n[name], n['records'], n['core']):.3f}")
    for side in ('actor', 'recipient'): print(f"{side:<10} F1 {f1(n[side, 'right'], n[side, 'given'], n[side, 'wanted']):.3f}")
    for name in ('date', 'mode', 'aux', 'source'): print(f"{name:<10} {n[name, 'right'] / max(n[name, 'all'], 1):.3f} of {n[name, 'all']}")
    for name in sorted(types):
        t = types[name]
        print(f"  {name:<10} core {t['core']:4} records {t['records']:4} F1 {f1(t['right'], t['records'], t['core']):.3f}")


if __name__ == '__main__':
    main()
