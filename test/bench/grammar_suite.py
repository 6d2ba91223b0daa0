#!/usr/bin/env python3
"""A suite of single sentences with coded events, run through `dateline code`: how often both parties' countries and the CAMEO root come out right.

    grammar_suite.py PROGRAM SUITE.jsonl [--tables DIR] [--errors N]

SUITE holds one object a line: id, date, text, events with source, target (three letters of a country first, --- for none) and cameo. Each actor of a
record is paired with each recipient; a record without recipient whose actors are two or more gives both directions; negated records are left out.
Events of a sentence that are the same count once, and are matched one to one; precision, recall and F1 are over all sentences."""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument('program')
ap.add_argument('suite')
ap.add_argument('--tables', help='folder that dateline import wrote')
ap.add_argument('--errors', type=int, default=0, help='show some sentences that are not all right')
a = ap.parse_args()


def country(code):
    return '' if not code or code.startswith('---') else code[:3]


def told(record):
    actors, recipients = record.get('actor') or [], record.get('recipient') or []
    if recipients:
        pairs = [(x, y) for x in actors or [{}] for y in recipients]
    elif len(actors) > 1:
        pairs = [(x, y) for x in actors for y in actors if x is not y]
    else:
        pairs = [((actors or [{}])[0], {})]
    return {(x.get('code') or '', y.get('code') or '', (record.get('cameo') or '')[:2]) for x, y in pairs}


def day(text):
    return '%s-%s-%s' % (text[:4], text[4:6], text[6:8]) if len(text) == 8 else text


suite = [json.loads(l) for l in open(a.suite, encoding='utf-8')]
with tempfile.NamedTemporaryFile('w', suffix='.jsonl', delete=False, encoding='utf-8') as f:
    for r in suite:
        f.write(json.dumps({'id': r['id'], 'date': day(r['date']), 'text': r['text']}) + '\n')
run = subprocess.run([a.program, 'code', '--quiet'] + (['--tables', a.tables] if a.tables else []) + [f.name], stdout=subprocess.PIPE)
os.unlink(f.name)
if run.returncode:
    sys.exit('The program stopped with %d.' % run.returncode)
got = collections.defaultdict(set)
for line in run.stdout.decode().splitlines():
    r = json.loads(line)
    if 'event' in r and 'negation' not in (r.get('aux') or []):
        got[r['doc_id']] |= told(r)
measures = {'parties and root': lambda e: e, 'root': lambda e: e[2], 'source': lambda e: e[0], 'target': lambda e: e[1]}
shown = 0
for name, key in measures.items():
    hits = gold_count = got_count = 0
    for r in suite:
        gold = {(country(e['source']), country(e['target']), e['cameo'][:2]) for e in r['events']}
        g, p = collections.Counter(map(key, gold)), collections.Counter(map(key, got[r['id']]))
        both = sum((g & p).values())
        hits, gold_count, got_count = hits + both, gold_count + len(gold), got_count + len(got[r['id']])
        if name == 'parties and root' and g != p and shown < a.errors:
            shown += 1
            print('%s %s\n    coded %s\n    got   %s' % (r['id'], r['text'], sorted(gold), sorted(got[r['id']])))
    precision, recall = hits / max(got_count, 1), hits / max(gold_count, 1)
    print('%-17s precision %.3f  recall %.3f  F1 %.3f' % (name, precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)))
