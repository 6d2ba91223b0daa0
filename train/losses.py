"""Batches as tensors (made on the CPU, in worker processes) and the loss of each task (on the device)."""
import torch
import torch.nn.functional as F
from data import IGNORE, ROLES, SPECIALS, TYPES

K = len(TYPES)


def collate(examples):
    P, N, B = max(len(e.ids) for e in examples), max(e.n for e in examples), len(examples)
    ids, mask = torch.zeros(B, P, dtype=torch.long), torch.zeros(B, P, dtype=torch.bool)
    shape, word, sentence = torch.zeros(B, N, dtype=torch.long), torch.zeros(B, N, dtype=torch.bool), torch.full((B, N), -1, dtype=torch.long)
    owner = torch.full((B, P), N, dtype=torch.long)
    for i, e in enumerate(examples):
        ids[i, :len(e.ids)] = torch.tensor(e.ids)
        mask[i, :len(e.ids)] = True
        shape[i, :e.n], sentence[i, :e.n], word[i, :e.n] = torch.tensor(e.shape), torch.tensor(e.sentence), True
        owner[i, 1:len(e.ids) - 1] = torch.tensor([j for j, (_, l) in enumerate(e.first) for _ in range(l)])
    return dict(ids=ids, mask=mask, owner=owner, shape=shape, word=word, sentence=sentence, length=torch.tensor([e.n for e in examples]))


def to(batch, device):
    return {k: v.to(device, non_blocking=True) if torch.is_tensor(v) and k != 'length' else v for k, v in batch.items()}


def column(examples, key, N):
    t = torch.full((len(examples), N), IGNORE, dtype=torch.long)
    for i, e in enumerate(examples):
        t[i, :e.n] = torch.tensor(e.extra[key][:e.n])
    return t


def averages(groups, N):
    """groups: per window a list of lists of words -> weights [B][M][N] whose product with word vectors gives the groups' means."""
    weight = torch.zeros(len(groups), max(1, max(len(g) for g in groups)), N)
    for i, g in enumerate(groups):
        for j, ws in enumerate(g):
            weight[i, j, ws] = 1 / len(ws)
    return weight


def prepare(task, examples):
    """A batch of windows with everything that the task's loss needs."""
    batch = collate(examples)
    N = batch['word'].size(1)
    if task == 'tree':
        batch.update({'gold_' + k: column(examples, k, N) for k in ('head', 'upos', 'xpos', 'feats', 'rel')})
    elif task == 'name':
        batch['gold_name'] = column(examples, 'name', N)
    else:
        event_targets(batch, examples, N)
    return batch


def event_targets(batch, ex, N):
    B = len(ex)
    target, weight = torch.zeros(B, N, K + 1), torch.ones(B, N, K + 1)
    for i, e in enumerate(ex):
        for (w, k), v in e.extra['T'].items():
            target[i, w, k] = v
        for (w, k), v in e.extra['W'].items():
            weight[i, w, k] = v
        for w, v in e.extra['begins']:
            target[i, w, K], weight[i, w, K] = 1, v
    batch.update(type=target, type_weight=weight)
    events = [(i, j, v) for i, e in enumerate(ex) for j, v in enumerate(e.extra['events'])]
    if events:
        trigger_targets(batch, ex, events, N)
    if any(e.extra['parties'] for e in ex):
        party_targets(batch, ex, N)


def trigger_targets(batch, ex, events, N):
    B, mean = len(ex), averages([[v['words'] for v in e.extra['events']] for e in ex], N)
    M = mean.size(1)
    at, kind = torch.zeros(B, M, dtype=torch.long), torch.zeros(B, M, dtype=torch.long)
    fill, judged = torch.zeros(B, len(ROLES), M, N), torch.zeros(B, len(ROLES), M, 1)
    for i, j, v in events:
        at[i, j], kind[i, j] = v['words'][0], v['type']
        judged[i, :, j] = 1
        for r in range(len(ROLES)):
            fill[i, r, j, v['fill'][r]] = 1
        judged[i, v['open_roles'], j] = 0
    modes = torch.zeros(len(events), 64)
    for q, (_, _, v) in enumerate(events):
        modes[q, v['mode']] = 1
    get = lambda key, kind: torch.tensor([v[key] for _, _, v in events], dtype=kind)
    batch.update(trigger_mean=mean, trigger_at=at, trigger_kind=kind, fill=fill, judged=judged, modes=modes, trigger_index=torch.tensor([i * M + j for i, j, _ in events]),
                 core=get('core', torch.float), aux=get('aux', torch.float), stance=get('stance', torch.long), cameo=get('cameo', torch.long))


