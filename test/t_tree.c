/* Trees: the best of all trees for small sentences (by trying them all), proper trees for large ones. */
#include "check.h"
#include "lang/lang.h"

#include <math.h>

enum { SMALL = 5, LARGE = 254 };

static uint32_t state = 7;

static uint32_t draw(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

/* One root, and every word comes to it. */
static bool is_tree(const uint32_t *head, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t steps = 0;
        roots += head[i] == DL_NONE;
        for (uint32_t j = i; j != DL_NONE; j = head[j])
            if (j >= n || ++steps > n) return false;
    }
    return roots == 1;
}

static double total(const float *score, const uint32_t *head, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += score[i * (n + 1) + (head[i] == DL_NONE ? 0 : head[i] + 1)];
    return sum;
}

static double best_of_all(const float *score, uint32_t n)
{
    uint32_t choices = 1;
    double best = -1e30;
    for (uint32_t i = 0; i < n; i++) choices *= n + 1;
    for (uint32_t c = 0; c < choices; c++) {
        uint32_t head[SMALL], rest = c;
        for (uint32_t i = 0; i < n; i++, rest /= n + 1) head[i] = rest % (n + 1) ? rest % (n + 1) - 1 : DL_NONE;
        if (is_tree(head, n)) best = fmax(best, total(score, head, n));
    }
    return best;
}

static void test_small(dl_arena *arena)
{
    for (uint32_t turn = 0; turn < 1500; turn++) {
        float score[SMALL * (SMALL + 1)];
        uint32_t n = 1 + turn % SMALL, head[SMALL] = {0}, again[SMALL] = {0};
        for (uint32_t i = 0; i < n * (n + 1); i++) score[i] = turn % 2 ? (float)(draw() % 4) : (float)draw() / 1e6f;
        for (uint32_t i = 0; i < n; i++) score[i * (n + 1) + i + 1] = 1e6f; /* an arc to oneself is never taken */
        dl_arena_reset(arena);
        CHECK(dl_tree_decode(score, n, head, arena, NULL) == DL_OK && is_tree(head, n), "a tree of %u words, turn %u", n, turn);
        CHECK(fabs(total(score, head, n) - best_of_all(score, n)) < 1e-3, "the best tree of %u words, turn %u", n, turn);
        CHECK(dl_tree_decode(score, n, again, arena, NULL) == DL_OK && memcmp(head, again, sizeof head) == 0, "the same tree again");
    }
}

static void test_large(dl_arena *arena)
{
    static float score[LARGE * (LARGE + 1)];
    static uint32_t head[LARGE];
    for (uint32_t kind = 0; kind < 4; kind++) {
        for (uint32_t i = 0; i < LARGE; i++)
            for (uint32_t j = 0; j <= LARGE; j++) {
                float noise = (float)(draw() % 1000) / 1e4f;
                bool pair = j == (i ^ 1) + 1;                  /* cycles of two everywhere */
                bool ring = j == (i + 1) % LARGE + 1;          /* one cycle of all */
                score[i * (LARGE + 1) + j] = kind == 0 ? noise : kind == 1 ? noise + 5 * pair : kind == 2 ? noise + 5 * ring : 0;
            }
        dl_arena_reset(arena);
        CHECK(dl_tree_decode(score, LARGE, head, arena, NULL) == DL_OK && is_tree(head, LARGE), "a large tree, kind %u", kind);
    }
}

/* Two words that both want to be the root: the better one is. */
static void test_roots(dl_arena *arena)
{
    static const float score[] = {9, 0, 1, 8, 2, 0};
    uint32_t head[2];
    CHECK(dl_tree_decode(score, 2, head, arena, NULL) == DL_OK && head[0] == DL_NONE && head[1] == 0, "9 + 2 beats 8 + 1");
    CHECK(dl_tree_decode(NULL, 0, NULL, arena, NULL) == DL_OK, "no words, no tree");
}

int main(void)
{
    dl_arena *arena = dl_arena_new(0);
    test_small(arena);
    test_large(arena);
    test_roots(arena);
    dl_arena_free(arena);
    return check_done();
}
