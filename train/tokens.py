#!/usr/bin/env python3
"""Trains and measures the sentence splitter; the cutter's rules are in C and are called through train/gaps.c.

    tokens.py train --gaps PROGRAM --out out/sections TREEBANK.conllu.gz ...
    tokens.py measure --gaps PROGRAM --sections out/sections --score score_parse.py TREEBANK.conllu.gz ...

Raw text is rebuilt from the words and their SpaceAfter; a paragraph begins at newpar and newdoc. Each treebank is read three times: as it is, in
capitals only and in lower case only, because wire copy and hurried pages come that way. The classifier is logistic regression over hashed features,
Adam, quantised to int8. Writes tokens.gaps and tokens.bias."""
import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile

import numpy

FEATURES, BUCKETS = 24, 131072


def paragraphs(path):
    """Yields paragraphs as lists of sentences, a sentence being a list of (form, space after)."""
    paragraph, sentence, inside = [], [], 0
    with gzip.open(path, 'rt', encoding='utf-8') as f:
        for line in f:
            if line.startswith(('# newpar', '# newdoc')) and 'newpar_block' not in line:
                if paragraph:
                    yield paragraph
                paragraph = []
            elif line == '\n':
                paragraph.append(sentence)
                sentence, inside = [], 0
            elif line[0] != '#':
                c = line.rstrip('\n').split('\t')
                if '.' in c[0]:
                    continue
                if '-' in c[0]:
                    inside = int(c[0].split('-')[1])
                elif int(c[0]) <= inside:
                    continue
                sentence.append((c[1], 'SpaceAfter=No' not in c[9]))
    if paragraph:
        yield paragraph


def change(text, case):
    """ASCII letters alone, so that offsets stay."""
    table = {i: i - 32 for i in range(97, 123)} if case == 'upper' else {i: i + 32 for i in range(65, 91)}
    return text if case == 'as is' else text.translate(table)


def raw(paths, case='as is'):
    """The text as bytes and the byte offsets at which sentences end."""
    parts, ends, at = [], [], 0
    for path in paths:
        for paragraph in paragraphs(path):
            for sentence in paragraph:
                for form, space in sentence:
                    b = change(form, case).encode()
                    parts.append(b)
                    at += len(b)
                    end = at
                    if space:
                        parts.append(b' ')
                        at += 1
                ends.append(end)
            parts.append(b'\n\n')
            at += 2
    return b''.join(parts), numpy.array(ends, '<u4')


def examples(gaps, paths, case, folder):
    text, ends = raw(paths, case)
    names = [os.path.join(folder, n) for n in ('text', 'ends')]
    for name, data in zip(names, (text, ends.tobytes())):
        with open(name, 'wb') as f:
            f.write(data)
    out = subprocess.run([gaps, 'ask'] + names, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    wrong = out.stderr.decode(errors='replace').splitlines()
    print('%s: %d sentences; certain rules err %d times' % (case, len(ends), len(wrong)), file=sys.stderr)
    table = numpy.frombuffer(out.stdout, '<u4').reshape(-1, 1 + FEATURES)
    return table[:, 0].astype(numpy.float32), table[:, 1:].astype(numpy.int64), wrong


def fit(label, feature, weight, epochs=6, batch=256, rate=0.02, decay=1e-6):
    w = numpy.zeros(BUCKETS + 1, numpy.float32)
    first, second = numpy.zeros_like(w), numpy.zeros_like(w)
    mean = numpy.zeros_like(w)
    feature = numpy.concatenate([feature, numpy.full((len(feature), 1), BUCKETS)], 1)
    steps, total, averaged = 0, epochs * (len(label) // batch), 0
    order = numpy.random.RandomState(1)
    for epoch in range(epochs):
        place, loss = order.permutation(len(label)), 0.0
        for at in range(0, len(place) - batch + 1, batch):
            rows = place[at:at + batch]
            p = 1 / (1 + numpy.exp(-w[feature[rows]].sum(1)))
            loss -= numpy.log(numpy.where(label[rows] > 0, p, 1 - p) + 1e-9).sum()
            g = numpy.bincount(feature[rows].ravel(), numpy.repeat((p - label[rows]) * weight[rows], FEATURES + 1), BUCKETS + 1).astype(numpy.float32) / batch
            g += decay * w
            steps += 1
            first += 0.1 * (g - first)
            second += 0.001 * (g * g - second)
            step = rate * (1 - steps / total) + 1e-4
            w -= step * first / (1 - 0.9 ** steps) / (numpy.sqrt(second / (1 - 0.999 ** steps)) + 1e-8)
            if epoch >= epochs - 2:
                mean += w
                averaged += 1
        print('epoch %d loss %.5f' % (epoch + 1, loss / len(place)), file=sys.stderr)
    return mean / averaged


def quantise(w):
    """Scale and clip so that nearly all weights fit into a byte."""
    scale = 127 / max(numpy.quantile(numpy.abs(w[:-1][w[:-1] != 0]), 0.9995), 1e-6)
    return numpy.clip(numpy.rint(w[:-1] * scale), -127, 127).astype(numpy.int8), int(round(float(w[-1] * scale)))


def save(folder, name, kind, data, shape):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + '.bin'), 'wb') as f:
        f.write(data)
    with open(os.path.join(folder, name + '.json'), 'w') as f:
        json.dump({'type': kind, 'shape': list(shape)}, f)


