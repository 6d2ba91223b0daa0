"""Batches as tensors and the loss of each task."""
import torch
import torch.nn.functional as F
from data import AUX, IGNORE, ROLES, SPECIALS, TYPES


def collate(examples, device):
    P, N, B = max(len(e.ids) for e in examples), max(e.n for e in examples), len(examples)
    ids, mask = torch.zeros(B, P, dtype=torch.long), torch.zeros(B, P, dtype=torch.bool)
    shape, word, sentence = torch.zeros(B, N, dtype=torch.long), torch.zeros(B, N, dtype=torch.bool), torch.full((B, N), -1, dtype=torch.long)
    owner = torch.full((B, P), N, dtype=torch.long)
    for i, e in enumerate(examples):
        ids[i, :len(e.ids)] = torch.tensor(e.ids)
        mask[i, :len(e.ids)] = True
        shape[i, :e.n], sentence[i, :e.n], word[i, :e.n] = torch.tensor(e.shape), torch.tensor(e.sentence), True
        owner[i, 1:len(e.ids) - 1] = torch.tensor([j for j, (_, l) in enumerate(e.first) for _ in range(l)])
    batch = dict(ids=ids, mask=mask, owner=owner, shape=shape, word=word, sentence=sentence)
    batch = {k: v.to(device, non_blocking=True) for k, v in batch.items()}
    batch['examples'] = examples
    return batch


def column(examples, key, N, device):
    t = torch.full((len(examples), N), IGNORE, dtype=torch.long)
    for i, e in enumerate(examples):
        t[i, :e.n] = torch.tensor(e.extra[key][:e.n])
    return t.to(device)


def cross_entropy(logits, target):
    return F.cross_entropy(logits.float().reshape(-1, logits.size(-1)), target.reshape(-1), ignore_index=IGNORE)


def arc_mask(batch):
    """[B][N][N + 1]: arcs may go to the root or inside the sentence, not to oneself."""
    s = batch['sentence']
    same = (s[:, :, None] == s[:, None, :]) & (s[:, :, None] >= 0)
    same &= ~torch.eye(s.size(1), dtype=torch.bool, device=s.device)
    return torch.cat([torch.ones_like(same[:, :, :1]), same], 2)


def tree_loss(heads, h, batch):
    ex, N, device = batch['examples'], h.size(1), h.device
    target = {k: column(ex, k, N, device) for k in ('head', 'upos', 'xpos', 'feats', 'rel')}
    tags, arcs, g, d = heads.tree(h)
    arcs = arcs.float().masked_fill(~arc_mask(batch), -1e4)
    rel = heads.relation(g, d, target['head'])
    return (cross_entropy(arcs, target['head']) + cross_entropy(rel, target['rel'])
            + 0.5 * sum(cross_entropy(t, target[k]) for t, k in zip(tags, ('upos', 'xpos', 'feats'))))


def name_loss(heads, h, batch):
    return cross_entropy(heads.names(h), column(batch['examples'], 'name', h.size(1), h.device))


def means(groups, h, device):
    """groups: per window a list of lists of words -> weights [B][M][N] and how many groups each window has."""
    M = max(1, max(len(g) for g in groups))
    weight = torch.zeros(len(groups), M, h.size(1))
    for i, g in enumerate(groups):
        for j, ws in enumerate(g):
            weight[i, j, ws] = 1 / len(ws)
    weight = weight.to(device)
    return weight @ h.float(), weight


def event_loss(heads, h, batch):
    ex, (B, N, _), device = batch['examples'], h.shape, h.device
    K = len(TYPES)
    target, weight = torch.zeros(B, N, K + 1), torch.ones(B, N, K + 1)
    for i, e in enumerate(ex):
        for (w, k), v in e.extra['T'].items():
            target[i, w, k] = v
        for (w, k), v in e.extra['W'].items():
            weight[i, w, k] = v
        for w, v in e.extra['begins']:
            target[i, w, K], weight[i, w, K] = 1, v
    logits = heads.types(h).float()
    loss = (F.binary_cross_entropy_with_logits(logits, target.to(device), weight=weight.to(device), pos_weight=torch.full((K + 1,), 2.0, device=device),
                                               reduction='none') * batch['word'][:, :, None]).sum() / 20
    if any(e.extra['events'] for e in ex):
        loss = loss + trigger_loss(heads, h, batch)
    if any(e.extra['parties'] for e in ex):
        loss = loss + party_loss(heads, h, batch)
    return loss / B / 2


