#!/usr/bin/env python3
"""Makes data/examples/*.jsonl out of data/examples/*.txt, where sentences and their labels are written by hand.

    tools/examples.py            writes the .jsonl files
    tools/examples.py --check    changes nothing; exit status 1 when a file has a fault or a .jsonl is not what its .txt gives

An item is a line with a date and a text ("\\n" is a line break), and a line for each event; empty lines and lines with # are passed over:

    2016-03-04 Kampala accused its neighbour of arming the rebels.
    ACCUSE.allege 1123 accused its neighbour | Kampala=UGA.GOV > its neighbour=RWA.GOV
    AID 072 arming the rebels | its neighbour > the rebels=UGA.REB | by Kampala

An event is TYPE, others that would be defensible (/OTHER), modes (.mode), the CAMEO code and the words that carry it; then | actors > recipients, commas between;
then | and what else is to be said, semicolons between:
    historical future hypothetical negation    auxiliary modes
    minor                                      the event is marginal
    by WORDS, by WORDS denies                  on whose word; stance asserts when not said; "by -" nobody's
    on DAY                                     2016-03-01, 2016-03, 2016, 2016-03-01/2016-03-07, none; Mon..Sun is the latest such day, Mon+..Sun+ the next;
                                               -3 and +3 are days from the date; week-1, month-1, year-1 and with + likewise
    at WORDS                                   place
A party is its words and, once in an item, =COUNTRY.SECTOR. Words mean the occurrence nearest to the event's; "words#2" means the second.
Without "by", who promises, demands, accuses, refuses, threatens, yields in words or praises is the source. Without "on", an event without auxiliary mode
is of the item's date.
"""
import datetime, json, os, re, sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data')
DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
AUX = ['historical', 'future', 'hypothetical', 'negation']
STANCES = ['asserts', 'admits', 'denies', 'believes', 'expects']
SPEECH = {'AGREE', 'ACCUSE', 'REJECT', 'REQUEST', 'THREATEN', 'CONCEDE'}
COMMA = re.compile(r',(?!\d)')  # not the one of 10,000
PRAISE = {'050', '051', '052', '053', '054', '056'}


class Fault(Exception):
    pass


def lines(path):
    with open(path, encoding='utf-8') as f:
        return [line.rstrip('\n') for line in f]


class Codebook:
    """What may stand in a label."""

    def __init__(self):
        self.modes, self.types_of, self.sectors, self.countries = {}, {}, set(), set()
        folder = os.path.join(ROOT, 'codebook')
        for name in sorted(os.listdir(folder)):
            if not name.endswith('.txt'): continue
            rows = [line.split(' ', 2) for line in lines(os.path.join(folder, name)) if line and line[0] != '#']
            self.modes[next(r[1] for r in rows if r[0] == 'type')] = {r[1] for r in rows if r[0] == 'mode'}
        for line in lines(os.path.join(folder, 'cameo.tsv')):
            if line[:1].isdigit(): self.types_of[line.split('\t')[0]] = line.split('\t')[1]
        for line in lines(os.path.join(folder, 'words.tsv')):
            cells = line.split('\t')
            if cells[0] == 'sector': self.sectors.add(cells[1])
            if cells[0] == 'code': self.countries.add(cells[1])
        for line in lines(os.path.join(ROOT, 'countries.tsv')):
            if line and line[0] != '#': self.countries.add(line.split('\t')[0])


def spans(text, words):
    """Where the words stand, as whole words."""
    pattern = (r'(?<!\w)' if words[:1].isalnum() else '') + re.escape(words) + (r'(?!\w)' if words[-1:].isalnum() else '')
    return [(m.start(), m.end()) for m in re.finditer(pattern, text)]


