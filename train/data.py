"""Reading the training material: treebanks, names, coded events; words to pieces; windows of whole sentences.

All paths are below one folder (--data) laid out as doc/training.md says. Only material that may train a shipped model is read."""
import collections
import gzip
import itertools
import json
import lzma
import os
import random
import re
import unicodedata

TYPES = 'AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT'.split()
SECTORS = [''] + 'COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC'.split()
MODES = ('visit third-party multilateral phone withdraw release disarm ceasefire access resign assist change yield meet disapprove investigate allege restrict '
         'arrest relations expel territory violence demo riot strike hunger boycott obstruct vandalize convict discontinue troops weapons police militia seize '
         'censor curfew martial-law deport withhold misinformation cyber abduct beat torture sexual targeted destroy primitive firearms explosives '
         'suicide-attack aerial drone heavy-weapons crowd-control unconventional').split()
AUX = 'historical future hypothetical negation'.split()
STANCES = ['', 'asserts', 'admits', 'denies', 'believes', 'expects']
NAMES = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC']
SPECIALS = ['IGO', 'UNO', 'EUR', 'NGO', 'ISM', 'IMG', 'MNC', '']
ROLES = ['actor', 'recipient', 'source', 'place', 'time']
IGNORE = -100
CLS, SEP, UNK = '[CLS]', '[SEP]', '[UNK]'
LIMIT = 254   # pieces of a window beside [CLS] and [SEP]


def index(names):
    return {n: i for i, n in enumerate(names)}


def lines(path):
    with {'.gz': gzip.open, '.xz': lzma.open}.get(path[-3:], open)(path, 'rt', encoding='utf-8') as f:
        yield from f


def treebank(path):
    """Documents of sentences of words (form, upos, xpos, feats, head, relation)."""
    docs, sentence = [], []
    for line in lines(path):
        line = line.rstrip('\n')
        if line.startswith('# newdoc') or not docs:
            docs.append([])
        if not line:
            if sentence:
                docs[-1].append(sentence)
            sentence = []
        elif line[0] != '#':
            c = line.split('\t')
            if c[0].isdigit():
                sentence.append((c[1], c[3], c[4], c[5], int(c[6]), c[7]))
    if sentence:
        docs[-1].append(sentence)
    return [d for d in docs if d]


def named(path):
    """Sentences of (form, tag) in IOB2; tags of other classes than PER, ORG, LOC come back as they are and are masked later."""
    out, cur, two = [], [], path.endswith('iob2')
    for line in lines(path):
        line = line.rstrip('\n')
        if line.startswith('# '):
            continue
        if not line.strip():
            if cur:
                out.append(cur)
            cur = []
            continue
        c = line.split('\t') if '\t' in line else line.split()
        word, tag = (c[1], c[2]) if two else (c[0], c[-1])
        before = cur[-1][1] if cur else 'O'
        if not two and tag.startswith('I-') and (before == 'O' or before[2:] != tag[2:]):
            tag = 'B-' + tag[2:]
        cur.append((word, tag))
    return out + ([cur] if cur else [])


def shape(word):
    letters = [c for c in word if c.isalpha()]
    if len(letters) > 1 and word.upper() == word:
        return 1
    if word[:1].isupper():
        return 2
    if any(c.isupper() for c in word):
        return 3
    if any(c.isdigit() for c in word):
        return 4
    return 0 if letters else 5


class Pieces:
    """WordPiece, longest match first, over the lower-cased form without accents."""

    def __init__(self, vocabulary):
        self.text, self.id, self.memo = vocabulary, index(vocabulary), {}
        self.cls, self.sep, self.unk = self.id[CLS], self.id[SEP], self.id[UNK]

    def of(self, word):
        if word not in self.memo:
            self.memo[word] = self.split(word)
        return self.memo[word]

    def split(self, word):
        form = ''.join(c for c in unicodedata.normalize('NFD', word.lower()) if unicodedata.category(c) != 'Mn')
        out, parts = [], re.findall(r'[^\W_]+|[\W_]', form)   # BERT separates punctuation inside a word
        for part in parts:
            at, found = 0, []
            while at < len(part):
                end = len(part)
                while end > at and ('##' if at else '') + part[at:end] not in self.id:
                    end -= 1
                if end == at:
                    found = [self.unk]
                    break
                found.append(self.id[('##' if at else '') + part[at:end]])
                at = end
            out += found
        return out[:8] or [self.unk]


