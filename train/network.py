"""The networks of doc/model.md in PyTorch: the encoder (base), the recurrent student (fast), and the heads that both carry.

Every matrix product that C does in int8 goes through Linear below, which can imitate it (quantisation-aware training)."""
import math
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.backends.cuda.enable_cudnn_sdp(False)   # it plans anew for every shape, and every batch has another

ARC, LABEL, ROLE, HIDDEN, ROLES, REACH = 256, 128, 128, 256, 5, 40


class Round(torch.autograd.Function):
    """Rounds in the forward pass and passes the gradient through."""
    @staticmethod
    def forward(ctx, x):
        return torch.round(x)

    @staticmethod
    def backward(ctx, grad):
        return grad


def fake_int8(x):
    scale = x.detach().abs().amax(-1, keepdim=True).clamp(min=1e-8) / 127
    return Round.apply((x / scale).clamp(-127, 127)) * scale


class Linear(nn.Linear):
    imitate = False  # set on the class: weights and inputs rounded as the C kernels round them

    def forward(self, x):
        if not Linear.imitate:
            return super().forward(x)
        return F.linear(fake_int8(x.float()).to(x.dtype), fake_int8(self.weight).to(x.dtype), None if self.bias is None else self.bias.to(x.dtype))


def buckets(positions, count=32, far=128):
    """[P][P]: which of `count` distances lies between two pieces: exact ones near by, logarithmic ones up to `far`, each way its half (Raffel et al. 2020)."""
    gap = torch.arange(positions)[None, :] - torch.arange(positions)[:, None]
    half, exact = count // 2, count // 4
    wide = exact + (torch.log(gap.abs().clamp(min=1) / exact) / math.log(far / exact) * (half - exact)).long()
    return (gap > 0) * half + torch.where(gap.abs() < exact, gap.abs(), wide.clamp(max=half - 1))


class Encoder(nn.Module):
    """MiniLM, or with `relative` the larger MPNet (Song et al. 2020), which teaches. words() returns one vector a word and task: [tasks][B][N][D]."""

    def __init__(self, pieces, width=384, layers=6, heads=12, inner=1536, positions=256, tasks=3, shapes=6, shape_width=32, relative=False):
        super().__init__()
        self.heads, self.size = heads, width + shape_width
        self.relative = nn.Embedding(32, heads) if relative else None
        if relative:
            self.relative.weight.requires_grad_(False)           # so that attention keeps its fast kernel
            self.register_buffer('bucket', buckets(positions), persistent=False)
        self.piece, self.position = nn.Embedding(pieces, width), nn.Embedding(positions, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList()
        for _ in range(layers):
            self.layers.append(nn.ModuleDict(dict(qkv=Linear(width, 3 * width), out=Linear(width, width), up=Linear(width, inner), down=Linear(inner, width),
                                                  norm1=nn.LayerNorm(width, eps=1e-12), norm2=nn.LayerNorm(width, eps=1e-12))))
        self.mix = nn.Parameter(torch.zeros(tasks, layers + 1))
        self.mix.data[:, -1] = 2.0
        self.mix.data[0, -3:-1] = 1.0
        self.shape = nn.Embedding(shapes, shape_width)
        self.drop, self.attention_drop = nn.Dropout(0.1), 0.1

    def forward(self, ids, mask):
        B, P = ids.shape
        x = self.drop(self.norm(self.piece(ids) + self.position.weight[None, :P]))
        outputs = [x]
        bias = torch.zeros(B, 1, 1, P, device=ids.device, dtype=x.dtype).masked_fill(~mask[:, None, None, :], -1e4)
        if self.relative:
            bias = bias + self.relative(self.bucket[:P, :P]).permute(2, 0, 1)[None]
        for layer in self.layers:
            q, k, v = layer['qkv'](x).view(B, P, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype), dropout_p=self.attention_drop if self.training else 0.0)
            x = layer['norm1'](x + self.drop(layer['out'](a.transpose(1, 2).reshape(B, P, -1))))
            x = layer['norm2'](x + self.drop(layer['down'](F.gelu(layer['up'](x)))))
            outputs.append(x)
        return outputs

    def words(self, batch):
        outputs = self(batch['ids'], batch['mask'])
        owner, shape = batch['owner'], self.shape(batch['shape']).float()     # owner [B][P]: the word that a piece belongs to, N for none
        N = shape.size(1)
        count = torch.zeros(owner.size(0), N + 1, device=owner.device).scatter_add_(1, owner, torch.ones_like(owner, dtype=torch.float))
        mix, result = torch.softmax(self.mix.float(), -1), []
        stacked = torch.stack([o.float() for o in outputs])
        for task in range(self.mix.size(0)):
            mixed = (mix[task][:, None, None, None] * stacked).sum(0)
            total = torch.zeros(mixed.size(0), N + 1, mixed.size(2), device=mixed.device).scatter_add_(1, owner[:, :, None].expand_as(mixed), mixed)
            result.append(torch.cat([(total / count.clamp(min=1)[:, :, None])[:, :N], shape], -1))
        return result


