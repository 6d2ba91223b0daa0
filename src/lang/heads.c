/* heads.c - word vectors to tags, arcs, relations, names and scores; answers about triggers and parties. Shapes are in doc/model.md. */
#include "lang/net.h"

#include <math.h>

enum { ARC = 256, LABEL = 128, ROLE = 128, HIDDEN = 256, NAME_HIDDEN = 128, REACH = 40, ROOM = DL_BATCH_WORDS, LONGEST = DL_UNIT_PIECES };

typedef struct linears {
    dl_linear tags, arc, bilinear, rel, name_hidden, name, type_hidden, type, trigger_hidden, trigger, role_query, role_key, sector_hidden, sector,
        country_query, country_key;
} linears;

struct dl_heads {
    uint32_t width;
    linears l;
    const float *arc_root;       /* [ARC + LABEL] */
    const float *trigger_type;   /* [types][width] */
    const float *role_bias;      /* [DL_ROLE_COUNT] */
    const float *role_distance;  /* [DL_ROLE_COUNT][2 REACH + 1] */
    const float *special;        /* [specials][ROLE] */
    /* What the labels mean here. */
    uint8_t upos[64], rel[256], name[DL_NAME_COUNT], type[DL_TYPE_COUNT];
    uint32_t type_label[DL_TYPE_COUNT]; /* the other way, DL_NONE for none */
    uint32_t root;                      /* label of "root" */
};

/* ## Open */

static const struct { const char *name; size_t at; } parts[] = {
    {"tags", offsetof(linears, tags)}, {"arc", offsetof(linears, arc)}, {"arc.bilinear", offsetof(linears, bilinear)}, {"rel", offsetof(linears, rel)},
    {"name.hidden", offsetof(linears, name_hidden)}, {"name", offsetof(linears, name)},
    {"type.hidden", offsetof(linears, type_hidden)}, {"type", offsetof(linears, type)},
    {"trigger.hidden", offsetof(linears, trigger_hidden)}, {"trigger", offsetof(linears, trigger)},
    {"role.query", offsetof(linears, role_query)}, {"role.key", offsetof(linears, role_key)},
    {"sector.hidden", offsetof(linears, sector_hidden)}, {"sector", offsetof(linears, sector)},
    {"country.query", offsetof(linears, country_query)}, {"country.key", offsetof(linears, country_key)},
};

/* [rows][columns] of each of the parts above. */
static void part_shapes(const dl_model *m, uint32_t width, uint32_t shape[DL_COUNT(parts)][2])
{
    const uint32_t shapes[DL_COUNT(parts)][2] = {
        {m->upos.count + m->xpos.count + m->feats.count, width}, {2 * ARC + 2 * LABEL, width}, {ARC, ARC}, {m->rel.count, 3 * LABEL},
        {NAME_HIDDEN, width}, {m->name.count, NAME_HIDDEN},
        {HIDDEN, width}, {m->type.count + 1, HIDDEN},
        {HIDDEN, width}, {1 + m->aux.count + m->stance.count + m->mode.count + m->cameo.count, HIDDEN},
        {DL_ROLE_COUNT * ROLE, width}, {DL_ROLE_COUNT * ROLE, width},
        {HIDDEN, width}, {m->sector.count, HIDDEN},
        {ROLE, width}, {ROLE, width},
    };
    memcpy(shape, shapes, sizeof shapes);
}

static dl_status load_parts(dl_model *m, dl_heads *h, dl_error *err)
{
    uint32_t shape[DL_COUNT(parts)][2];
    part_shapes(m, h->width, shape);
    for (size_t i = 0; i < DL_COUNT(parts); i++) {
        dl_linear *to = (dl_linear *)(void *)((char *)&h->l + parts[i].at);
        dl_str weight = dl_arena_printf(m->arena, "%s.weight", parts[i].name);
        if (!weight.p) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
        if (dl_model_has(m, weight.p)) DL_TRY(dl_load_linear(m, parts[i].name, shape[i][0], shape[i][1], true, to, err));
    }
    const struct { const char *name; uint32_t rows, columns; const float **to; } floats[] = {
        {"arc.root", ARC + LABEL, 0, &h->arc_root}, {"trigger.type", m->type.count, h->width, &h->trigger_type},
        {"role.bias", DL_ROLE_COUNT, 0, &h->role_bias}, {"role.distance", DL_ROLE_COUNT, 2 * REACH + 1, &h->role_distance},
        {"country.special", m->special.count, ROLE, &h->special},
    };
    for (size_t i = 0; i < DL_COUNT(floats); i++)
        if (dl_model_has(m, floats[i].name)) DL_TRY(dl_load_floats(m, floats[i].name, floats[i].rows, floats[i].columns, floats[i].to, err));
    return DL_OK;
}

