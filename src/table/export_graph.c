/* export_graph.c - GEXF 1.3 for Gephi: parties as nodes, who did what to whom as edges, each with its days. */
#include "table/formats.h"

#include <stdlib.h>

typedef struct node { dl_str key, label, code, sector; int32_t low, high; uint32_t events; } node;
typedef struct edge { uint32_t from, to; int quad; int32_t low, high; uint32_t events, reports; } edge;
struct dl_graph {
    dl_arena *arena;
    node *nodes;
    edge *edges;
    uint32_t node_count, node_room, edge_count, edge_room;
    dl_map *node_by_key, *edge_by_key;
};

static void begin(dl_export *x)
{
    struct dl_graph *g = calloc(1, sizeof *g);
    if (g) g->arena = dl_arena_new(0);
    if (g && g->arena) {
        g->node_by_key = dl_map_new(g->arena, 256);
        g->edge_by_key = dl_map_new(g->arena, 1024);
    }
    x->graph = g;
    if (!g || !g->node_by_key || !g->edge_by_key) x->out->failed = 1;
}

static void widen(int32_t *low, int32_t *high, const dl_out_event *e)
{
    *low = DL_MIN(*low, e->low);
    *high = DL_MAX(*high, e->high);
}

/* Parties that resolve to the same name, code and sector are one node; one without a name goes by its code. False: memory ran out. */
static bool find_node(struct dl_graph *g, const dl_out_party *p, uint32_t *out)
{
    dl_str code = dl_arena_printf(g->arena, "%.*s%s%.*s", (int)p->code.n, p->code.p ? p->code.p : "", p->sector.n ? "." : "", (int)p->sector.n, p->sector.p ? p->sector.p : "");
    dl_str name = p->name.n ? p->name : code, key = dl_arena_printf(g->arena, "%.*s|%.*s", (int)name.n, name.p ? name.p : "", (int)code.n, code.p ? code.p : "");
    uint32_t *slot = NULL;
    if (!key.p || !dl_map_put(g->node_by_key, key, g->node_count, &slot)) return false;
    *out = *slot;
    if (*slot < g->node_count) return true;
    if (!dl_arena_grow(g->arena, (void **)&g->nodes, &g->node_room, g->node_count + 1, sizeof *g->nodes)) return false;
    g->nodes[g->node_count++] = (node){.key = key, .label = dl_arena_str(g->arena, name), .code = dl_arena_str(g->arena, p->code),
                                       .sector = dl_arena_str(g->arena, p->sector), .low = INT32_MAX, .high = INT32_MIN};
    return true;
}

static bool find_edge(struct dl_graph *g, uint32_t from, uint32_t to, int quad, edge **out)
{
    dl_str key = dl_arena_printf(g->arena, "%u %u %d", (unsigned)from, (unsigned)to, quad);
    uint32_t *slot = NULL;
    if (!key.p || !dl_map_put(g->edge_by_key, key, g->edge_count, &slot)) return false;
    if (*slot == g->edge_count) {
        if (!dl_arena_grow(g->arena, (void **)&g->edges, &g->edge_room, g->edge_count + 1, sizeof *g->edges)) return false;
        g->edges[g->edge_count++] = (edge){.from = from, .to = to, .quad = quad, .low = INT32_MAX, .high = INT32_MIN};
    }
    *out = &g->edges[*slot];
    return true;
}

static bool is_named(const dl_out_party *p) { return p->code.n || p->name.n; }

/* A mutual act is one edge here: the graph's reader turns it as it likes. */
static void row(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient)
{
    const dl_out_party *a = dl_pair_actor(e, actor), *r = dl_pair_recipient(e, recipient);
    uint32_t from = 0, to = 0;
    edge *found = NULL;
    if (!is_named(a) || !is_named(r) || (recipient >= DL_MAX_PARTIES && recipient - DL_MAX_PARTIES < actor)) return;
    if (x->out->failed || !find_node(x->graph, a, &from) || !find_node(x->graph, r, &to) || !find_edge(x->graph, from, to, dl_type_quad(e->type), &found)) {
        x->out->failed = 1;
        return;
    }
    widen(&found->low, &found->high, e);
    found->events++;
    found->reports += e->report_count;
    const uint32_t ends[] = {from, to};
    for (int i = 0; i < 2; i++) {
        widen(&x->graph->nodes[ends[i]].low, &x->graph->nodes[ends[i]].high, e);
        x->graph->nodes[ends[i]].events++;
    }
    dl_row_end(x, e, actor, recipient);
}

