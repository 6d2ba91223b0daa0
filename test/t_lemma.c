/* Lemmas: without tables, with small tables made here, and with broken ones. */
#include "check.h"
#include "lang/lang.h"
#include "model_maker.h"

enum { SLOTS = 64 };

typedef struct tables {
    uint32_t keys[SLOTS][2], edits[8][2], edit_count;
    uint16_t values[SLOTS];
} tables;

static const char added[] = "yseebeflead";

/* drop bytes, then add added[at..at + n]. */
static uint16_t add_edit(tables *t, bool lower, uint32_t drop, uint32_t at, uint32_t n)
{
    t->edits[t->edit_count][0] = drop | (lower ? 0x80000000u : 0);
    t->edits[t->edit_count][1] = at << 8 | n;
    return (uint16_t)t->edit_count++;
}

/* As train/lemma.py writes it. */
static void add_key(tables *t, uint8_t level, dl_upos upos, const char *xpos, const char *form, uint16_t edit)
{
    uint64_t h = 0xCBF29CE484222325u;
    char bytes[64];
    int n = snprintf(bytes, sizeof bytes, "%c%c%s%c%s", level, (char)upos, xpos, 0, form);
    for (int i = 0; i < n; i++) h = (h ^ (uint8_t)bytes[i]) * 0x100000001B3u;
    uint32_t low = (uint32_t)h, slot = (low ^ low >> 15) % SLOTS;
    while (t->keys[slot][1]) slot = (slot + 1) % SLOTS;
    t->keys[slot][0] = low;
    t->keys[slot][1] = (uint32_t)(h >> 32) | 1;
    t->values[slot] = edit;
}

static const struct { const char *form; dl_upos upos; const char *xpos, *lemma; } table[] = {
    {"was", DL_UPOS_AUX, "VBD", "be"},        {"Was", DL_UPOS_AUX, "VBD", "be"},       {"cities", DL_UPOS_NOUN, "NNS", "city"}, {"Cities", DL_UPOS_NOUN, "NNS", "city"},
    {"dogs", DL_UPOS_NOUN, "NNS", "dog"},     {"people", DL_UPOS_NOUN, "NNS", "people"}, {"saw", DL_UPOS_VERB, "VBD", "see"},      {"saw", DL_UPOS_NOUN, "NN", "saw"},
    {"Kabul", DL_UPOS_PROPN, "NNP", "Kabul"}, {"The", DL_UPOS_DET, "DT", "the"},       {"s", DL_UPOS_NOUN, "NNS", "s"},         {"caf\xC3\xA9s", DL_UPOS_NOUN, "NNS", "caf\xC3\xA9"},
    {"overthrew", DL_UPOS_VERB, "VBD", "overthrow"}, {"Froze", DL_UPOS_VERB, "VBD", "freeze"}, {"fled", DL_UPOS_VERB, "VBD", "flee"},
    {"\xC3\x89t\xC3\xA9", DL_UPOS_NOUN, "NN", "\xC3\xA9t\xC3\xA9"},
};

static dl_model *make(dl_arena *arena, tables *t, bool whole)
{
    maker m = {.arena = arena};
    dl_model *model = NULL;
    dl_error err = {0};
    maker_add(&m, "lemma.keys", 4, SLOTS, 2, (dl_str){(const char *)t->keys, sizeof t->keys});
    maker_add(&m, "lemma.values", 3, whole ? SLOTS : SLOTS - 1, 0, (dl_str){(const char *)t->values, whole ? sizeof t->values : sizeof t->values - 2});
    maker_add(&m, "lemma.edits", 4, 8, 2, (dl_str){(const char *)t->edits, sizeof t->edits});
    maker_text(&m, "lemma.text", added);
    CHECK(dl_model_open_memory(maker_file(&m), &model, &err) == DL_OK, "%s", err.text);
    return model;
}

static void fill(tables *t)
{
    uint16_t lower = add_edit(t, true, 0, 0, 0), keep = add_edit(t, false, 0, 0, 0), drop = add_edit(t, true, 1, 0, 0), ies = add_edit(t, true, 3, 0, 1);
    uint16_t see = add_edit(t, true, 2, 2, 2), be = add_edit(t, true, 3, 4, 2), flead = add_edit(t, true, 2, 8, 3);
    add_key(t, 1, DL_UPOS_AUX, "VBD", "was", be);
    add_key(t, 2, DL_UPOS_VERB, "", "saw", see);
    add_key(t, 2, DL_UPOS_VERB, "", "fled", flead);
    add_key(t, 0, DL_UPOS_NOUN, "NNS", "people", lower);
    add_key(t, 3, DL_UPOS_NOUN, "NNS", "ies", ies);
    add_key(t, 3, DL_UPOS_NOUN, "NNS", "s", drop);
    add_key(t, 3, DL_UPOS_NOUN, "NNS", "", lower);
    add_key(t, 3, DL_UPOS_NOUN, "NN", "", lower);
    add_key(t, 3, DL_UPOS_PROPN, "NNP", "", keep);
    add_key(t, 3, DL_UPOS_DET, "DT", "", lower);
}