static void read_meanings(const dl_model *m, dl_heads *h)
{
    static const char *const names[DL_NAME_COUNT] = {"O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"};
    for (uint32_t i = 0; i < m->upos.count; i++) {
        h->upos[i] = DL_UPOS_X;
        for (uint8_t k = 0; k < DL_UPOS_COUNT; k++)
            if (dl_str_eq(m->upos.text[i], dl_upos_text((dl_upos)k))) h->upos[i] = k;
    }
    for (uint32_t i = 0; i < m->rel.count; i++) {
        h->rel[i] = DL_REL_DEP;
        for (uint8_t k = 0; k < DL_REL_COUNT; k++)
            if (dl_str_eq(m->rel.text[i], dl_rel_text((dl_rel)k))) h->rel[i] = k;
        if (h->rel[i] == DL_REL_ROOT) h->root = i;
    }
    for (uint32_t i = 0; i < m->name.count; i++)
        for (uint8_t k = 0; k < DL_NAME_COUNT; k++)
            if (dl_str_is(m->name.text[i], names[k])) h->name[i] = k;
    for (uint32_t i = 0; i < DL_TYPE_COUNT; i++) h->type_label[i] = DL_NONE;
    for (uint32_t i = 0; i < m->type.count; i++) {
        h->type[i] = DL_TYPE_COUNT;
        for (uint8_t k = 0; k < DL_TYPE_COUNT; k++)
            if (dl_str_eq(m->type.text[i], dl_type_text((dl_type)k))) h->type[i] = k, h->type_label[k] = i;
    }
}

dl_status dl_heads_open(dl_model *m, uint32_t width, const dl_heads **out, dl_error *err)
{
    dl_heads *h = DL_NEW(m->arena, dl_heads, 1);
    if (!h) return dl_fail(err, DL_NOMEM, "Memory ran out while opening the model.");
    h->width = width;
    h->root = DL_NONE;
    DL_TRY(load_parts(m, h, err));
    read_meanings(m, h);
    if (h->root == DL_NONE) return dl_fail(err, DL_FORMAT, "Section \"labels.rel\" of the model has no label \"root\".");
    *out = h;
    return DL_OK;
}

static dl_status need(bool there, const char *name, dl_error *err)
{
    return there ? DL_OK : dl_fail(err, DL_FORMAT, "The model has no section \"%s\", which this needs.", name);
}

dl_status dl_heads_need_trees(const dl_model *m, dl_error *err)
{
    const dl_heads *h = m->heads;
    DL_TRY(need(h->l.tags.scale, "tags.weight", err));
    DL_TRY(need(h->l.arc.scale, "arc.weight", err));
    DL_TRY(need(h->l.bilinear.scale, "arc.bilinear.weight", err));
    DL_TRY(need(h->arc_root, "arc.root", err));
    DL_TRY(need(h->l.rel.scale, "rel.weight", err));
    DL_TRY(need(h->l.name_hidden.scale, "name.hidden.weight", err));
    return need(h->l.name.scale, "name.weight", err);
}

dl_status dl_heads_need_types(const dl_model *m, dl_error *err)
{
    DL_TRY(need(m->heads->l.type_hidden.scale, "type.hidden.weight", err));
    return need(m->heads->l.type.scale, "type.weight", err);
}

dl_status dl_heads_need_triggers(const dl_model *m, dl_error *err)
{
    const dl_heads *h = m->heads;
    DL_TRY(need(h->trigger_type, "trigger.type", err));
    DL_TRY(need(h->l.trigger_hidden.scale, "trigger.hidden.weight", err));
    DL_TRY(need(h->l.trigger.scale, "trigger.weight", err));
    DL_TRY(need(h->l.role_query.scale, "role.query.weight", err));
    DL_TRY(need(h->l.role_key.scale, "role.key.weight", err));
    DL_TRY(need(h->role_bias, "role.bias", err));
    return need(h->role_distance, "role.distance", err);
}

