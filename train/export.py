#!/usr/bin/env python3
"""Writes a trained model as the one file of doc/model.md.

    export.py MODEL.pt --card CARD.md --sections DIR --out ../data/models/base.dlm

DIR holds further sections as NAME.bin with NAME.json {"type": "bytes|int8|float|u16|u32", "shape": [...]} (tokeniser and lemma tables)."""
import argparse
import glob
import hashlib
import json
import os
import struct

import numpy
import torch

from network import Recurrent
import evaluate

TYPES = {'bytes': 0, 'int8': 1, 'float': 2, 'u16': 3, 'u32': 4}


class File:
    def __init__(self):
        self.sections = []

    def add(self, name, kind, data, shape):
        raw = data if isinstance(data, bytes) else numpy.ascontiguousarray(data).tobytes()
        self.sections.append((name, TYPES[kind], list(shape), raw))

    def floats(self, name, t):
        a = t.detach().float().numpy().astype('<f4')
        self.add(name, 'float', a, a.shape)

    def text(self, name, lines):
        raw = '\n'.join(lines).encode()
        self.add(name, 'bytes', raw, [len(raw)])

    def rows(self, name, weight):
        """int8 rows with one scale each."""
        w = weight.detach().float()
        scale = w.abs().amax(1).clamp(min=1e-8) / 127
        self.add(name + '.weight', 'int8', torch.round(w / scale[:, None]).clamp(-127, 127).to(torch.int8).numpy(), w.shape)
        self.floats(name + '.scale', scale)

    def linear(self, name, module):
        self.rows(name, module.weight)
        self.floats(name + '.bias', module.bias)

    def write(self, path):
        place, body = 64 + 96 * len(self.sections), []
        directory = b''
        for name, kind, shape, raw in self.sections:
            place = (place + 63) // 64 * 64
            directory += struct.pack('<48sII4IQQQ', name.encode(), kind, len(shape), *(list(shape) + [1] * (4 - len(shape))), place, len(raw), 0)
            body.append((place, raw))
            place += len(raw)
        rest = bytearray(place - 64)
        rest[:len(directory)] = directory
        for at, raw in body:
            rest[at - 64:at - 64 + len(raw)] = raw
        rest = bytes(rest)
        with open(path + '.tmp', 'wb') as f:
            f.write(b'DATELINE' + struct.pack('<II', 1, len(self.sections)) + hashlib.sha256(rest).digest() + b'\0' * 16 + rest)
        os.replace(path + '.tmp', path)
        return 64 + len(rest)


def encoder(f, body, pieces):
    f.text('pieces', pieces)
    layers = len(body.layers)
    f.add('config', 'u32', numpy.array([layers, body.piece.weight.size(1), body.heads, body.layers[0]['up'].weight.size(0), body.position.weight.size(0),
                                        body.shape.weight.size(0), body.mix.size(0), 0], '<u4'), [8])
    f.rows('embed.piece', body.piece.weight)
    f.floats('embed.position', body.position.weight)
    f.floats('embed.norm.gain', body.norm.weight)
    f.floats('embed.norm.bias', body.norm.bias)
    for i, layer in enumerate(body.layers):
        for part in ('qkv', 'out', 'up', 'down'):
            f.linear('layer.%d.%s' % (i, part), layer[part])
        for part in ('norm1', 'norm2'):
            f.floats('layer.%d.%s.gain' % (i, part), layer[part].weight)
            f.floats('layer.%d.%s.bias' % (i, part), layer[part].bias)
    f.floats('mix', torch.softmax(body.mix.float(), -1))
    f.floats('shape', body.shape.weight)


def heads(f, h):
    for name, module in (('tags', h.tags), ('arc', h.arc), ('arc.bilinear', h.bilinear), ('rel', h.rel), ('name.hidden', h.name_hidden), ('name', h.name),
                         ('type.hidden', h.type_hidden), ('type', h.type_out), ('trigger.hidden', h.trigger_hidden), ('trigger', h.trigger),
                         ('role.query', h.role_query), ('role.key', h.role_key), ('sector.hidden', h.sector_hidden), ('sector', h.sector),
                         ('country.query', h.country_query), ('country.key', h.country_key)):
        f.linear(name, module)
    root = torch.nn.functional.gelu(h.arc(h.root[None]))[0]
    f.floats('arc.root', torch.cat([root[:256], root[512:640]]))
    f.floats('trigger.type', h.trigger_type)
    f.floats('role.bias', h.role_bias)
    f.floats('role.distance', h.role_distance)
    f.floats('country.special', h.country_special)


def recurrent(f, body, forms):
    """The token vector of a listed form with its usual shape is computed here; the rest is computed from n-grams at run time."""
    f.text('forms', forms)
    f.add('config', 'u32', numpy.array([body.form.weight.size(1), body.size // 2, body.gram.weight.size(0), body.shape.weight.size(0), 0, 0, 0, 0], '<u4'), [8])
    f.rows('form', body.form.weight[1:])
    f.rows('gram', body.gram.weight)
    f.floats('shape', body.shape.weight)
    for i in range(2):
        for way, suffix in (('fw', ''), ('bw', '_reverse')):
            get = lambda n: getattr(body.lstm, '%s_l%d%s' % (n, i, suffix))
            f.rows('lstm.%d.%s.in' % (i, way), get('weight_ih'))
            f.floats('lstm.%d.%s.in.bias' % (i, way), get('bias_ih') + get('bias_hh'))
            f.rows('lstm.%d.%s.hidden' % (i, way), get('weight_hh'))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('model')
    ap.add_argument('--card', required=True)
    ap.add_argument('--sections', nargs='*', default=[])
    ap.add_argument('--out', required=True)
    a = ap.parse_args()
    net, pieces, labels = evaluate.load(a.model)
    f = File()
    f.text('card', [open(a.card, encoding='utf-8').read()])
    kind = 'recurrent' if isinstance(net.body, Recurrent) else 'encoder'
    f.text('kind', [kind])
    for k, v in sorted(labels.items()):
        f.text('labels.' + k, v)
    with torch.no_grad():
        recurrent(f, net.body, net.forms.listed) if kind == 'recurrent' else encoder(f, net.body, pieces.text)
        heads(f, net.heads)
    for folder in a.sections:
        for path in sorted(glob.glob(os.path.join(folder, '*.json'))):
            about = json.load(open(path))
            f.add(os.path.basename(path)[:-5], about['type'], open(path[:-5] + '.bin', 'rb').read(), about['shape'])
    print('%s: %d sections, %d bytes' % (a.out, len(f.sections), f.write(a.out)))


if __name__ == '__main__':
    main()