def train(args):
    with tempfile.TemporaryDirectory() as folder:
        sets = [examples(args.gaps, args.treebanks, case, folder) for case in ('as is', 'upper', 'lower')]
    label = numpy.concatenate([s[0] for s in sets])
    feature = numpy.concatenate([s[1] for s in sets])
    weight = numpy.concatenate([numpy.full(len(s[0]), v, numpy.float32) for s, v in zip(sets, (1, 0.5, 0.3))])
    weight *= numpy.where(label > 0, args.favour, 1).astype(numpy.float32)
    print('%d places, %d ends' % (len(label), label.sum()), file=sys.stderr)
    w = fit(label, feature, weight, args.epochs, decay=args.decay)
    int8, bias = quantise(w)
    save(args.out, 'tokens.gaps', 'int8', int8.tobytes(), [BUCKETS])
    save(args.out, 'tokens.bias', 'u32', numpy.array([bias], '<i4').tobytes(), [1])


def measure(args):
    """Writes what the C code makes of a treebank's raw text as CoNLL-U and calls the scorer."""
    for path in args.treebanks:
        text, _ = raw([path], args.case)
        with tempfile.TemporaryDirectory() as folder:
            name, out, gold = (os.path.join(folder, n) for n in ('text', 'out.conllu', 'gold.conllu'))
            with open(name, 'wb') as f:
                f.write(text)
            model = [os.path.join(args.sections, n + '.bin') for n in ('tokens.gaps', 'tokens.bias')] if args.sections else []
            lines = subprocess.run([args.gaps, 'words', name] + model, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
            with open(out, 'w', encoding='utf-8') as f:
                write_conllu(f, text, [list(map(int, line.split())) for line in lines])
            if args.keep:
                with open(out, encoding='utf-8') as f, open(args.keep, 'w', encoding='utf-8') as g:
                    g.write(f.read())
            with gzip.open(path, 'rt', encoding='utf-8') as f, open(gold, 'w', encoding='utf-8') as g:
                for line in f:
                    c = line.split('\t')
                    if len(c) > 1:
                        c[1] = change(c[1], args.case)
                    g.write('\t'.join(c))
            print('##', os.path.basename(path), args.case, flush=True)
            lines = subprocess.run([sys.executable, args.score, gold, out], stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode().splitlines()
            print('\n'.join(line for line in lines if line.split()[0] in ('tokens', 'sentences', 'words', 'texts')))


def write_conllu(f, text, words):
    row, number, left = '%s\t%s\t_\t_\t_\t_\t%d\t_\t_\t_\n', 0, 0
    for i, (start, end, group, flags) in enumerate(words):
        if flags & 1:
            if i:
                f.write('\n')
            number = 0
        number += 1
        if group:
            f.write('%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t_\n' % (number, number + group - 1, text[start:words[i + group - 1][1]].decode()))
        f.write(row % (number, text[start:end].decode(), number - 1))
    f.write('\n')


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('verb', choices=['train', 'measure'])
    p.add_argument('treebanks', nargs='+')
    p.add_argument('--gaps', required=True)
    p.add_argument('--out', default='out/sections')
    p.add_argument('--sections', help='folder of trained sections; rules alone without it')
    p.add_argument('--score')
    p.add_argument('--case', default='as is', choices=['as is', 'upper', 'lower'])
    p.add_argument('--keep', help='keep the CoNLL-U here')
    p.add_argument('--epochs', type=int, default=5)
    p.add_argument('--favour', type=float, default=3, help='weight of a true end against that of another place')
    p.add_argument('--decay', type=float, default=5e-6)
    args = p.parse_args()
    (train if args.verb == 'train' else measure)(args)


main()