def encoder_like(state):
    """An encoder of the size that these weights, named as in Encoder, have."""
    pieces, width = state['piece.weight'].shape
    layers = 1 + max(int(k.split('.')[1]) for k in state if k.startswith('layers.'))
    return Encoder(pieces, width, layers, inner=state['layers.0.up.bias'].shape[0], positions=state['position.weight'].shape[0], relative='relative.weight' in state)


class Recurrent(nn.Module):
    """Two bidirectional LSTM layers over token vectors: tanh(own vector of the form + mean of its hashed character n-grams + shape)."""

    def __init__(self, forms, buckets, embed=128, hidden=128, shapes=6):
        super().__init__()
        self.size = 2 * hidden
        self.form = nn.Embedding(forms + 1, embed, padding_idx=0)     # row 0: a form without a vector of its own
        self.gram = nn.EmbeddingBag(buckets, embed, mode='mean')
        self.shape = nn.Embedding(shapes, embed)
        self.lstm = nn.LSTM(embed, hidden, 2, batch_first=True, bidirectional=True, dropout=0.15)
        self.drop = nn.Dropout(0.15)
        for table in (self.form, self.gram, self.shape):
            nn.init.normal_(table.weight, std=0.3)
        self.form.weight.data[0] = 0

    def vectors(self, forms, grams, offsets, shapes):
        """Token vectors of distinct rows (form, n-grams, shape): [R][E]."""
        return torch.tanh(self.form(forms) + self.gram(grams, offsets) + self.shape(shapes))

    def words(self, batch):
        rows = self.vectors(batch['row_form'], batch['row_grams'], batch['row_offsets'], batch['row_shape'])
        x = self.drop(rows[batch['row']])                              # row [B][N]: which row a word has
        packed = nn.utils.rnn.pack_padded_sequence(x, batch['length'], batch_first=True, enforce_sorted=False)
        y, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=x.size(1))
        return [y, y, y]


