/* tree.c - arc scores to trees: the best governor of each word, and where these make no tree, the best tree with one root.
 *
 * Chu & Liu 1965, Edmonds 1967: take the best incoming arc of each node; contract each cycle to one node, whose incoming arcs are
 * worth what they add over the arc of the cycle that they replace; go on until there is no cycle, then unfold. A contracted node
 * takes the place of one of its members, so the matrix never grows. O(n^3) at worst for the n words of one unit. */
#include "lang/net.h"

/* A cycle that was contracted. */
typedef struct fold {
    uint32_t count;
    uint32_t *word, *governor; /* [count] the arc that each member had inside the cycle, as words */
    uint32_t *member;          /* [n] which member a word belongs to, DL_NONE outside */
} fold;

/* Node 0 is the root, node i + 1 is word i, or a cycle that swallowed it. */
typedef struct graph {
    uint32_t n;
    double *score;             /* [n][n] of the arc to a dependent (row) from a governor */
    uint32_t *governor, *word; /* [n][n] the words that the arc really joins, as nodes */
    uint32_t *best;            /* [n] governor chosen */
    uint32_t *owner;           /* [n] node that a word belongs to */
    uint32_t *seen, *members;  /* [n] scratch */
    bool *alive;               /* [n] not swallowed */
    fold *folds;               /* [n] */
    uint32_t fold_count;
} graph;

static void choose(graph *g, uint32_t node)
{
    uint32_t best = 0;
    for (uint32_t j = 1; j < g->n; j++)
        if (g->alive[j] && j != node && g->score[node * g->n + j] > g->score[node * g->n + best]) best = j;
    g->best[node] = best;
}

/* A node on a cycle of `best` among the living, 0 when there is none. */
static uint32_t find_cycle(const uint32_t *best, const bool *alive, uint32_t n, uint32_t *seen)
{
    for (uint32_t i = 0; i < n; i++) seen[i] = 0;
    for (uint32_t i = 1; i < n; i++) {
        uint32_t j = alive[i] ? i : 0;
        for (; j && !seen[j]; j = best[j]) seen[j] = i;
        if (j && seen[j] == i) return j;
    }
    return 0;
}

static void copy_arc(graph *g, uint32_t to, uint32_t from, double score)
{
    g->score[to] = score;
    g->governor[to] = g->governor[from];
    g->word[to] = g->word[from];
}

/* The best arc from a node into the cycle and the best arc from the cycle to it become those of node `cycle`. */
static void join_arcs(graph *g, uint32_t cycle, uint32_t other, uint32_t count)
{
    uint32_t n = g->n, in = 0, out = 0;
    double most_in = 0, most_out = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t m = g->members[i];
        double enter = g->score[m * n + other] - g->score[m * n + g->best[m]], leave = g->score[other * n + m];
        if (i == 0 || enter > most_in) most_in = enter, in = m;
        if (i == 0 || leave > most_out) most_out = leave, out = m;
    }
    copy_arc(g, cycle * n + other, in * n + other, most_in);
    copy_arc(g, other * n + cycle, other * n + out, most_out);
}

static bool remember(graph *g, fold *f, uint32_t count, dl_arena *scratch)
{
    uint32_t n = g->n;
    *f = (fold){count, DL_NEW(scratch, uint32_t, count), DL_NEW(scratch, uint32_t, count), DL_NEW(scratch, uint32_t, n)};
    if (!f->word || !f->governor || !f->member) return false;
    for (uint32_t w = 0; w < n; w++) f->member[w] = DL_NONE;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t m = g->members[i], arc = m * n + g->best[m];
        f->word[i] = g->word[arc];
        f->governor[i] = g->governor[arc];
        for (uint32_t w = 1; w < n; w++)
            if (g->owner[w] == m) f->member[w] = i;
    }
    return true;
}

static bool contract(graph *g, uint32_t cycle, dl_arena *scratch)
{
    uint32_t count = 0, node = cycle;
    do {
        g->members[count++] = node;
        node = g->best[node];
    } while (node != cycle);
    fold *f = &g->folds[g->fold_count++];
    if (!remember(g, f, count, scratch)) return false;
    for (uint32_t i = 0; i < count; i++) g->alive[g->members[i]] = false;
    for (uint32_t j = 0; j < g->n; j++)
        if (g->alive[j]) join_arcs(g, cycle, j, count);
    g->alive[cycle] = true;
    for (uint32_t w = 1; w < g->n; w++)
        if (f->member[w] != DL_NONE) g->owner[w] = cycle;
    for (uint32_t j = 1; j < g->n; j++)
        for (uint32_t i = 0; g->alive[j] && i < count; i++)
            if (g->best[j] == g->members[i]) g->best[j] = cycle;
    choose(g, cycle);
    return true;
}

