/* network.c - parties and what passes between them. An event goes from its actors to its recipients; a mutual act, which has none, between all
 * of its actors, once a pair. */
#include "web/answers.h"

#include <stdlib.h>

typedef struct node { dl_total total; int32_t first, last; uint32_t seen; } node;
typedef struct edge { uint32_t actor, recipient, seen; dl_total total; } edge;

typedef struct network {
    const dl_kept *c;
    node *nodes;     /* by key */
    edge *edges;     /* open addressing; actor 0 is free */
    uint32_t edge_count, edge_room;
} network;

static bool grow_edges(network *w)
{
    uint32_t room = w->edge_room ? w->edge_room * 2 : 1024;
    edge *grown = calloc(room, sizeof *grown);
    if (!grown) return false;
    for (uint32_t i = 0; i < w->edge_room; i++) {
        if (!w->edges[i].actor) continue;
        uint32_t at = (w->edges[i].actor * 2654435761u ^ w->edges[i].recipient * 2246822519u) & (room - 1);
        while (grown[at].actor) at = (at + 1) & (room - 1);
        grown[at] = w->edges[i];
    }
    free(w->edges);
    w->edges = grown;
    w->edge_room = room;
    return true;
}

static bool add_edge(network *w, uint32_t actor, uint32_t recipient, uint32_t event)
{
    if (!actor || !recipient || actor == recipient) return true;
    if (w->edge_count * 2 >= w->edge_room && !grow_edges(w)) return false;
    uint32_t at = (actor * 2654435761u ^ recipient * 2246822519u) & (w->edge_room - 1);
    while (w->edges[at].actor && (w->edges[at].actor != actor || w->edges[at].recipient != recipient)) at = (at + 1) & (w->edge_room - 1);
    edge *x = &w->edges[at];
    if (!x->actor) w->edge_count++;
    x->actor = actor;
    x->recipient = recipient;
    if (x->seen == event + 1) return true;
    x->seen = event + 1;
    dl_total_add(&x->total, &w->c->events[event]);
    return true;
}

static uint32_t key_at(const network *w, const dl_col_event *e, uint32_t i) { return w->c->role_keys[e->parties + i]; }

static bool add_event(network *w, uint32_t event)
{
    const dl_col_event *e = &w->c->events[event];
    uint32_t all = (uint32_t)e->actors + e->recipients;
    bool well = true;
    for (uint32_t i = 0; i < all; i++) {
        node *n = &w->nodes[key_at(w, e, i)];
        if (n->seen == event + 1) continue;
        n->seen = event + 1;
        dl_total_add(&n->total, e);
        if (e->day == DL_DAY_UNKNOWN) continue;
        if (n->first == DL_DAY_UNKNOWN) n->first = e->day;
        n->last = e->day;
    }
    for (uint32_t i = 0; well && i < e->actors; i++) {
        for (uint32_t j = e->actors; well && j < all; j++) well = add_edge(w, key_at(w, e, i), key_at(w, e, j), event);
        for (uint32_t j = i + 1; well && !e->recipients && j < e->actors; j++) {
            uint32_t x = key_at(w, e, i), y = key_at(w, e, j);
            well = add_edge(w, DL_MIN(x, y), DL_MAX(x, y), event);
        }
    }
    return well;
}

/* Of all events that the filter leaves, or of those that have the party `of`. */
static bool fill(network *w, dl_asked *a, uint32_t of)
{
    w->c = a->c;
    w->nodes = DL_NEW(a->arena, node, w->c->keys.count + 1);
    if (!w->nodes) return false;
    for (uint32_t k = 0; k < w->c->keys.count; k++) w->nodes[k].first = w->nodes[k].last = DL_DAY_UNKNOWN;
    for (uint32_t i = 0; i < w->c->count; i++) {
        const dl_col_event *e = &w->c->events[i];
        bool has = !of;
        for (uint32_t p = 0; !has && p < (uint32_t)e->actors + e->recipients; p++) has = key_at(w, e, p) == of;
        if (has && dl_filter_takes(&a->filter, i) && !add_event(w, i)) return false;
    }
    return true;
}

/* ## As JSON */

static dl_str label_of(const dl_kept *c, uint32_t key)
{
    const dl_col_party *p = &c->parties[c->key_party[key]];
    return p->id.n && p->name.n ? p->name : c->keys.items[key]; /* a code stands for many: it has no name */
}

static void node_fields(const network *w, dl_json *json, uint32_t key)
{
    const dl_col_party *p = &w->c->parties[w->c->key_party[key]];
    dl_text_json(json, "id", w->c->keys.items[key]);
    dl_text_json(json, "label", label_of(w->c, key));
    dl_text_json(json, "code", p->code);
    dl_text_json(json, "sector", p->sector);
    dl_total_json(json, &w->nodes[key].total, true);
    dl_day_json(json, "first", w->nodes[key].first);
    dl_day_json(json, "last", w->nodes[key].last);
}

static void edge_json(const network *w, dl_json *json, const edge *x)
{
    dl_json_open(json, '{');
    dl_text_json(json, "actor", w->c->keys.items[x->actor]);
    dl_text_json(json, "recipient", w->c->keys.items[x->recipient]);
    dl_text_json(json, "actor_label", label_of(w->c, x->actor));
    dl_text_json(json, "recipient_label", label_of(w->c, x->recipient));
    dl_total_json(json, &x->total, true);
    dl_json_close(json, '}');
}