dl_status dl_heads_need_parties(const dl_model *m, dl_error *err)
{
    const dl_heads *h = m->heads;
    DL_TRY(need(h->l.sector_hidden.scale, "sector.hidden.weight", err));
    DL_TRY(need(h->l.sector.scale, "sector.weight", err));
    DL_TRY(need(h->l.country_query.scale, "country.query.weight", err));
    DL_TRY(need(h->l.country_key.scale, "country.key.weight", err));
    return need(h->special, "country.special", err);
}

/* ## Buffers of one thread */

struct dl_heads_room {
    dl_arena *arena;     /* of trees; reset for each */
    uint8_t *bytes;      /* [ROOM][wide] */
    float *scale;        /* [ROOM] */
    float *tags;         /* [ROOM][tags room] */
    float *arc;          /* [ROOM][2 ARC + 2 LABEL] */
    float *wide;         /* [ROOM][max(3 LABEL, ARC, HIDDEN, rels, names, types)] */
    float *narrow;       /* the same again */
    float *arcs;         /* [LONGEST][LONGEST + 1] */
    uint32_t *head;      /* [ROOM] word of the batch, DL_NONE for a root */
    uint8_t *path;       /* [ROOM][DL_NAME_COUNT] */
    float *answer;       /* one row of the widest answer */
    /* Keys of the window that was asked about last. */
    const float *window;
    uint32_t window_count;
    bool has_roles, has_countries;
    float *role_key;     /* [ROOM][DL_ROLE_COUNT * ROLE] */
    float *country_key;  /* [ROOM][ROLE] */
    float *role;         /* [DL_ROLE_COUNT][ROOM] */
    float *country;      /* [ROOM + 16] */
};

static uint32_t widest(const dl_heads *h)
{
    const dl_linear *all = (const dl_linear *)(const void *)&h->l;
    uint32_t wide = 3 * LABEL;
    for (size_t i = 0; i < sizeof h->l / sizeof *all; i++) wide = DL_MAX(wide, DL_MAX(all[i].weight.n_room, all[i].weight.k_room));
    return dl_round_up(DL_MAX(wide, h->width), 2 * DL_LANES);
}

dl_heads_room *dl_heads_room_new(const dl_model *model, dl_arena *arena)
{
    const dl_heads *h = model->heads;
    dl_heads_room *r = DL_NEW(arena, dl_heads_room, 1);
    if (!r || !(r->arena = dl_arena_new(0))) return NULL;
    size_t wide = widest(h), floats = sizeof(float);
    r->bytes = dl_kern_room(arena, ROOM * wide);
    r->scale = dl_kern_room(arena, ROOM * floats);
    r->tags = dl_kern_room(arena, (ROOM * h->l.tags.weight.n_room + DL_LANES) * floats);
    r->arc = dl_kern_room(arena, ROOM * (2 * ARC + 2 * LABEL) * floats);
    r->wide = dl_kern_room(arena, ROOM * 3 * LABEL * floats);
    r->narrow = dl_kern_room(arena, ROOM * 3 * LABEL * floats);
    r->arcs = dl_kern_room(arena, LONGEST * (LONGEST + 1) * floats);
    r->head = dl_kern_room(arena, ROOM * sizeof *r->head);
    r->path = dl_kern_room(arena, ROOM * DL_NAME_COUNT);
    r->answer = dl_kern_room(arena, DL_ROWS * wide * 2 * floats);
    r->role_key = dl_kern_room(arena, ROOM * DL_ROLE_COUNT * ROLE * floats);
    r->country_key = dl_kern_room(arena, ROOM * ROLE * floats);
    r->role = dl_kern_room(arena, DL_ROLE_COUNT * ROOM * floats);
    r->country = dl_kern_room(arena, (ROOM + DL_LANES) * floats);
    bool whole = r->bytes && r->scale && r->tags && r->arc && r->wide && r->narrow && r->arcs && r->head && r->path && r->answer && r->role_key && r->country_key &&
                 r->role && r->country;
    if (whole) return r;
    dl_arena_free(r->arena);
    return NULL;
}

void dl_heads_room_free(dl_heads_room *room)
{
    if (room) dl_arena_free(room->arena);
}

/* ## Small things */