def party_targets(batch, ex, N):
    mean = averages([[v['words'] for v in e.extra['parties']] for e in ex], N)
    B, M = mean.shape[:2]
    sector, target, known = torch.full((B, M), IGNORE, dtype=torch.long), torch.zeros(B, M, N + len(SPECIALS)), torch.zeros(B, M)
    for i, e in enumerate(ex):
        for j, v in enumerate(e.extra['parties']):
            sector[i, j] = v['sector']
            for c in v['country']:
                target[i, j, N - 1 - c if c < 0 else c] = 1
                known[i, j] = 1
    batch.update(party_mean=mean, sector=sector, country=target, country_known=known)


def cross_entropy(logits, target):
    return F.cross_entropy(logits.float().reshape(-1, logits.size(-1)), target.reshape(-1), ignore_index=IGNORE)


def arc_mask(batch):
    """[B][N][N + 1]: arcs may go to the root or inside the sentence, not to oneself."""
    s = batch['sentence']
    same = (s[:, :, None] == s[:, None, :]) & (s[:, :, None] >= 0)
    same &= ~torch.eye(s.size(1), dtype=torch.bool, device=s.device)
    return torch.cat([torch.ones_like(same[:, :, :1]), same], 2)


def tree_loss(heads, h, batch):
    tags, arcs, g, d = heads.tree(h)
    arcs = arcs.float().masked_fill(~arc_mask(batch), -1e4)
    rel = heads.relation(g, d, batch['gold_head'])
    return (cross_entropy(arcs, batch['gold_head']) + cross_entropy(rel, batch['gold_rel'])
            + 0.5 * sum(cross_entropy(t, batch['gold_' + k]) for t, k in zip(tags, ('upos', 'xpos', 'feats'))))


def name_loss(heads, h, batch):
    return cross_entropy(heads.names(h), batch['gold_name'])


def event_loss(heads, h, batch):
    loss = (F.binary_cross_entropy_with_logits(heads.types(h).float(), batch['type'], weight=batch['type_weight'], pos_weight=h.new_full((K + 1,), 2.0, dtype=torch.float),
                                               reduction='none') * batch['word'][:, :, None]).sum() / 20
    if 'fill' in batch:
        loss = loss + trigger_loss(heads, h, batch)
    if 'party_mean' in batch:
        loss = loss + party_loss(heads, h, batch)
    return loss / h.size(0) / 2


def trigger_loss(heads, h, batch):
    t = batch['trigger_mean'] @ h.float()
    (B, M, D), index, n = t.shape, batch['trigger_index'], len(batch['trigger_index']) / 2
    tv, answers = heads.triggers(t.view(B * M, D), batch['trigger_kind'].view(-1))
    core, aux, stance, mode, cameo = (a[index].float() for a in answers)
    roles = heads.roles(tv.view(B, M, D), batch['trigger_at'], h)
    bce = F.binary_cross_entropy_with_logits
    loss = (bce(roles, batch['fill'], pos_weight=roles.new_tensor(2.0), reduction='none') * batch['judged'] * batch['word'][:, None, None, :]).sum() / 20
    loss = loss + n * (0.3 * bce(core[:, 0], batch['core']) + 0.6 * bce(aux, batch['aux']) + 0.3 * F.cross_entropy(stance, batch['stance'])
                       + 0.3 * bce(mode, batch['modes'][:, :mode.size(1)], reduction='none').sum(-1).mean())
    if bool((batch['cameo'] >= 0).any()):
        loss = loss + n * 0.2 * F.cross_entropy(cameo, batch['cameo'], ignore_index=IGNORE)
    return loss


def party_loss(heads, h, batch):
    p, known = batch['party_mean'] @ h.float(), batch['country_known']
    n = float((batch['sector'] != IGNORE).sum()) / 2
    logits = heads.countries(p, h)
    allowed = torch.cat([batch['word'], batch['word'].new_ones(h.size(0), len(SPECIALS))], 1)[:, None, :]
    log = torch.log_softmax(logits.masked_fill(~allowed, -1e4), -1)
    gold = torch.logsumexp(log.masked_fill(batch['country'] == 0, -1e4), -1)
    return n * (0.3 * cross_entropy(heads.sectors(p), batch['sector']) - 0.3 * (gold * known).sum() / known.sum().clamp(min=1))
