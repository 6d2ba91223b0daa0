#!/usr/bin/env python3
"""Makes labelled sentences of data/examples/sentences.frames, in the form of doc/training.md.

    tools/frames.py [--each N] [--seed N]     N sentences of each frame, JSON Lines on standard output
    tools/frames.py --check                   nothing but faults; exit status 1 when there is one

The same options give the same sentences. Parties are drawn from the lists below: fifty countries, armed groups, bodies of states, aid organisations, invented persons."""
import argparse
import datetime
import json
import os
import random
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data')
COUNTRIES = [tuple(x.replace('_', ' ') for x in row.split()) for row in '''
KEN Kenya Kenyan Nairobi|UGA Uganda Ugandan Kampala|ETH Ethiopia Ethiopian Addis_Ababa|NGA Nigeria Nigerian Abuja|GHA Ghana Ghanaian Accra|MLI Mali Malian Bamako
NER Niger Nigerien Niamey|TCD Chad Chadian N'Djamena|ZAF South_Africa South_African Pretoria|ZWE Zimbabwe Zimbabwean Harare|MOZ Mozambique Mozambican Maputo
EGY Egypt Egyptian Cairo|DZA Algeria Algerian Algiers|MAR Morocco Moroccan Rabat|TUN Tunisia Tunisian Tunis|TUR Turkey Turkish Ankara|GRC Greece Greek Athens
ITA Italy Italian Rome|ESP Spain Spanish Madrid|FRA France French Paris|DEU Germany German Berlin|GBR Britain British London|POL Poland Polish Warsaw
HUN Hungary Hungarian Budapest|SRB Serbia Serbian Belgrade|UKR Ukraine Ukrainian Kyiv|RUS Russia Russian Moscow|GEO Georgia Georgian Tbilisi
ARM Armenia Armenian Yerevan|IRN Iran Iranian Tehran|IRQ Iraq Iraqi Baghdad|SAU Saudi_Arabia Saudi Riyadh|JOR Jordan Jordanian Amman|ISR Israel Israeli Jerusalem
PAK Pakistan Pakistani Islamabad|IND India Indian New_Delhi|BGD Bangladesh Bangladeshi Dhaka|LKA Sri_Lanka Sri_Lankan Colombo|NPL Nepal Nepalese Kathmandu
MMR Myanmar Burmese Naypyidaw|THA Thailand Thai Bangkok|VNM Vietnam Vietnamese Hanoi|PHL the_Philippines Philippine Manila|IDN Indonesia Indonesian Jakarta
CHN China Chinese Beijing|JPN Japan Japanese Tokyo|KOR South_Korea South_Korean Seoul|AUS Australia Australian Canberra|USA the_United_States American Washington
CAN Canada Canadian Ottawa|MEX Mexico Mexican Mexico_City|GTM Guatemala Guatemalan Guatemala_City|COL Colombia Colombian Bogota|VEN Venezuela Venezuelan Caracas
PER Peru Peruvian Lima|BOL Bolivia Bolivian La_Paz|CHL Chile Chilean Santiago|ARG Argentina Argentine Buenos_Aires|BRA Brazil Brazilian Brasilia|HTI Haiti Haitian Port-au-Prince
'''.strip().replace('\n', '|').split('|')]
GROUPS = '''COL the FARC|COD the M23 rebels|YEM the Houthis|LKA the Tamil Tigers|NGA Boko Haram|SOM al-Shabaab|TUR the PKK|AFG the Taliban|PER the Shining Path
UGA the Lord's Resistance Army|MOZ Renamo|AGO UNITA|SLE the Revolutionary United Front|MMR the Kachin Independence Army|MLI Tuareg rebels|COL the ELN|PSE Hamas|LBN Hezbollah
PHL the Moro Islamic Liberation Front|IND Naxalite rebels|ETH Oromo rebels|SDN Darfur rebels|NPL the Maoists|GTM leftist guerrillas'''.replace('\n', '|').split('|')
BODIES = '''UNO the United Nations|EUR the European Union|IGO the African Union|IGO the Arab League|IGO the International Monetary Fund|IGO the World Bank
UNO the U.N. Security Council|IGO NATO|IGO the OSCE|EUR the European Commission'''.replace('\n', '|').split('|')
HELPERS = 'NGO Oxfam|NGO Doctors Without Borders|NGO the Red Cross|NGO Save the Children|NGO the Norwegian Refugee Council'.split('|')
FIRST = 'Amadou Karim Elena Tomas Ruth Viktor Nadia Samuel Lucia Hassan Marta Pavel Ines Daniel Aisha Georg Mina Rafael Sofia Omar Irena Paulo'.split()
LAST = '''Okello Barzani Horvat Mendes Siddiqui Novak Rahimi Castellan Dlamini Petrenko Marchetti Yildirim Bajwa Sorensen Quispe Tamang Vasquez Kowalik Mbeya Haidari
Lindqvist Fonseka'''.split()
NUMBERS = [3, 4, 6, 8, 12, 15, 20, 25, 30, 40, 60, 80, 120, 200, 300, 500]
DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split()
SPEECH = {'AGREE', 'ACCUSE', 'REJECT', 'REQUEST', 'THREATEN', 'CONCEDE'}   # the actor of such an act is its source
PRAISE = ('050', '051', '052', '053', '054', '056')
# kind: sector, forms; {0} country, {1} adjective, {2} capital, {3} country without "the", {name}, {n}
KINDS = {
    'g': ('GOV', ['{0}', '{0}', '{0}', '{2}', 'the {1} government', '{1} authorities', 'the government in {2}', 'the {1} foreign ministry']),
    'm': ('MIL', ['the {1} army', '{1} troops', '{1} forces', 'the {1} military', '{1} soldiers']),
    'p': ('COP', ['{1} police', 'police in {2}', 'the {1} police', '{1} police officers']),
    'c': ('JUD', ['a court in {2}', '{1} prosecutors', 'the {1} supreme court', 'a {1} judge']),
    'x': ('LEG', ['the {1} parliament', '{1} lawmakers', 'members of the {1} parliament']),
    'l': ('LAB', ['{1} miners', '{1} dockers', 'bus drivers in {2}', 'the {1} railway union', '{1} nurses', '{1} civil servants']),
    'o': ('OPP', ['the {1} opposition', 'opposition parties in {3}', 'opposition leader {name}', '{1} opposition leader {name}']),
    'v': ('CVL', ['villagers in northern {3}', '{n} {1} civilians', 'residents of {2}', '{1} fishermen', '{n} people in a market in {2}', 'families in flooded parts of {3}']),
    'k': ('BUS', ['a {1} mining company', 'the {1} state airline', 'a {1} oil company', 'a {1} bank']),
    'e': ('GOV', ['President {name} of {0}', '{1} Foreign Minister {name}', '{1} Prime Minister {name}', '{1} Defense Minister {name}', 'the {1} president']),
}
CAPTIVES = [('{n} {1} journalists', 'JRN'), ('{n} captured {1} soldiers', 'MIL'), ('{n} {1} hostages', 'CVL'), ('{n} {1} tourists', 'CVL'), ('a {1} priest', 'REL')]
SAID = [('officials', 'GOV'), ('a spokesman for the {1} foreign ministry', 'GOV'), ('police', 'COP'), ('witnesses', 'CVL'), ('a military spokesman', 'MIL'), ('state television', 'JRN'),
        ('aid workers', 'SOC')]