/* y [rows][n_room] = w x for float rows x. */
static void apply(const dl_model *m, dl_heads_room *r, const dl_linear *w, const float *x, size_t x_step, uint32_t rows, float *y, size_t y_step)
{
    uint32_t k = w->weight.k_room;
    for (uint32_t i = 0; i < rows; i++) {
        const float *row = x + i * x_step;
        r->scale[i] = m->kernel->quantise(row, w->weight.k, m->kernel->reach(row, w->weight.k), r->bytes + (size_t)i * k);
    }
    m->kernel->linear(r->bytes, k, r->scale, rows, w, y, y_step);
}

static dl_str no_underscore(dl_str s) { return dl_str_is(s, "_") ? (dl_str){0} : s; }

/* ## Tags */

/* Between an article and "of" stands a noun ("demanded the release of the men"), also where treebanks know the word as a verb alone. */
static bool surely_noun(const dl_doc *doc, const dl_vectors *v, uint32_t i)
{
    uint32_t t = v->first + i;
    if (i == 0 || i + 1 >= v->count || doc->tokens[t - 1].sentence != doc->tokens[t + 1].sentence) return false;
    return dl_str_is(dl_token_form(doc, t + 1), "of") && dl_str_has_word(DL_LIT("the The a A an An"), dl_token_form(doc, t - 1));
}

static bool of_verb(dl_str feats)
{
    while (feats.n)
        if (dl_str_starts(dl_str_cut(&feats, '|'), DL_LIT("VerbForm="))) return true;
    return false;
}

/* Takes the labels of verbs out of the race, where one of them leads. */
static void no_verb(const dl_model *m, float *row)
{
    const dl_heads *h = m->heads;
    float *xpos = row + m->upos.count, *feats = xpos + m->xpos.count;
    if (h->upos[m->kernel->largest(row, m->upos.count)] != DL_UPOS_VERB) return;
    for (uint32_t k = 0; k < m->upos.count; k++)
        if (h->upos[k] == DL_UPOS_VERB || h->upos[k] == DL_UPOS_AUX) row[k] = -INFINITY;
    for (uint32_t k = 0; k < m->xpos.count; k++)
        if (dl_str_starts(m->xpos.text[k], DL_LIT("V"))) xpos[k] = -INFINITY;
    for (uint32_t k = 0; k < m->feats.count; k++)
        if (of_verb(m->feats.text[k])) feats[k] = -INFINITY;
}

static void read_tags(const dl_model *m, dl_heads_room *r, dl_doc *doc, const dl_vectors *v)
{
    const dl_heads *h = m->heads;
    uint32_t room = h->l.tags.weight.n_room;
    apply(m, r, &h->l.tags, v->task[DL_TASK_TREE], h->width, v->count, r->tags, room);
    for (uint32_t i = 0; i < v->count; i++) {
        float *row = r->tags + (size_t)i * room;
        dl_token *t = &doc->tokens[v->first + i];
        if (surely_noun(doc, v, i)) no_verb(m, row);
        t->upos = h->upos[m->kernel->largest(row, m->upos.count)];
        t->xpos = no_underscore(m->xpos.text[m->kernel->largest(row + m->upos.count, m->xpos.count)]);
        t->feats = no_underscore(m->feats.text[m->kernel->largest(row + m->upos.count + m->xpos.count, m->feats.count)]);
    }
}

/* ## Trees */

/* score(dependent i, governor j): column 0 the root. governor: rows of a; dependent: rows of bilinear(b). */
static void arc_scores(const dl_model *m, const float *governor, size_t governor_step, const float *dependent, uint32_t n, float *score)
{
    for (uint32_t i = 0; i < n; i++) {
        const float *b = dependent + (size_t)i * ARC;
        score[(size_t)i * (n + 1)] = m->kernel->dot(b, m->heads->arc_root, ARC);
        for (uint32_t j = 0; j < n; j++) score[(size_t)i * (n + 1) + j + 1] = m->kernel->dot(b, governor + j * governor_step, ARC);
    }
}