/* Newest cycle first: the member that an arc from outside enters loses its arc of the cycle, the others keep theirs. */
static void unfold(const graph *g, uint32_t *head)
{
    for (uint32_t w = 0; w < g->n; w++) head[w] = DL_NONE;
    for (uint32_t i = 1; i < g->n; i++)
        if (g->alive[i]) head[g->word[i * g->n + g->best[i]]] = g->governor[i * g->n + g->best[i]];
    for (uint32_t k = g->fold_count; k-- > 0;) {
        const fold *f = &g->folds[k];
        uint32_t entered = DL_NONE;
        for (uint32_t w = 1; w < g->n; w++)
            if (f->member[w] != DL_NONE && head[w] != DL_NONE) entered = f->member[w];
        for (uint32_t i = 0; i < f->count; i++)
            if (i != entered) head[f->word[i]] = f->governor[i];
    }
}

/* A root arc costs more than any other choice could win, so that the best tree has one. Doubles hold the sums of the floats. */
static void fill(graph *g, const float *score)
{
    uint32_t n = g->n;
    double low = score[0], high = score[0];
    for (size_t i = 0; i < (size_t)(n - 1) * n; i++) {
        low = DL_MIN(low, (double)score[i]);
        high = DL_MAX(high, (double)score[i]);
    }
    for (uint32_t i = 1; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            g->score[i * n + j] = (double)score[(i - 1) * n + j] - (j ? 0 : (high - low) * n + 1);
            g->governor[i * n + j] = j;
            g->word[i * n + j] = i;
        }
        g->alive[i] = true;
        g->owner[i] = i;
    }
    g->alive[0] = true;
}

static bool repair(const float *score, uint32_t words, uint32_t *head, dl_arena *scratch)
{
    uint32_t n = words + 1;
    graph g = {.n = n};
    uint32_t *nodes = DL_NEW(scratch, uint32_t, 5 * (size_t)n), *arcs = DL_NEW(scratch, uint32_t, 2 * (size_t)n * n);
    g.score = DL_NEW(scratch, double, (size_t)n * n);
    g.alive = DL_NEW(scratch, bool, n);
    g.folds = DL_NEW(scratch, fold, n);
    if (!nodes || !arcs || !g.score || !g.alive || !g.folds) return false;
    g.governor = arcs, g.word = arcs + (size_t)n * n;
    g.best = nodes, g.owner = nodes + n, g.seen = nodes + 2 * n, g.members = nodes + 3 * n;
    fill(&g, score);
    for (uint32_t i = 1; i < n; i++) choose(&g, i);
    for (uint32_t cycle; (cycle = find_cycle(g.best, g.alive, n, g.seen)) != 0;)
        if (!contract(&g, cycle, scratch)) return false;
    uint32_t *node_head = nodes + 4 * n;
    unfold(&g, node_head);
    for (uint32_t i = 0; i < words; i++) head[i] = node_head[i + 1] ? node_head[i + 1] - 1 : DL_NONE;
    return true;
}

/* The best governors as nodes; true when they are a tree with one root. */
static bool greedy(const float *score, uint32_t words, uint32_t *best, bool *alive, uint32_t *seen)
{
    uint32_t n = words + 1, roots = 0;
    for (uint32_t i = 1; i < n; i++) {
        const float *row = score + (size_t)(i - 1) * n;
        best[i] = 0;
        for (uint32_t j = 1; j < n; j++)
            if (j != i && row[j] > row[best[i]]) best[i] = j;
        roots += best[i] == 0;
        alive[i] = true;
    }
    return roots == 1 && !find_cycle(best, alive, n, seen);
}

dl_status dl_tree_decode(const float *score, uint32_t n, uint32_t *head, dl_arena *scratch, dl_error *err)
{
    if (n == 0) return DL_OK;
    uint32_t *best = DL_NEW(scratch, uint32_t, n + 1), *seen = DL_NEW(scratch, uint32_t, n + 1);
    bool *alive = DL_NEW(scratch, bool, n + 1);
    if (!best || !seen || !alive) return dl_fail(err, DL_NOMEM, "Memory ran out while building a tree.");
    if (greedy(score, n, best, alive, seen)) {
        for (uint32_t i = 0; i < n; i++) head[i] = best[i + 1] ? best[i + 1] - 1 : DL_NONE;
        return DL_OK;
    }
    return repair(score, n, head, scratch) ? DL_OK : dl_fail(err, DL_NOMEM, "Memory ran out while building a tree.");
}