def trigger_loss(heads, h, batch):
    ex, (B, N, _), device = batch['examples'], h.shape, h.device
    t, _ = means([[v['words'] for v in e.extra['events']] for e in ex], h, device)
    M = t.size(1)
    flat = [(i, j, v) for i, e in enumerate(ex) for j, v in enumerate(e.extra['events'])]
    at = torch.zeros(B, M, dtype=torch.long)
    kind = torch.zeros(B, M, dtype=torch.long)
    fill, open_ = torch.zeros(B, len(ROLES), M, N), torch.zeros(B, len(ROLES), M, 1)
    for i, j, v in flat:
        at[i, j], kind[i, j] = v['words'][0], v['type']
        open_[i, :, j] = 1
        for r in range(len(ROLES)):
            fill[i, r, j, v['fill'][r]] = 1
        if v['time_open']:
            open_[i, ROLES.index('time'), j] = 0
    at, kind, fill, open_ = at.to(device), kind.to(device), fill.to(device), open_.to(device)
    index = torch.tensor([i * M + j for i, j, _ in flat], device=device)
    tv, answers = heads.triggers(t.view(B * M, -1), kind.view(-1))
    core, aux, stance, mode, cameo = (a[index].float() for a in answers)
    roles = heads.roles(tv.view(B, M, -1), at, h)
    loss = (F.binary_cross_entropy_with_logits(roles, fill, pos_weight=torch.tensor(2.0, device=device), reduction='none')
            * open_ * batch['word'][:, None, None, :]).sum() / 20
    modes = torch.zeros(len(flat), mode.size(1))
    for q, (_, _, v) in enumerate(flat):
        modes[q, v['mode']] = 1
    events = [v for _, _, v in flat]
    n = len(flat) / 2
    tensor = lambda x, kind=torch.float: torch.tensor(x, dtype=kind, device=device)
    bce = F.binary_cross_entropy_with_logits
    loss = loss + n * (0.3 * bce(core[:, 0], tensor([v['core'] for v in events])) + 0.6 * bce(aux, tensor([v['aux'] for v in events]))
                       + 0.3 * F.cross_entropy(stance, tensor([v['stance'] for v in events], torch.long))
                       + bce(mode, modes.to(device), reduction='none').sum(-1).mean() * 0.3)
    known = [v['cameo'] for v in events]
    if any(c >= 0 for c in known):
        loss = loss + n * 0.2 * F.cross_entropy(cameo, tensor(known, torch.long), ignore_index=IGNORE)
    return loss


def party_loss(heads, h, batch):
    ex, device = batch['examples'], h.device
    p, _ = means([[v['words'] for v in e.extra['parties']] for e in ex], h, device)
    (B, M, _), N = p.shape, h.size(1)
    sector = torch.full((B, M), IGNORE, dtype=torch.long)
    target, known = torch.zeros(B, M, N + len(SPECIALS)), torch.zeros(B, M)
    for i, e in enumerate(ex):
        for j, v in enumerate(e.extra['parties']):
            sector[i, j] = v['sector']
            for c in v['country']:
                target[i, j, N - 1 - c if c < 0 else c] = 1
                known[i, j] = 1
    n = sum(len(e.extra['parties']) for e in ex) / 2
    logits = heads.countries(p, h)
    allowed = torch.cat([batch['word'], torch.ones(B, len(SPECIALS), dtype=torch.bool, device=device)], 1)[:, None, :]
    log = torch.log_softmax(logits.masked_fill(~allowed, -1e4), -1)
    gold = torch.logsumexp(log.masked_fill(target.to(device) == 0, -1e4), -1)
    known = known.to(device)
    return n * (0.3 * cross_entropy(heads.sectors(p), sector.to(device)) - 0.3 * (gold * known).sum() / known.sum().clamp(min=1))