class Heads(nn.Module):
    def __init__(self, size, labels):
        super().__init__()
        D, n = size, {k: len(v) for k, v in labels.items()}
        self.tags = Linear(D, n['upos'] + n['xpos'] + n['feats'])
        self.split = [n['upos'], n['xpos'], n['feats']]
        self.root = nn.Parameter(torch.randn(D) * 0.02)
        self.arc = Linear(D, 2 * ARC + 2 * LABEL)
        self.bilinear = Linear(ARC, ARC)
        nn.init.normal_(self.bilinear.weight, std=0.01)
        nn.init.zeros_(self.bilinear.bias)
        self.rel = Linear(3 * LABEL, n['rel'])
        self.name_hidden, self.name = Linear(D, 128), Linear(128, n['name'])
        self.type_hidden, self.type_out = Linear(D, HIDDEN), Linear(HIDDEN, n['type'] + 1)
        nn.init.constant_(self.type_out.bias, -3.0)
        self.trigger_type = nn.Parameter(torch.randn(n['type'], D) * 0.02)
        self.trigger_hidden = Linear(D, HIDDEN)
        self.trigger = Linear(HIDDEN, 1 + 4 + n['stance'] + n['mode'] + n['cameo'])
        self.trigger_split = [1, 4, n['stance'], n['mode'], n['cameo']]
        self.role_query, self.role_key = Linear(D, ROLES * ROLE), Linear(D, ROLES * ROLE)
        self.role_bias = nn.Parameter(torch.full((ROLES,), -3.0))
        self.role_distance = nn.Parameter(torch.zeros(ROLES, 2 * REACH + 1))
        self.sector_hidden, self.sector = Linear(D, HIDDEN), Linear(HIDDEN, n['sector'])
        self.country_query, self.country_key = Linear(D, ROLE), Linear(D, ROLE)
        self.country_special = nn.Parameter(torch.randn(n['special'], ROLE) * 0.1)
        self.drop = nn.Dropout(0.2)

    def tree(self, h):
        """h [B][N][D] -> tags (three tensors), arc scores [B][N][N + 1], governor and dependent label vectors."""
        h = self.drop(h)
        tags = self.tags(h).split(self.split, -1)
        both = torch.cat([self.root.to(h.dtype).expand(h.size(0), 1, -1), h], 1)
        a, b, g, d = F.gelu(self.arc(both)).split([ARC, ARC, LABEL, LABEL], -1)
        arcs = self.bilinear(self.drop(b[:, 1:])) @ self.drop(a).transpose(1, 2)
        return tags, arcs, self.drop(g), self.drop(d[:, 1:])

    def relation(self, g, d, heads):
        """heads [B][N], 0 the root, word + 1 otherwise -> [B][N][relations]"""
        g = torch.gather(g, 1, heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, g.size(-1)))
        return self.rel(torch.cat([g * d, g, d], -1))

    def names(self, h):
        return self.name(F.gelu(self.name_hidden(self.drop(h))))

    def types(self, h):
        return self.type_out(self.drop(F.gelu(self.type_hidden(self.drop(h)))))

    def triggers(self, means, types):
        """means [E][D] of the words' event vectors, types [E] -> t [E][D] and its answers."""
        t = means + self.trigger_type[types]
        return t, self.trigger(self.drop(F.gelu(self.trigger_hidden(self.drop(t))))).split(self.trigger_split, -1)

    def roles(self, t, at, h):
        """t [B][E][D], at [B][E] first trigger word, h [B][N][D] -> [B][roles][E][N]"""
        B, E, N = t.size(0), t.size(1), h.size(1)
        q = self.role_query(self.drop(t)).view(B, E, ROLES, ROLE).transpose(1, 2)
        k = self.role_key(self.drop(h)).view(B, N, ROLES, ROLE).transpose(1, 2)
        distance = (torch.arange(N, device=h.device)[None, None] - at[:, :, None]).clamp(-REACH, REACH) + REACH
        return (q @ k.transpose(-1, -2)).float() / math.sqrt(ROLE) + self.role_bias[None, :, None, None] + self.role_distance[:, distance].transpose(0, 1)

    def sectors(self, p):
        return self.sector(self.drop(F.gelu(self.sector_hidden(self.drop(p)))))

    def countries(self, p, h):
        """p [B][M][D] parties, h [B][N][D] -> [B][M][N + specials], the words before the specials"""
        q, k = self.country_query(self.drop(p)), self.country_key(self.drop(h))
        special = self.country_special.to(k.dtype).expand(k.size(0), -1, -1)
        return (q @ torch.cat([k, special], 1).transpose(1, 2)).float() / math.sqrt(ROLE)


class Net(nn.Module):
    def __init__(self, body, labels):
        super().__init__()
        self.body, self.heads = body, Heads(body.size, labels)
