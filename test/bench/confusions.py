#!/usr/bin/env python3
"""Counts which types are taken for which, for data/codebook/confusions.tsv.

    confusions.py HELDOUT.jsonl RECORDS.jsonl [ALL.jsonl] > data/codebook/confusions.tsv

HELDOUT: coded news (doc/training.md) that the model was not trained on; RECORDS: what `dateline code` prints for it; ALL: coded news at large,
to count which types its coders thought defensible beside their own.

A record may stand for a coded event when their words overlap, or when the event lies in the record's sentence and the type is acceptable.
Pairs are one to one; acceptable types go first, then overlap. Three kinds of row:
  read     of `of` core events of `type`, `count` were coded as `other` ("-": not at all; the type itself: right or defensible)
  written  of `of` records of `type`, `count` stood for a core event of `other` ("-": for nothing that was coded); records that stand for a
           marginal event are left out
  doubt    of `of` events that coders gave `type`, `count` could have been `other` as well
"""
import collections, json, sys


def load(path):
    with open(path, encoding='utf-8') as f:
        return [json.loads(line) for line in f if line.strip()]


def overlap(event, record):
    return max([0] + [min(event['end'], s['end']) - max(event['start'], s['start']) for s in record.get('event_text', [])])


def pairs(events, records):
    """(event index, record index), one to one, best first."""
    candidates = []
    for i, event in enumerate(events):
        for k, record in enumerate(records):
            words, sentence = overlap(event, record), record['text_info']
            fits = record['event'][0] in event['types']
            inside = sentence['start'] <= event['start'] < sentence['end']
            if words or (inside and fits): candidates.append((fits, words > 0, event['core'], words, -i, -k))
    taken, used = {}, set()
    for *_, i, k in sorted(candidates, reverse=True):
        if -i not in taken and -k not in used:
            taken[-i] = -k
            used.add(-k)
    return taken


def count(heldout, records):
    by_doc, read, written, coders = collections.defaultdict(list), collections.Counter(), collections.Counter(), set()
    for record in records:
        if 'event' in record: by_doc[record['doc_id']].append(record)
        coders.add(record['coder'])
    for article in heldout:
        own, events = by_doc[article['id']], article['events']
        taken = pairs(events, own)
        for i, event in enumerate(events):
            if not event['core']: continue
            got = own[taken[i]]['event'][0] if i in taken else '-'
            read[event['types'][0], event['types'][0] if got in event['types'] else got] += 1
        stands = {k: events[i] for i, k in taken.items()}
        for k, record in enumerate(own):
            kind, event = record['event'][0], stands.get(k)
            if event and not event['core']: continue
            written[kind, '-' if not event else kind if kind in event['types'] else event['types'][0]] += 1
    return read, written, coders


def rows(what, counts, totals=None):
    totals = totals or collections.Counter()
    if not totals:
        for (kind, _), n in counts.items(): totals[kind] += n
    for (kind, other), n in sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        yield f'{what}\t{kind}\t{other}\t{n}\t{totals[kind]}'


def main():
    if len(sys.argv) not in (3, 4): sys.exit(__doc__)
    heldout = load(sys.argv[1])
    read, written, coders = count(heldout, load(sys.argv[2]))
    print(f'# Made by test/bench/confusions.py from {len(heldout)} articles that the model was not trained on, as coded by {", ".join(sorted(coders))}.')
    if len(sys.argv) == 4:
        doubt, totals, articles = collections.Counter(), collections.Counter(), load(sys.argv[3])
        for event in (e for a in articles for e in a['events']):
            totals[event['types'][0]] += 1
            for other in event['types'][1:]: doubt[event['types'][0], other] += 1
        print(f'# What coders doubted is counted in {len(articles)} articles.')
    print('what\ttype\tother\tcount\tof')
    for line in rows('read', read): print(line)
    for line in rows('written', written): print(line)
    if len(sys.argv) == 4:
        for line in rows('doubt', doubt, totals): print(line)


if __name__ == '__main__':
    main()