static void write(dl_export *x, const dl_out_event *e)
{
    dl_pairs_each(x, e, row);
}

static void add_xml(dl_buf *out, dl_str s)
{
    dl_buf plain = {0};
    dl_plain_add(&plain, s);
    for (size_t i = 0; i < plain.n; i++) {
        switch (plain.p[i]) {
        case '&': DL_BUF_LIT(out, "&amp;"); break;
        case '<': DL_BUF_LIT(out, "&lt;"); break;
        case '>': DL_BUF_LIT(out, "&gt;"); break;
        case '"': DL_BUF_LIT(out, "&quot;"); break;
        default: dl_buf_char(out, plain.p[i]);
        }
    }
    out->failed |= plain.failed;
    dl_buf_drop(&plain);
}

static void add_period(dl_buf *out, int32_t low, int32_t high)
{
    char from[11], to[11];
    dl_day_to_text(low, from);
    dl_day_to_text(high, to);
    dl_buf_printf(out, "<spells><spell start=\"%s\" end=\"%s\"/></spells>", from, to);
}

static void add_node(dl_buf *out, uint32_t id, const node *n)
{
    dl_buf_printf(out, "<node id=\"n%u\" label=\"", (unsigned)id);
    add_xml(out, n->label.n ? n->label : n->code);
    DL_BUF_LIT(out, "\"><attvalues><attvalue for=\"code\" value=\"");
    add_xml(out, n->code);
    DL_BUF_LIT(out, "\"/><attvalue for=\"sector\" value=\"");
    add_xml(out, n->sector);
    dl_buf_printf(out, "\"/><attvalue for=\"events\" value=\"%u\"/></attvalues>", (unsigned)n->events);
    add_period(out, n->low, n->high);
    DL_BUF_LIT(out, "</node>\n");
}

static void add_edge(dl_buf *out, uint32_t id, const edge *e)
{
    dl_buf_printf(out, "<edge id=\"e%u\" source=\"n%u\" target=\"n%u\" weight=\"%u\"><attvalues><attvalue for=\"quad\" value=\"%d\"/>"
                  "<attvalue for=\"n_events\" value=\"%u\"/><attvalue for=\"n_reports\" value=\"%u\"/></attvalues>",
                  (unsigned)id, (unsigned)e->from, (unsigned)e->to, (unsigned)e->events, e->quad, (unsigned)e->events, (unsigned)e->reports);
    add_period(out, e->low, e->high);
    DL_BUF_LIT(out, "</edge>\n");
}

static void end(dl_export *x)
{
    struct dl_graph *g = x->graph;
    if (!g) return;
    DL_BUF_LIT(x->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n<meta><creator>dateline " DATELINE_VERSION
               "</creator></meta>\n<graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\">\n"
               "<attributes class=\"node\"><attribute id=\"code\" title=\"code\" type=\"string\"/><attribute id=\"sector\" title=\"sector\" type=\"string\"/>"
               "<attribute id=\"events\" title=\"events\" type=\"integer\"/></attributes>\n"
               "<attributes class=\"edge\"><attribute id=\"quad\" title=\"quad_class\" type=\"integer\"/><attribute id=\"n_events\" title=\"n_events\" type=\"integer\"/>"
               "<attribute id=\"n_reports\" title=\"n_reports\" type=\"integer\"/></attributes>\n<nodes>\n");
    for (uint32_t i = 0; i < g->node_count; i++) add_node(x->out, i, &g->nodes[i]);
    DL_BUF_LIT(x->out, "</nodes>\n<edges>\n");
    for (uint32_t i = 0; i < g->edge_count; i++) add_edge(x->out, i, &g->edges[i]);
    DL_BUF_LIT(x->out, "</edges>\n</graph>\n</gexf>\n");
    dl_arena_free(g->arena);
    free(g);
    x->graph = NULL;
}

const dl_format dl_format_gexf = {.name = "gexf", .version = "GEXF 1.3, dynamic", .file = "graph.gexf", .event = write, .begin = begin, .end = end};