WORD = re.compile(r"https?://\S+|(?:[A-Z]\.)+[A-Z]?|\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\d+(?:[.,:]\d+)+|\.{2,}|-{2,}|[^\W_]+|[^\w\s]|_", re.UNICODE)
STOP = re.compile(r'[.!?][\'"”’)\]]*\s+(?=[\'"“‘(\[]*[A-Z0-9])|\n+')
SHORT = re.compile(r'(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Maj|Capt|Sen|Rep|Gov|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|No|vs))\.$')


def sentences(text):
    """Spans of sentences, crude: training needs windows of about whole sentences, not exact ones."""
    out, start = [], 0
    for m in STOP.finditer(text):
        if m.group()[0] == '.' and SHORT.search(text[:m.start() + 1][-8:]):
            continue
        out.append((start, m.end()))
        start = m.end()
    out.append((start, len(text)))
    return [s for s in out if text[s[0]:s[1]].strip()]


class Example:
    """A window: words, their sentence numbers, and whatever targets a task adds as attributes."""
    __slots__ = ('words', 'sentence', 'ids', 'first', 'shape', 'n', 'extra')

    def __init__(self, words, sentence, pieces, case=None):
        self.ids, self.first = [pieces.cls], []
        for w in words:
            p = pieces.of(w)
            if len(self.ids) + len(p) > LIMIT + 1:
                break
            self.first.append((len(self.ids), len(p)))
            self.ids += p
        self.ids.append(pieces.sep)
        self.n = len(self.first)
        self.words, self.sentence = words[:self.n], sentence[:self.n]
        self.shape = [shape(w if case is None else case(w)) for w in self.words]
        self.extra = {}


def case_noise(rng):
    """Now and then a window in capitals or without any, so that the trees stand it."""
    r = rng.random()
    return str.upper if r < 0.06 else str.lower if r < 0.10 else None


def tree_windows(docs, labels, pieces, rng, single=0.3):
    """One pass over the treebank: sentences alone or packed with their neighbours; targets: upos, xpos, feats, head (0 root), rel."""
    ids = {k: index(labels[k]) for k in ('upos', 'xpos', 'feats', 'rel')}
    out = []
    for doc in docs:
        at = 0
        while at < len(doc):
            take, words = [], 0
            want = 1 if rng.random() < single else rng.randint(2, 12)
            while at < len(doc) and len(take) < want and (not take or words + sum(len(pieces.of(w[0])) for w in doc[at]) <= LIMIT):
                take.append(doc[at])
                words += sum(len(pieces.of(w[0])) for w in doc[at])
                at += 1
            flat = [w for s in take for w in s]
            e = Example([w[0] for w in flat], [i for i, s in enumerate(take) for _ in s], pieces, case_noise(rng))
            if e.n < len(flat):
                continue
            base, heads = 0, []
            for s in take:
                heads += [0 if w[4] == 0 else base + w[4] for w in s]
                base += len(s)
            e.extra = dict(head=heads, upos=[ids['upos'].get(w[1], IGNORE) for w in flat], xpos=[ids['xpos'].get(w[2], IGNORE) for w in flat],
                           feats=[ids['feats'].get(w[3], IGNORE) for w in flat], rel=[ids['rel'].get(w[5], IGNORE) for w in flat])
            out.append(e)
    return out


def name_windows(parts, pieces, rng):
    """Consecutive sentences of the same set, alone or packed; target: name."""
    tags, out = index(NAMES), []
    for sents in parts:
        at = 0
        while at < len(sents):
            want, flat, number = (1 if rng.random() < 0.6 else rng.randint(2, 6)), [], []
            for k, s in enumerate(sents[at:at + want]):
                flat += s
                number += [k] * len(s)
            at += want
            e = Example([w for w, _ in flat], number, pieces, case_noise(rng))
            e.extra = dict(name=[tags.get(t, IGNORE) for _, t in flat[:e.n]])
            out.append(e)
    return out