typedef struct ranked { uint32_t at, by; } ranked;

static int most_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->by > y->by ? -1 : x->by < y->by ? 1 : x->at < y->at ? -1 : x->at > y->at;
}

static int edges_first(const void *a, const void *b)
{
    const edge *x = a, *y = b;
    if (x->total.events != y->total.events) return x->total.events > y->total.events ? -1 : 1;
    if (x->actor != y->actor) return x->actor < y->actor ? -1 : 1;
    return x->recipient < y->recipient ? -1 : x->recipient > y->recipient;
}

/* Packs the edges to the front, most first. */
static void sort_edges(network *w)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->edge_room; i++)
        if (w->edges[i].actor) w->edges[n++] = w->edges[i];
    if (n) qsort(w->edges, n, sizeof *w->edges, edges_first);
}

/* The keys that have events, most first; *count of them. */
static ranked *listed_nodes(dl_asked *a, const network *w, uint32_t *count)
{
    ranked *order = DL_NEW(a->arena, ranked, w->c->keys.count + 1);
    *count = 0;
    for (uint32_t k = 1; order && k < w->c->keys.count; k++)
        if (w->nodes[k].total.events) order[(*count)++] = (ranked){k, w->nodes[k].total.events};
    if (order) qsort(order, *count, sizeof *order, most_first);
    return order;
}

static void lists_json(dl_asked *a, const network *w, const ranked *order, uint32_t count, const bool *shown, uint32_t of)
{
    dl_json *json = &a->json;
    dl_json_key(json, "nodes");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < count; i++) {
        if (!shown[order[i].at]) continue;
        dl_json_open(json, '{');
        node_fields(w, json, order[i].at);
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
    dl_json_key(json, "edges");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < w->edge_count; i++) {
        const edge *x = &w->edges[i];
        if (of ? x->actor == of || x->recipient == of : shown[x->actor] && shown[x->recipient]) edge_json(w, json, x);
    }
    dl_json_close(json, ']');
}

static dl_status whole(dl_asked *a, network *w, dl_error *err)
{
    uint32_t count = 0, limit = dl_rows_wanted(a, 40, 400);
    bool *shown = DL_NEW(a->arena, bool, a->c->keys.count + 1);
    if (!shown || !fill(w, a, 0)) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    ranked *order = listed_nodes(a, w, &count);
    if (!order) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    for (uint32_t i = 0; i < DL_MIN(count, limit); i++) shown[order[i].at] = true;
    sort_edges(w);
    dl_json_open(&a->json, '{');
    dl_int_json(&a->json, "total", count);
    lists_json(a, w, order, DL_MIN(count, limit), shown, 0);
    dl_json_close(&a->json, '}');
    return DL_OK;
}

dl_status dl_answer_actors(dl_asked *a, dl_error *err)
{
    network w = {0};
    dl_status status = whole(a, &w, err);
    free(w.edges);
    return status;
}

/* Under which words the party was told of, and in which roles. */
#define OF_PARTY \
    " FROM event_actors a JOIN events e ON e.event_id = a.event_id WHERE a.entity_id = ?1 OR (a.entity_id IS NULL AND a.code || CASE WHEN a.sector IS NULL THEN '' ELSE '.' || a.sector END = ?1)"
static const char names_sql[] = "SELECT json_object('text', text, 'n', n, 'first', first, 'last', last) FROM (SELECT a.text, count(*) AS n, min(e.date) AS first, max(e.date) AS last" OF_PARTY
    " GROUP BY a.text ORDER BY n DESC, a.text LIMIT 60)";
static const char roles_sql[] = "SELECT json_object('code', code, 'office', office, 'n', n, 'first', first, 'last', last) FROM (SELECT coalesce(a.code, '') || CASE WHEN a.sector IS NULL THEN '' ELSE '.' ||"
    " a.sector END AS code, a.office, count(*) AS n, min(e.date) AS first, max(e.date) AS last" OF_PARTY " GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT 60)";

static dl_status one(dl_asked *a, network *w, uint32_t of, dl_error *err)
{
    uint32_t count = 0, near = 0;
    bool *shown = DL_NEW(a->arena, bool, a->c->keys.count + 1);
    if (!shown || !fill(w, a, of)) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    ranked *order = listed_nodes(a, w, &count);
    if (!order) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    sort_edges(w);
    shown[of] = true;
    for (uint32_t i = 0; i < w->edge_count && near < 24; i++) {
        const edge *x = &w->edges[i];
        if (x->actor != of && x->recipient != of) continue;
        shown[x->actor] = shown[x->recipient] = true;
        near++;
    }
    dl_json_open(&a->json, '{');
    node_fields(w, &a->json, of);
    dl_json_key(&a->json, "names");
    dl_json_rows(a, names_sql, a->id, (dl_str){0}, true);
    dl_json_key(&a->json, "roles");
    dl_json_rows(a, roles_sql, a->id, (dl_str){0}, true);
    lists_json(a, w, order, count, shown, of);
    dl_json_close(&a->json, '}');
    return DL_OK;
}

dl_status dl_answer_actor(dl_asked *a, dl_error *err)
{
    network w = {0};
    uint32_t of = dl_word_find(&a->c->keys, a->id);
    if (!of) return DL_END;
    dl_status status = one(a, &w, of, err);
    free(w.edges);
    return status;
}
