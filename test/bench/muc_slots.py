#!/usr/bin/env python3
"""How much of the MUC-3/4 templates the records hold, slot by slot.

    muc_slots.py RECORDS.jsonl TEMPLATES.jsonl...

TEMPLATES: reports on attacks in Latin America, in capitals, with the templates that people filled in for the Message Understanding Conferences: a template is one incident of
a report, told in however many sentences. RECORDS: what `dateline code` makes of them. Dateline's records are of sentences, so those that may tell of a template are put
together: ASSAULT and COERCE/arrest, whose parties, words or sentence overlap a string of the template; a record goes to the template with which
it shares most. Found is a template with such a record; a report without a template should have no ASSAULT, or one of long ago. Each slot counts strings of the template that
some record of its has, and fills of the records that no string of the template has. Optional templates and strings count neither way. This is not the conference's own
scorer, which also judged how incidents are told apart; its table of 1992 stands beside for the order of magnitude."""
import collections
import json
import re
import sys

STRINGS = {'perpetrator': ('perp_individual', 'perp_org'), 'target': ('hum_name', 'hum_desc', 'phys_tgt')}
MONTHS = {m: i + 1 for i, m in enumerate('JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split())}


def spans(template, slots):
    """[(optional, [[start, end], ...])], one for each filler."""
    return [(f['optional'], [a['span'] for a in f['alts'] if a.get('span')]) for s in slots for f in template.get(s, []) if any(a.get('span') for a in f['alts'])]


def meets(a, b):
    return a[0] < b[1] and b[0] < a[1]


def parties(r):
    return [(p['start'], p['end']) for side in ('actor', 'recipient') for p in r.get(side, [])]


def shares(r, template):
    every = [s for _, alts in spans(template, sum(STRINGS.values(), ())) for s in alts]
    near = parties(r) + [(t['start'], t['end']) for t in r['event_text']]
    words = sum(any(meets(s, p) for p in near) for s in every)
    inside = sum(r['text_info']['start'] <= s[0] < r['text_info']['end'] for s in every)
    return 2 * words + inside


def days(code):
    out = []
    for d, m, y in re.findall(r'(\d{1,2}) ([A-Z]{3}) (\d{2})', code or ''):
        out.append('19%s-%02d-%02d' % (y, MONTHS.get(m, 0), int(d)))
    return out


def date_right(template, records):
    """None where the template has no day."""
    want = days(template['date'][0]['code']) if template.get('date') else []
    if not want:
        return None
    low, high = min(want), max(want)
    return any(r.get('date') and r['date'] <= high and (r.get('enddate') or r['date']) >= low for r in records)


LANDS = {'ARG': 'ARGENTINA', 'BOL': 'BOLIVIA', 'BRA': 'BRAZIL', 'CHL': 'CHILE', 'COL': 'COLOMBIA', 'CRI': 'COSTA RICA', 'ECU': 'ECUADOR', 'SLV': 'EL SALVADOR',
         'GTM': 'GUATEMALA', 'HND': 'HONDURAS', 'MEX': 'MEXICO', 'NIC': 'NICARAGUA', 'PAN': 'PANAMA', 'PER': 'PERU', 'VEN': 'VENEZUELA', 'URY': 'URUGUAY', 'ESP': 'SPAIN'}


def place_right(template, records):
    """Of country and of what is named inside it; None where the template has none."""
    code = (template['location'][0]['code'] if template.get('location') else None) or ''
    land, _, rest = code.partition(':')
    names = {n.strip().lower() for n in re.split(r'[:/,-]|\([^)]*\)', rest) if len(n.strip()) > 3}
    country = place = False
    for r in records:
        found = r.get('event_loc') or {}
        told = '|'.join(found.get(k) or '' for k in ('extracted_place', 'resolved_place', 'province')).lower()
        country = country or LANDS.get(found.get('country_code'), '?') in land
        place = place or any(n in told for n in names)
    return country if land else None, place if names else None


def numbers(template):
    out = set()
    for f in template.get('hum_number', []):
        if not f['optional']:
            out.update(int(n) for n in re.findall(r'\d+', f['code'] or '') if int(n) > 1)
    return out


def sizes(records):
    return {v for r in records for s in (r.get('size') or {}).values() for v in (s.get('low'), s.get('high')) if v and v > 1}


def main():
    by, n = collections.defaultdict(list), collections.Counter()
    for line in open(sys.argv[1], encoding='utf-8'):
        r = json.loads(line)
        if 'event' in r and (r['event'][0] == 'ASSAULT' or (r['event'][0] == 'COERCE' and 'arrest' in (r.get('mode') or []))):
            by[r['doc_id']].append(r)
    for path in sys.argv[2:]:
        for line in open(path, encoding='utf-8'):
            report = json.loads(line)
            records = by[report['id']]
            if not report['events']:
                n['irrelevant'] += 1
                n['irrelevant, silent'] += not [r for r in records if r['event'][0] == 'ASSAULT' and 'historical' not in (r.get('aux') or [])]
            own = collections.defaultdict(list)
            for r in records:
                best = max(range(len(report['events'])), key=lambda i: shares(r, report['events'][i]), default=None)
                if best is not None and shares(r, report['events'][best]):
                    own[best].append(r)
            for i, t in enumerate(report['events']):
                if t['optional']:
                    continue
                n['templates'] += 1
                n['found'] += bool(own[i])
                for slot, keys in STRINGS.items():
                    fills = spans(t, keys)
                    said = {p for r in own[i] for p in [(x['start'], x['end']) for x in r.get('actor' if slot == 'perpetrator' else 'recipient', [])]}
                    for optional, alts in fills:
                        n[slot, 'all'] += not optional
                        n[slot, 'right'] += not optional and any(meets(a, p) for a in alts for p in said)
                    n[slot, 'said'] += len(said)
                    n[slot, 'said right'] += sum(any(meets(a, p) for _, alts in fills for a in alts) for p in said)
                for slot, right in zip(('date', 'country', 'place'), (date_right(t, own[i]), *place_right(t, own[i]))):
                    if right is not None:
                        n[slot, 'all'] += 1
                        n[slot, 'right'] += right
                want, have = numbers(t), sizes(own[i])
                n['number', 'all'] += len(want)
                n['number', 'right'] += len(want & have)
                n['number', 'said'] += len(have)
                n['number', 'said right'] += len(want & have)
    print('templates %d, found %.2f; reports without a template %d, without an ASSAULT in them %.2f' % (
        n['templates'], n['found'] / n['templates'], n['irrelevant'], n['irrelevant, silent'] / max(1, n['irrelevant'])))
    for slot in ('perpetrator', 'target', 'date', 'country', 'place', 'number'):
        precision = '%.2f' % (n[slot, 'said right'] / n[slot, 'said']) if n[slot, 'said'] else '-'
        print('%-12s recall %.2f of %d   precision %s' % (slot, n[slot, 'right'] / max(1, n[slot, 'all']), n[slot, 'all'], precision))


if __name__ == '__main__':
    main()