ACCORDING = [('officials', 'GOV'), ('the state news agency', 'JRN'), ('local media', 'JRN')]
BEFORE = ['Tension has been high for weeks. ', 'The war is in its fourth year. ', 'The rains have come late this year. ', 'Diplomats had expected the step. ']


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def words(self, form, country):
        code, name, adjective, capital = country
        short = name[4:] if name.startswith('the ') else name
        number = str(self.rng.choice(NUMBERS)) if '{n}' in form else ''
        person = self.rng.choice(FIRST) + ' ' + self.rng.choice(LAST) if '{name}' in form else ''
        return form.format(name, adjective, capital, short, n=number, name=person)

    def party(self, kind, country):
        """(words, country, sector)"""
        if kind in 'in':
            row = self.rng.choice(BODIES if kind == 'i' else HELPERS)
            return row[4:], row[:3], 'GOV' if kind == 'i' else 'SOC'
        if kind == 'd':
            form, sector = self.rng.choice(CAPTIVES)
        else:
            sector, forms = KINDS[kind]
            form = self.rng.choice(forms)
        return self.words(form, country), country[0], sector

    def another(self, code):
        while True:
            country = self.rng.choice(COUNTRIES)
            if country[0] != code:
                return country

    def group(self):
        """An armed group whose country is in the list."""
        while True:
            row = self.rng.choice(GROUPS)
            home = [c for c in COUNTRIES if c[0] == row[:3]]
            if home:
                return row[4:], home[0]

    def abroad(self, slot, kind, actor, body, type_):
        """Is the party of another country than the actor?"""
        if type_ == 'COOPERATE' or (slot == 'B' and actor not in ('r', 'm')):
            return True
        if slot == 'B':
            return kind != 'r'
        if actor in ('g', 'e', 'm') and kind in ('g', 'e', 'm', 'p'):
            return not (actor == 'm' and kind == 'p')
        if actor in ('g', 'm') and kind in ('v', 'd', 'k'):
            return self.rng.random() < 0.4
        return (actor == 'p' and kind == 'p') or (actor == 'x' and re.search('treaty|pact', body) is not None)

    def parties(self, body, type_):
        kinds = {slot: self.rng.choice(letters) for slot, letters in re.findall(r'\{([ARB])([a-z]+)\}', body)}
        home, rebels = self.another(''), None
        if 'r' in kinds.values():
            rebels, home = self.group()
        other, out = self.another(home[0]), {}
        for slot, kind in kinds.items():
            if kind == 'r':
                out[slot] = rebels, home[0], 'REB'
            else:
                out[slot] = self.party(kind, other if slot != 'A' and self.abroad(slot, kind, kinds.get('A'), body, type_) else home)
        return out, home

    def around(self, home, day, later):
        """(words before, words after, source, is the day told?)"""
        on, share = '' if later else ' on ' + day, self.rng.random()
        if share < 0.3:
            return '', on + '.', None, not later
        if share < 0.5:
            words, sector = self.rng.choice(SAID)
            source = self.words(words, home), 'NGO' if sector == 'SOC' else home[0], sector
            return '', on + ', ' + source[0] + ' said.', source, not later
        if share < 0.6:
            words, sector = self.rng.choice(ACCORDING)
            return 'According to ' + words + ', ', on + '.', (words, home[0], sector), not later
        if share < 0.75:
            return '', '.', None, False
        if share < 0.85:
            return home[3].upper() + ' - ', on + '.', None, not later
        return self.rng.choice(BEFORE), on + '.', None, not later

    def item(self, number, head, body):
        types, cameo = head.split(' ')
        types, _, mode = types.partition('.')
        types = types.split('/')
        parties, home = self.parties(body, types[0])
        text, spans, trigger = '', {}, []
        for piece in re.findall(r'\{[ARB][a-z]+\}|\{N\}|[][]|[^][{}]+', body):
            if piece in '[]':
                trigger.append(len(text))
                continue
            words = str(self.rng.choice(NUMBERS)) if piece == '{N}' else parties[piece[1]][0] if piece[0] == '{' else piece
            if piece[0] == '{' and piece != '{N}':
                spans[piece[1]] = len(text), len(text) + len(words)
            text += words
        published = datetime.date(1988, 1, 1) + datetime.timedelta(self.rng.randrange(13500))
        weekday = self.rng.randrange(7)
        day, later = published - datetime.timedelta((published.weekday() - weekday) % 7), ' next ' in text
        before, after, source, told = self.around(home, DAYS[weekday], later)
        if not before.startswith('According'):
            text = text[0].upper() + text[1:]
        full, at = before + text + after, len(before)

        def entity(slot):
            start, end = spans[slot][0] + at, spans[slot][1] + at
            return {'text': full[start:end], 'start': start, 'end': end, 'country': parties[slot][1], 'sector': parties[slot][2]}
        actor = [entity(s) for s in 'AB' if s in spans]
        word_of = actor[0] if actor and (types[0] in SPEECH or cameo[:3] in PRAISE) else None
        if source:
            start = full.find(source[0]) if before else full.rfind(source[0])
            word_of = {'text': source[0], 'start': start, 'end': start + len(source[0]), 'country': source[1], 'sector': source[2]}
        start, end = trigger[0] + at, trigger[1] + at
        event = {'trigger': full[start:end], 'start': start, 'end': end, 'types': types, 'modes': [mode] if mode else [], 'cameo': cameo, 'aux': [], 'actor': actor,
                 'recipient': [entity('R')] if 'R' in spans else [], 'claim_source': word_of, 'stance': 'asserts' if word_of else None,
                 'date': str(day) if told else '' if later else str(published), 'date_precision': 'day' if told else 'publication', 'place': '', 'core': True}
        return {'id': 'frame-%04d' % number, 'date': str(published), 'text': full, 'fold': 1 + number % 4, 'events': [event]}


