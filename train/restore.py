#!/usr/bin/env python3
"""Makes a model that can be trained on of a model file: the other way round of export.py, within the rounding of the file.

    restore.py MODEL.dlm OUT.pt [BASE.dlm]

A recurrent model goes on learning from an encoder: BASE.dlm is the one whose pieces that has."""
import struct
import sys

import numpy
import torch

from export import TYPES
from forms import BUCKETS
from network import Encoder, Net, Recurrent

KINDS = {TYPES['bytes']: 'u1', TYPES['int8']: 'i1', TYPES['float']: '<f4', TYPES['u16']: '<u2', TYPES['u32']: '<u4'}
HEADS = {'tags': 'tags', 'arc': 'arc', 'bilinear': 'arc.bilinear', 'rel': 'rel', 'name_hidden': 'name.hidden', 'name': 'name', 'type_hidden': 'type.hidden', 'type_out': 'type',
         'trigger_hidden': 'trigger.hidden', 'trigger': 'trigger', 'role_query': 'role.query', 'role_key': 'role.key', 'sector_hidden': 'sector.hidden', 'sector': 'sector',
         'country_query': 'country.query', 'country_key': 'country.key'}
LISTS = ('upos', 'xpos', 'feats', 'rel', 'name', 'type', 'mode', 'cameo', 'sector', 'special', 'stance', 'aux')


class Sections:
    def __init__(self, path):
        self.raw, self.at = open(path, 'rb').read(), {}
        for i in range(struct.unpack_from('<I', self.raw, 12)[0]):
            name, kind, rank, *rest = struct.unpack_from('<48sII4IQQQ', self.raw, 64 + 96 * i)
            self.at[name.rstrip(b'\0').decode()] = (KINDS[kind], rest[:rank], rest[4], rest[5])

    def get(self, name):
        kind, shape, place, size = self.at[name]
        return torch.from_numpy(numpy.frombuffer(self.raw[place:place + size], kind).reshape(shape).copy())

    def text(self, name):
        return bytes(self.get(name).numpy()).decode().split('\n')

    def rows(self, name):
        return self.get(name + '.weight').float() * self.get(name + '.scale')[:, None]


def copy(s, name, module):
    module.weight.copy_(s.rows(name))
    module.bias.copy_(s.get(name + '.bias'))


def encoder(s, body):
    body.piece.weight.copy_(s.rows('embed.piece'))
    body.position.weight.copy_(s.get('embed.position'))
    body.norm.weight.copy_(s.get('embed.norm.gain'))
    body.norm.bias.copy_(s.get('embed.norm.bias'))
    for i, layer in enumerate(body.layers):
        for part in ('qkv', 'out', 'up', 'down'):
            copy(s, 'layer.%d.%s' % (i, part), layer[part])
        for part in ('norm1', 'norm2'):
            layer[part].weight.copy_(s.get('layer.%d.%s.gain' % (i, part)))
            layer[part].bias.copy_(s.get('layer.%d.%s.bias' % (i, part)))
    body.mix.copy_(s.get('mix').clamp(min=1e-6).log())
    body.shape.weight.copy_(s.get('shape'))


def recurrent(s, body):
    body.form.weight[1:].copy_(s.rows('form'))
    body.gram.weight.copy_(s.rows('gram'))
    body.shape.weight.copy_(s.get('shape'))
    for i in range(2):
        for way, suffix in (('fw', ''), ('bw', '_reverse')):
            put = lambda n, value: getattr(body.lstm, '%s_l%d%s' % (n, i, suffix)).copy_(value)
            put('weight_ih', s.rows('lstm.%d.%s.in' % (i, way)))
            put('bias_ih', s.get('lstm.%d.%s.in.bias' % (i, way)))
            put('bias_hh', torch.zeros(body.size * 2))
            put('weight_hh', s.rows('lstm.%d.%s.hidden' % (i, way)))


def heads(s, h):
    for module, name in HEADS.items():
        copy(s, name, getattr(h, module))
    h.trigger_type.copy_(s.get('trigger.type'))
    h.role_bias.copy_(s.get('role.bias'))
    h.role_distance.copy_(s.get('role.distance'))
    h.country_special.copy_(s.get('country.special'))


def root(s, h):
    """The file holds what the network makes of the root's vector; a vector that gives it is sought."""
    wanted = s.get('arc.root')
    keep = torch.cat([torch.arange(256), torch.arange(512, 640)])
    weight, bias = h.arc.weight.detach()[keep], h.arc.bias.detach()[keep]
    vector = torch.nn.Parameter(h.root.detach().clone())
    opt = torch.optim.LBFGS([vector], max_iter=2000, line_search_fn='strong_wolfe', tolerance_grad=1e-9, tolerance_change=1e-12)

    def closure():
        opt.zero_grad()
        loss = ((torch.nn.functional.gelu(vector @ weight.T + bias) - wanted) ** 2).sum()
        loss.backward()
        return loss

    opt.step(closure)
    h.root.data.copy_(vector.detach())
    return float(closure().detach() / (wanted ** 2).sum()) ** 0.5


def main():
    source, target = sys.argv[1:3]
    s = Sections(source)
    base = Sections(sys.argv[3]) if len(sys.argv) > 3 else s
    labels = {k: s.text('labels.' + k) for k in LISTS}
    forms = s.text('forms') if 'forms' in s.at else None
    pieces = base.text('pieces')
    net = Net(Recurrent(len(forms), BUCKETS) if forms else Encoder(len(pieces)), labels)
    with torch.no_grad():
        recurrent(s, net.body) if forms else encoder(s, net.body)
        heads(s, net.heads)
    print('%s: root restored within %.4f' % (target, root(s, net.heads)))
    saved = dict(net=net.state_dict(), labels=labels, pieces=pieces)
    if forms:
        saved['forms'] = forms
    torch.save(saved, target)


if __name__ == '__main__':
    main()