static dl_status read_arcs(const dl_model *m, dl_heads_room *r, const dl_vectors *v, const dl_unit *units, uint32_t unit_count, dl_error *err)
{
    const dl_heads *h = m->heads;
    const size_t step = 2 * ARC + 2 * LABEL;
    apply(m, r, &h->l.arc, v->task[DL_TASK_TREE], h->width, v->count, r->arc, step);
    m->kernel->gelu(r->arc, v->count * (uint32_t)step);
    apply(m, r, &h->l.bilinear, r->arc + ARC, step, v->count, r->wide, ARC);
    for (uint32_t u = 0; u < unit_count; u++) {
        uint32_t at = units[u].first - v->first, n = units[u].count;
        arc_scores(m, r->arc + at * step, step, r->wide + (size_t)at * ARC, n, r->arcs);
        dl_arena_reset(r->arena);
        DL_TRY(dl_tree_decode(r->arcs, n, r->head + at, r->arena, err));
        for (uint32_t i = 0; i < n; i++)
            if (r->head[at + i] != DL_NONE) r->head[at + i] += at;
    }
    return DL_OK;
}

/* What was taken for a verb and is none heads no clause. */
static void no_clause(const dl_model *m, const float *tags, float *row)
{
    static const dl_rel clauses[] = {DL_REL_XCOMP, DL_REL_CCOMP, DL_REL_ADVCL, DL_REL_CSUBJ};
    bool corrected = false;
    for (uint32_t k = 0; k < m->upos.count; k++) corrected |= isinf(tags[k]) != 0;
    for (uint32_t k = 0; corrected && k < m->rel.count; k++)
        for (size_t c = 0; c < DL_COUNT(clauses); c++)
            if (m->heads->rel[k] == clauses[c]) row[k] = -INFINITY;
}

/* A verb has one subject: of two nouns side by side that are both taken for it, the former belongs to the latter ("Foreign Ministry spokesman"). */
static void one_subject(dl_doc *doc, const dl_vectors *v)
{
    for (uint32_t t = v->first; t + 1 < v->first + v->count; t++) {
        dl_token *a = &doc->tokens[t];
        const dl_token *b = &doc->tokens[t + 1];
        bool both = a->rel == b->rel && (a->rel == DL_REL_NSUBJ || a->rel == DL_REL_NSUBJ_PASS) && a->head == b->head && a->head > t + 1;
        if (!both || a->head == DL_NONE || (a->upos != DL_UPOS_NOUN && a->upos != DL_UPOS_PROPN) || b->upos != DL_UPOS_NOUN) continue;
        a->head = t + 1;
        a->rel = DL_REL_COMPOUND;
    }
}

static void read_relations(const dl_model *m, dl_heads_room *r, dl_doc *doc, const dl_vectors *v)
{
    const dl_heads *h = m->heads;
    const size_t step = 2 * ARC + 2 * LABEL;
    uint32_t room = h->l.rel.weight.n_room;
    for (uint32_t i = 0; i < v->count; i++) {
        const float *d = r->arc + i * step + 2 * ARC + LABEL;
        const float *g = r->head[i] == DL_NONE ? h->arc_root + ARC : r->arc + r->head[i] * step + 2 * ARC;
        float *row = r->wide + (size_t)i * 3 * LABEL;
        for (uint32_t k = 0; k < LABEL; k++) row[k] = g[k] * d[k];
        memcpy(row + LABEL, g, LABEL * sizeof *row);
        memcpy(row + 2 * LABEL, d, LABEL * sizeof *row);
    }
    apply(m, r, &h->l.rel, r->wide, 3 * LABEL, v->count, r->narrow, room);
    for (uint32_t i = 0; i < v->count; i++) {
        float *row = r->narrow + (size_t)i * room;
        dl_token *t = &doc->tokens[v->first + i];
        row[h->root] = -INFINITY;
        if (surely_noun(doc, v, i)) no_clause(m, r->tags + (size_t)i * h->l.tags.weight.n_room, row);
        t->head = r->head[i] == DL_NONE ? DL_NONE : v->first + r->head[i];
        t->rel = r->head[i] == DL_NONE ? DL_REL_ROOT : h->rel[m->kernel->largest(row, m->rel.count)];
    }
    one_subject(doc, v);
}

/* ## Names */

/* May label `next` follow label `before`? Inside a name only behind a word of the same name. */
static bool follows(uint8_t before, uint8_t next)
{
    bool inside = next != DL_NAME_O && next % 2 == 0;
    return !inside || before == next || before + 1 == next;
}