class Countries:
    """Which word gives which country: from our tables (names, peoples, adjectives, capitals, seats, leaders, cities) and, for training only, from an
    actors dictionary in the PETRARCH format, which knows more spellings and more office holders than a pointer needs to be told twice."""

    def __init__(self, folder, dictionary=None):
        self.phrase = {}
        if dictionary:
            self.read_dictionary(dictionary)
        for name, columns in (('countries.tsv', ('name', 'aliases', 'peoples', 'adjectives', 'capital', 'seats')), ('people.tsv', ('name', 'aliases')),
                              ('cities.tsv', ('name', 'aliases'))):
            path = os.path.join(folder, name)
            if not os.path.exists(path):
                continue
            rows = [l.rstrip('\n').split('\t') for l in lines(path) if l.strip() and l[0] != '#']
            head = index(rows[0])
            for r in rows[1:]:
                for c in columns:
                    for form in (r[head[c]] if c in head and len(r) > head[c] else '').split('|'):
                        words = WORD.findall(form)
                        if words:
                            self.phrase.setdefault(words[0], []).append((words, r[head['code']]))
                            if name == 'people.tsv' and len(words[-1]) > 3:
                                self.phrase.setdefault(words[-1], []).append((words[-1:], r[head['code']]))
        for v in self.phrase.values():
            v.sort(key=lambda x: -len(x[0]))

    def read_dictionary(self, path):
        phrases, codes = [], []
        for line in itertools.chain(lines(path), ['END_']):
            line = re.sub(r'\s*#.*', '', line.rstrip('\n'))
            if not line.strip():
                continue
            found = re.findall(r'\[([A-Z]{3})', line)
            if line[0] not in ' \t+':
                code = collections.Counter(codes).most_common(1)
                for p in phrases:
                    form = [w.title() for w in p.replace('_', ' ').split()]
                    if code and form and (len(form) > 1 or len(form[0]) > 3):
                        self.phrase.setdefault(form[0], []).append((form, code[0][0]))
                phrases, codes = [], []
            if line[0] not in ' \t':
                phrases.append(line.lstrip('+').split('[')[0].strip())
            codes += found

    def of(self, words):
        """A country code or '' for each word."""
        out, at = [''] * len(words), 0
        while at < len(words):
            for form, code in self.phrase.get(words[at], ()):
                if words[at:at + len(form)] == form:
                    out[at:at + len(form)] = [code] * len(form)
                    at += len(form) - 1
                    break
            at += 1
        return out


class Article:
    """A coded article: words with offsets, sentences, and its events as word indices."""

    def __init__(self, record, pieces, countries, times):
        text = record['text']
        self.id, self.text, self.record = record['id'], text, record
        self.words, self.span, self.sentence = [], [], []
        for k, (a, b) in enumerate(sentences(text)):
            for m in WORD.finditer(text, a, b):
                self.words.append(m.group())
                self.span.append((m.start(), m.end()))
                self.sentence.append(k)
        self.size = [len(pieces.of(w)) for w in self.words]
        self.country = countries.of(self.words)
        self.events = [e for e in (self.event(v, times or []) for v in record.get('events', [])) if e]

    def at(self, a, b):
        return [i for i, (x, y) in enumerate(self.span) if x < b and y > a]

    def event(self, v, times):
        trigger = self.at(v['start'], v['end'])
        if not trigger:
            return None
        fill = {k: [] for k in ROLES}
        parties = []
        for role, side in (('actor', v['actor']), ('recipient', v['recipient']), ('source', [v['claim_source']] if v.get('claim_source') else [])):
            for x in side:
                if 'start' not in x:
                    continue
                words = self.at(x['start'], x['end'])
                if words:
                    fill[role].append(words)
                    parties.append((words, x['sector'].split('|')[0], x['country'].split('|')[0]))
        if v.get('place') and len(v['place']) > 2:
            near = [m.start() for m in re.finditer(re.escape(v['place']), self.text)]
            if near:
                a = min(near, key=lambda s: abs(s - v['start']))
                fill['place'].append(self.at(a, a + len(v['place'])))
        fill['time'] = [w for w in (self.at(t['start'], t['end']) for t in self.dated(v, times)) if w]
        open_roles = set(self.record.get('open_roles', ()))
        if v.get('date') and v.get('date_precision') != 'publication' and not fill['time']:
            open_roles.add('time')
        return dict(trigger=trigger, types=v['types'], core=v['core'], aux=[float(a in v['aux']) for a in AUX], stance=STANCES.index(v.get('stance') or ''),
                    mode=v['modes'], cameo=v.get('cameo') or '', fill=fill, parties=parties, open_roles=[ROLES.index(r) for r in sorted(open_roles)])

    def dated(self, v, times):
        """The nearest expression of time whose bounds are the event's."""
        if not v.get('date') or v.get('date_precision') == 'publication':
            return []
        low, _, high = v['date'].partition('/')
        high = high or low
        same = [t for t in times if t.get('low') and t['low'][:len(low)] == low and t['high'][:len(high)] == high and (len(low) < 10 or t['low'] == low)]
        return sorted(same, key=lambda t: abs(t['start'] - v['start']))[:1]