def codebook():
    """Types with their modes, and the codes."""
    modes, codes = {}, set()
    for name in os.listdir(os.path.join(ROOT, 'codebook')):
        rows = [line.split(' ', 2) for line in open(os.path.join(ROOT, 'codebook', name), encoding='utf-8').read().split('\n') if line and line[0] != '#']
        if name.endswith('.txt'):
            modes[next(r[1] for r in rows if r[0] == 'type')] = {r[1] for r in rows if r[0] == 'mode'}
    for line in open(os.path.join(ROOT, 'codebook', 'cameo.tsv'), encoding='utf-8'):
        codes.add(line.split('\t')[0])
    return modes, codes


def fault_of(head, body, modes, codes):
    types, _, cameo = head.partition(' ')
    types, _, mode = types.partition('.')
    unknown = [t for t in types.split('/') if t not in modes]
    if unknown:
        return 'there is no type ' + unknown[0]
    if mode and mode not in modes[types.split('/')[0]]:
        return types + ' has no mode ' + mode
    if cameo not in codes:
        return 'there is no code ' + cameo
    if body.count('[') != 1 or body.count(']') != 1:
        return 'the words of the event stand between one [ and one ]'
    return None if '{A' in body or '{R' in body else 'nobody acts and nobody is acted on'


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--each', type=int, default=7)
    ap.add_argument('--seed', type=int, default=7)
    ap.add_argument('--check', action='store_true')
    a = ap.parse_args()
    maker, (modes, codes), faults, number = Maker(a.seed), codebook(), 0, 0
    path = os.path.join(ROOT, 'examples', 'sentences.frames')
    for at, line in enumerate(open(path, encoding='utf-8'), 1):
        if not line.strip() or line[0] == '#':
            continue
        head, _, body = line.strip().partition(' | ')
        fault = fault_of(head, body, modes, codes)
        if fault:
            print('%s:%d: %s.' % (os.path.relpath(path), at, fault), file=sys.stderr)
            faults += 1
            continue
        for _ in range(a.each):
            item = maker.item(number, head, body)
            number += 1
            if not a.check:
                print(json.dumps(item, ensure_ascii=False))
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