/* The best legal sequence (Viterbi 1967) over n words. */
static void best_names(const dl_model *m, dl_heads_room *r, const float *score, size_t step, uint32_t n, dl_token *tokens)
{
    const dl_heads *h = m->heads;
    uint32_t count = m->name.count;
    float sum[DL_LANES] = {0};
    for (uint32_t i = 0; i < n; i++) {
        float next[DL_NAME_COUNT];
        for (uint32_t b = 0; b < count; b++) {
            float best = -INFINITY;
            uint8_t from = 0;
            for (uint32_t a = 0; a < count; a++)
                if (follows(i ? h->name[a] : DL_NAME_O, h->name[b]) && sum[a] > best) best = sum[a], from = (uint8_t)a;
            next[b] = best + score[i * step + b];
            r->path[i * DL_NAME_COUNT + b] = from;
        }
        memcpy(sum, next, sizeof next);
    }
    uint32_t label = m->kernel->largest(sum, count);
    for (uint32_t i = n; i-- > 0;) {
        tokens[i].name = h->name[label];
        label = r->path[i * DL_NAME_COUNT + label];
    }
}

static void read_names(const dl_model *m, dl_heads_room *r, dl_doc *doc, const dl_vectors *v, const dl_unit *units, uint32_t unit_count)
{
    const dl_heads *h = m->heads;
    uint32_t room = h->l.name.weight.n_room;
    apply(m, r, &h->l.name_hidden, v->task[DL_TASK_NAME], h->width, v->count, r->wide, NAME_HIDDEN);
    m->kernel->gelu(r->wide, v->count * NAME_HIDDEN);
    apply(m, r, &h->l.name, r->wide, NAME_HIDDEN, v->count, r->narrow, room);
    for (uint32_t u = 0; u < unit_count; u++)
        best_names(m, r, r->narrow + (size_t)(units[u].first - v->first) * room, room, units[u].count, doc->tokens + units[u].first);
}

/* ## Event types */

static void read_types(const dl_model *m, dl_heads_room *r, dl_doc *doc, const dl_vectors *v)
{
    const dl_heads *h = m->heads;
    uint32_t room = h->l.type.weight.n_room;
    apply(m, r, &h->l.type_hidden, v->task[DL_TASK_EVENT], h->width, v->count, r->wide, HIDDEN);
    m->kernel->gelu(r->wide, v->count * HIDDEN);
    apply(m, r, &h->l.type, r->wide, HIDDEN, v->count, r->narrow, room);
    m->kernel->sigmoid(r->narrow, v->count * room);
    for (uint32_t i = 0; i < v->count; i++) {
        dl_score *s = &doc->scores[v->first + i];
        const float *row = r->narrow + (size_t)i * room;
        for (uint32_t k = 0; k < m->type.count; k++)
            if (h->type[k] < DL_TYPE_COUNT) s->type[h->type[k]] = row[k];
        s->start = row[m->type.count];
    }
}

dl_status dl_heads_read(const dl_model *m, dl_heads_room *r, dl_doc *doc, const dl_vectors *v, const dl_unit *units, uint32_t unit_count, dl_error *err)
{
    read_tags(m, r, doc, v);
    DL_TRY(read_arcs(m, r, v, units, unit_count, err));
    read_relations(m, r, doc, v);
    read_names(m, r, doc, v, units, unit_count);
    if (v->task[DL_TASK_EVENT]) read_types(m, r, doc, v);
    return DL_OK;
}

/* ## Triggers and parties */

static void look_at(dl_heads_room *r, const float *vectors, uint32_t count)
{
    if (r->window == vectors && r->window_count == count) return;
    r->window = vectors;
    r->window_count = count;
    r->has_roles = r->has_countries = false;
}

void dl_heads_forget(dl_heads_room *room) { room->window = NULL; }

/* hidden, gelu, answer: one row; the answer lies in r->answer. */
static float *ask(const dl_model *m, dl_heads_room *r, const dl_linear *hidden, const dl_linear *answer, const float *x)
{
    float *middle = r->answer + (size_t)DL_ROWS * answer->weight.n_room;
    apply(m, r, hidden, x, m->heads->width, 1, middle, hidden->weight.n_room);
    m->kernel->gelu(middle, hidden->weight.n_room);
    apply(m, r, answer, middle, hidden->weight.n_room, 1, r->answer, answer->weight.n_room);
    return r->answer;
}