def event_windows(article, pieces, labels, rng=None):
    """Windows of whole sentences with an overlap of one sentence; with rng the first may begin late, for variety."""
    modes, cameos, sectors = index(labels['mode']), index(labels['cameo']), index(labels['sector'])
    begin = collections.OrderedDict()
    for i, s in enumerate(article.sentence):
        begin.setdefault(s, i)
    starts = list(begin.values()) + [len(article.words)]
    out, first = [], 0
    if rng and len(starts) > 4 and rng.random() < 0.4:
        first = rng.randrange(0, min(4, len(starts) - 2))
    while first < len(starts) - 1:
        last, size = first, 0
        while last < len(starts) - 1 and (last == first or size + sum(article.size[starts[last]:starts[last + 1]]) <= LIMIT):
            size += sum(article.size[starts[last]:starts[last + 1]])
            last += 1
        a, b = starts[first], starts[last]
        e = Example(article.words[a:b], article.sentence[a:b], pieces, case_noise(rng) if rng else None)
        e.extra = targets(article, a, e.n, modes, cameos, sectors)
        out.append(e)
        if last >= len(starts) - 1:
            break
        first = max(last - 1, first + 1)
    return out


def targets(article, a, n, modes, cameos, sectors):
    inside = lambda ws: [w - a for w in ws if a <= w < a + n]
    kinds, T, W = index(TYPES), {}, {}
    events, parties, begins = [], [], []
    country = article.country[a:a + n]
    for v in article.events:
        trigger = inside(v['trigger'])
        if not trigger or len(trigger) < len(v['trigger']):
            continue
        k = kinds[v['types'][0]]
        begins.append((trigger[0], 1.0 if v['core'] else 0.5))
        for i in trigger:
            T[i, k] = 1.0
            if not v['core']:
                W[i, k] = 0.5
            for other in v['types'][1:]:
                W.setdefault((i, kinds[other]), 0.2)
        events.append(dict(words=trigger, type=k, core=float(v['core']), aux=v['aux'], stance=v['stance'], mode=[modes[m] for m in v['mode'] if m in modes],
                           cameo=cameos.get(v['cameo'], IGNORE), fill=[[i for ws in v['fill'][r] for i in inside(ws)] for r in ROLES],
                           open_roles=v['open_roles']))
        for words, sector, code in v['parties']:
            ws = inside(words)
            if not ws:
                continue
            give = [i for i, c in enumerate(country) if c == code] if code not in SPECIALS else []
            target = give if give else [-1 - SPECIALS.index(code)] if code in SPECIALS else []   # below zero: specials
            parties.append(dict(words=ws, sector=sectors.get(sector, IGNORE), country=target))
    for (i, k), w in list(W.items()):
        if w == 0.2 and (i, k) in T:
            del W[i, k]
    return dict(T=T, W=W, begins=begins, events=events, parties=parties)


def label_lists(docs, articles):
    """Every label with a fixed order: most frequent first, ties by name."""
    def listed(items, least=1):
        c = collections.Counter(items)
        return [k for k, v in sorted(c.items(), key=lambda x: (-x[1], x[0])) if v >= least]
    words = [w for d in docs for s in d for w in s]
    return dict(upos=listed(w[1] for w in words), xpos=listed(w[2] for w in words), feats=listed((w[3] for w in words), 2), rel=listed(w[5] for w in words),
                name=NAMES, type=TYPES, mode=MODES, sector=SECTORS, special=SPECIALS, stance=STANCES, aux=AUX,
                cameo=listed((v['cameo'] for a in articles for v in a['events'] if v.get('cameo')), 3))


def load_json_lines(path):
    return [json.loads(l) for l in lines(path) if l.strip()]