def find(text, words, near=None):
    """The span of the words: the occurrence that is asked for, else the one nearest to `near`."""
    words, _, nth = words.partition('#')
    found = spans(text, words)
    if not found: raise Fault(f'"{words}" does not stand in the text')
    if nth:
        if int(nth) > len(found): raise Fault(f'"{words}" stands only {len(found)} times in the text')
        return found[int(nth) - 1]
    if near is None:
        if len(found) > 1: raise Fault(f'"{words}" stands {len(found)} times in the text: say which with #1')
        return found[0]
    return min(found, key=lambda s: (max(near[0] - s[1], s[0] - near[1], 0), s[0]))


def day(word, published):
    """(date, precision) of a word after `on`."""
    if word == 'none': return '', ''
    moved = re.fullmatch(r'(week|month|year)([+-]\d+)', word)
    if moved:
        unit, n = moved.group(1), int(moved.group(2))
        if unit == 'week':
            monday = published - datetime.timedelta(days=published.weekday() - 7 * n)
            return f'{monday}/{monday + datetime.timedelta(days=6)}', 'week'
        if unit == 'year': return f'{published.year + n:04d}', 'year'
        months = published.year * 12 + published.month - 1 + n
        return f'{months // 12:04d}-{months % 12 + 1:02d}', 'month'
    if re.fullmatch(r'[+-]\d+', word): return str(published + datetime.timedelta(days=int(word))), 'day'
    if word[:3] in DAYS and word[3:] in ('', '+'):
        ahead = (DAYS.index(word[:3]) - published.weekday()) % 7
        if word[3:] == '': ahead = ahead - 7 if ahead else 0
        elif ahead == 0: ahead = 7
        return str(published + datetime.timedelta(days=ahead)), 'day'
    for part in word.split('/'):
        if not re.fullmatch(r'\d{4}(-\d\d(-\d\d)?)?', part): raise Fault(f'"{word}" is no day')
        if len(part) == 10: datetime.date.fromisoformat(part)
    return word, 'range' if '/' in word else {4: 'year', 7: 'month', 10: 'day'}[len(word)]


class Item:
    def __init__(self, book, date, text):
        self.book, self.date, self.text, self.known, self.events = book, datetime.date.fromisoformat(date), text, {}, []

    def party(self, words, near):
        words = words.strip().partition('=')[0]
        code = self.known.get(words.partition('#')[0])
        if code is None: raise Fault(f'"{words}" has no code')
        country, _, sector = code.partition('.')
        if country and country not in self.book.countries: raise Fault(f'there is no country {country}')
        if sector and sector not in self.book.sectors: raise Fault(f'there is no sector {sector}')
        start, end = find(self.text, words, near)
        return {'text': self.text[start:end], 'start': start, 'end': end, 'country': country, 'sector': sector}

    def parties(self, words, near):
        return [self.party(w, near) for w in COMMA.split(words) if w.strip()]

    def learn(self, line):
        """Keeps the codes of parties that the line gives."""
        for part in re.split(r'[>|;]|' + COMMA.pattern, line.partition('|')[2]):
            words, given, code = part.strip().partition('=')
            if given: self.known[words.removeprefix('by ').partition('#')[0]] = code.partition(' ')[0]

    def event(self, line):
        head, *rest = [part.strip() for part in line.split('|')]
        what, cameo, trigger = (head.split(' ', 2) + ['', ''])[:3]
        types, *modes = what.split('.')
        types = types.split('/')
        self.check_labels(types, modes, cameo)
        span = find(self.text, trigger)
        if not 1 <= len(self.text[span[0]:span[1]].split()) <= 8: raise Fault(f'"{trigger}" has more than eight words')
        actors, _, recipients = (rest[0] if rest else '').partition('>')
        event = {'trigger': self.text[span[0]:span[1]], 'start': span[0], 'end': span[1], 'types': types, 'modes': modes, 'cameo': cameo, 'aux': [],
                 'actor': self.parties(actors, span), 'recipient': self.parties(recipients, span), 'claim_source': None, 'stance': None,
                 'date': None, 'date_precision': None, 'place': '', 'core': True}
        speech = types[0] in SPEECH and 'investigate' not in modes or types[0] == 'SUPPORT' and cameo in PRAISE
        if speech and event['actor']: event['claim_source'], event['stance'] = event['actor'][0], 'asserts'
        for extra in filter(None, (e.strip() for e in (rest[1] if len(rest) > 1 else '').split(';'))): self.extra(event, extra, span)
        if event['date'] is None: event['date'], event['date_precision'] = ('', '') if set(event['aux']) - {'negation'} else (str(self.date), 'publication')
        self.events.append(event)

    def check_labels(self, types, modes, cameo):
        for t in types:
            if t not in self.book.modes: raise Fault(f'there is no type {t}')
        for mode in modes:
            if mode not in self.book.modes[types[0]]: raise Fault(f'{types[0]} has no mode {mode}')
        if cameo not in self.book.types_of: raise Fault(f'there is no code {cameo}')

    def extra(self, event, extra, span):
        key, _, words = extra.partition(' ')
        if extra in AUX: event['aux'].append(extra)
        elif extra == 'minor': event['core'] = False
        elif key == 'at': event['place'] = self.text[slice(*find(self.text, words, span))]
        elif key == 'on': event['date'], event['date_precision'] = day(words, self.date)
        elif key == 'by' and words == '-': event['claim_source'] = event['stance'] = None
        elif key == 'by':
            stance = words.rpartition(' ')[2]
            if stance in STANCES: words = words.rpartition(' ')[0]
            event['claim_source'] = self.party(words, span)
            event['stance'] = stance if stance in STANCES else 'asserts'
        else: raise Fault(f'"{extra}" says nothing')