/* The softmax or the sigmoids of n scores, which are moved to where vectors may run over their end. */
static void squash(const dl_kernel *k, const float *score, uint32_t n, bool sums_to_one, float *out)
{
    float row[512 + DL_LANES] = {0};
    memcpy(row, score, n * sizeof *row);
    if (sums_to_one) k->softmax(row, n);
    else k->sigmoid(row, dl_round_up(n, DL_LANES));
    memcpy(out, row, n * sizeof *row);
}

static void trigger_roles(const dl_model *m, dl_heads_room *r, const float *t, uint32_t at, const float *vectors, uint32_t first, uint32_t count, dl_trigger *out)
{
    const dl_heads *h = m->heads;
    const uint32_t all = DL_ROLE_COUNT * ROLE;
    look_at(r, vectors, count);
    if (!r->has_roles) apply(m, r, &h->l.role_key, vectors, h->width, count, r->role_key, all);
    r->has_roles = true;
    apply(m, r, &h->l.role_query, t, h->width, 1, r->answer, all);
    const float factor = 1.0f / sqrtf((float)ROLE);
    for (uint32_t k = 0; k < DL_ROLE_COUNT; k++) {
        float *p = r->role + (size_t)k * ROOM;
        for (uint32_t j = 0; j < count; j++) {
            int32_t away = (int32_t)(first + j) - (int32_t)at;
            away = DL_MAX(-REACH, DL_MIN(REACH, away)) + REACH;
            float score = m->kernel->dot(r->answer + k * ROLE, r->role_key + (size_t)j * all + k * ROLE, ROLE) * factor;
            p[j] = score + h->role_bias[k] + h->role_distance[k * (2 * REACH + 1) + (uint32_t)away];
        }
        m->kernel->sigmoid(p, dl_round_up(count, DL_LANES));
        out->role[k] = p;
    }
    out->window_first = first;
    out->window_count = count;
}

void dl_heads_trigger(const dl_model *m, dl_heads_room *r, float *mean, uint32_t at, dl_type type, const float *vectors, uint32_t first, uint32_t count,
                      dl_trigger *out)
{
    const dl_heads *h = m->heads;
    uint32_t label = h->type_label[type];
    if (label != DL_NONE) m->kernel->add(1.0f, h->trigger_type + (size_t)label * h->width, mean, h->width);
    const float *row = ask(m, r, &h->l.trigger_hidden, &h->l.trigger, mean);
    squash(m->kernel, row, 1, false, &out->core);
    squash(m->kernel, row + 1, 4, false, out->aux);
    squash(m->kernel, row + 5, DL_STANCE_COUNT, true, out->stance);
    squash(m->kernel, row + 5 + DL_STANCE_COUNT, m->mode.count, false, out->mode);
    squash(m->kernel, row + 5 + DL_STANCE_COUNT + m->mode.count, m->cameo.count, true, out->cameo);
    trigger_roles(m, r, mean, at, vectors, first, count, out);
}

void dl_heads_party(const dl_model *m, dl_heads_room *r, const float *mean, const float *vectors, uint32_t first, uint32_t count, dl_party *out)
{
    const dl_heads *h = m->heads;
    squash(m->kernel, ask(m, r, &h->l.sector_hidden, &h->l.sector, mean), m->sector.count, true, out->sector);
    look_at(r, vectors, count);
    if (!r->has_countries) apply(m, r, &h->l.country_key, vectors, h->width, count, r->country_key, ROLE);
    r->has_countries = true;
    apply(m, r, &h->l.country_query, mean, h->width, 1, r->answer, ROLE);
    const float factor = 1.0f / sqrtf((float)ROLE);
    uint32_t specials = m->special.count;
    for (uint32_t j = 0; j < count; j++) r->country[j] = m->kernel->dot(r->answer, r->country_key + (size_t)j * ROLE, ROLE) * factor;
    for (uint32_t j = 0; j < specials; j++) r->country[count + j] = m->kernel->dot(r->answer, h->special + (size_t)j * ROLE, ROLE) * factor;
    m->kernel->softmax(r->country, count + specials);
    memcpy(out->special, r->country + count, specials * sizeof *out->special);
    out->country = r->country;
    out->window_first = first;
    out->window_count = count;
}