static void test_tables(dl_arena *arena)
{
    tables t = {0};
    fill(&t);
    dl_model *model = make(arena, &t, true);
    dl_lemmas lemmas = dl_lemmas_open(model);
    for (size_t i = 0; i < DL_COUNT(table); i++) {
        dl_str got = dl_lemmas_get(&lemmas, arena, dl_str_c(table[i].form), table[i].upos, dl_str_c(table[i].xpos));
        CHECK(dl_str_is(got, table[i].lemma), "%s: want %s, have %.*s", table[i].form, table[i].lemma, (int)got.n, got.p);
        got = dl_lemma(model, arena, dl_str_c(table[i].form), table[i].upos, dl_str_c(table[i].xpos));
        CHECK(dl_str_is(got, table[i].lemma), "%s by itself", table[i].form);
    }
    dl_model_close(model);
}

static void test_none(dl_arena *arena)
{
    CHECK(dl_str_is(dl_lemma(NULL, arena, DL_LIT("Talks"), DL_UPOS_NOUN, DL_LIT("NNS")), "talks"), "without tables the form in lower case");
    CHECK(dl_str_is(dl_lemma(NULL, arena, DL_LIT("Kabul"), DL_UPOS_PROPN, DL_LIT("NNP")), "Kabul"), "names as they are");
    CHECK(dl_lemma(NULL, arena, (dl_str){0}, DL_UPOS_X, (dl_str){0}).n == 0, "nothing of nothing");
}

/* Tables whose sizes do not agree are not used; edits that point anywhere do no harm; a full table still ends the search. */
static void test_broken(dl_arena *arena)
{
    tables t = {0};
    fill(&t);
    dl_model *model = make(arena, &t, false);
    CHECK(dl_str_is(dl_lemma(model, arena, DL_LIT("Cities"), DL_UPOS_NOUN, DL_LIT("NNS")), "cities"), "tables of different sizes");
    dl_model_close(model);
    for (uint32_t i = 0; i < SLOTS; i++) t.values[i] = (uint16_t)(i * 997);
    for (uint32_t i = 0; i < 8; i++) t.edits[i][0] = 200 + i, t.edits[i][1] = 0xFFFFFF00u | i;
    model = make(arena, &t, true);
    for (size_t i = 0; i < DL_COUNT(table); i++)
        CHECK(dl_lemma(model, arena, dl_str_c(table[i].form), table[i].upos, dl_str_c(table[i].xpos)).n > 0, "%s", table[i].form);
    dl_model_close(model);
    for (uint32_t i = 0; i < SLOTS; i++) t.keys[i][0] = i, t.keys[i][1] = 1;
    model = make(arena, &t, true);
    CHECK(dl_str_is(dl_lemma(model, arena, DL_LIT("dogs"), DL_UPOS_NOUN, DL_LIT("NNS")), "dogs"), "a full table");
    dl_model_close(model);
}

/* Verbs of the trade that treebanks have seldom or never. */
static void test_verbs(dl_arena *arena)
{
    static const struct { const char *form, *xpos, *lemma; } verbs[] = {
        {"bombed", "VBD", "bomb"},       {"shelled", "VBD", "shell"},       {"shelling", "VBG", "shell"},      {"besieged", "VBN", "besiege"},
        {"grabbed", "VBD", "grab"},      {"gunned", "VBN", "gun"},         {"clashed", "VBD", "clash"},      {"raided", "VBD", "raid"},
        {"torpedoed", "VBN", "torpedo"}, {"ambushed", "VBD", "ambush"},     {"pummeled", "VBD", "pummel"},     {"looting", "VBG", "loot"},       {"massacred", "VBN", "massacre"},
        {"kidnapped", "VBN", "kidnap"},  {"controlled", "VBD", "control"},  {"bulldozed", "VBD", "bulldoze"},  {"said", "VBD", "say"},
        {"bring", "VB", "bring"},        {"trapped", "VBN", "trap"},        {"passing", "VBG", "pass"},        {"vetoed", "VBD", "veto"},        {"annexed", "VBD", "annex"},
    };
    dl_model *model = NULL;
    dl_error err = {0};
    CHECK(dl_model_open(TEST_SOURCE "/data/models/base.dlm", &model, &err) == DL_OK, "%s", err.text);
    if (!model) return;
    for (size_t i = 0; i < DL_COUNT(verbs); i++) {
        dl_str got = dl_lemma(model, arena, dl_str_c(verbs[i].form), DL_UPOS_VERB, dl_str_c(verbs[i].xpos));
        CHECK(dl_str_is(got, verbs[i].lemma), "%s: want %s, have %.*s", verbs[i].form, verbs[i].lemma, (int)got.n, got.p);
    }
    dl_model_close(model);
}

int main(void)
{
    dl_arena *arena = dl_arena_new(0);
    (void)maker_encoder, (void)maker_recurrent;
    test_none(arena);
    test_tables(arena);
    test_broken(arena);
    test_verbs(arena);
    dl_arena_free(arena);
    return check_done();
}