def read(path, book, faults):
    items, events = [], []
    for number, line in enumerate(lines(path), 1):
        if not line.strip() or line[0] == '#': continue
        begins = re.match(r'(\d{4}-\d\d-\d\d) (.+)', line)
        if begins:
            items.append(Item(book, begins.group(1), begins.group(2).replace('\\n', '\n')))
        elif items:
            items[-1].learn(line)
            events.append((number, items[-1], line))
        else: faults.append(f'{path}:{number}: an event stands before any text.')
    for number, item, line in events:
        try: item.event(line)
        except (Fault, ValueError) as fault: faults.append(f'{path}:{number}: {fault}.')
    return items


def jsonl(name, items):
    out = []
    for i, item in enumerate(items, 1):
        events = sorted(item.events, key=lambda e: (e['start'], e['end']))
        out.append(json.dumps({'id': f'{name}-{i:03d}', 'date': str(item.date), 'text': item.text, 'fold': i % 5, 'events': events}, ensure_ascii=False))
    return ''.join(line + '\n' for line in out)


def main():
    check, book, faults, seen = sys.argv[1:] == ['--check'], Codebook(), [], {}
    if sys.argv[1:] and not check: sys.exit(__doc__)
    folder = os.path.join(ROOT, 'examples')
    texts = events = 0
    for name in sorted(n[:-4] for n in os.listdir(folder) if n.endswith('.txt')):
        source, target = (os.path.join(folder, name + end) for end in ('.txt', '.jsonl'))
        items = read(source, book, faults)
        for item in items:
            if item.text in seen: faults.append(f'{source}: "{item.text[:60]}" stands in {seen[item.text]} already.')
            seen[item.text] = source
        texts, events, made = texts + len(items), events + sum(len(item.events) for item in items), jsonl(name, items)
        if not check:
            with open(target, 'w', encoding='utf-8') as f: f.write(made)
        elif not os.path.exists(target) or open(target, encoding='utf-8').read() != made:
            faults.append(f'{target}: is not what {name}.txt gives; run tools/examples.py.')
    for fault in faults: print(fault)
    print(f'{texts} texts, {events} events, {len(faults)} faults')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
