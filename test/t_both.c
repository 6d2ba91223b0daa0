/* t_both.c - "both sides", "the two countries", "each other": whom they stand for. */
#include "mark/who.h"
#include "tree_maker.h"

/* Words with their trees, the head of the pair (the last word of that form), and the two that are meant, or NULL for unknown. */
typedef struct pair { const char *words, *head, *first, *second; } pair;

static const pair pairs[] = {
    {"India//PROPN/NNP/4/nsubj and//CCONJ/CC/3/cc Pakistan//PROPN/NNP/1/conj met/meet/VERB/VBD/0/root\n"
     "The/the/DET/DT/3/det two//NUM/CD/3/nummod countries/country/NOUN/NNS/4/nsubj agreed/agree/VERB/VBD/0/root", "countries", "IND", "PAK"},
    {"Sudan//PROPN/NNP/2/nsubj attacked/attack/VERB/VBD/0/root Chad//PROPN/NNP/2/obj in//ADP/IN/5/case Kenya//PROPN/NNP/2/obl\n"
     "Both/both/DET/DT/2/det sides/side/NOUN/NNS/3/nsubj agreed/agree/VERB/VBD/0/root", "sides", "SDN", "TCD"},
    {"Sudan//PROPN/NNP/4/nsubj and//CCONJ/CC/3/cc Chad//PROPN/NNP/1/conj accused/accuse/VERB/VBD/0/root each//DET/DT/6/det other//ADJ/JJ/4/obj", "other", "SDN", "TCD"},
    {"Chad//PROPN/NNP/2/nsubj agreed/agree/VERB/VBD/0/root\nBoth/both/DET/DT/2/det sides/side/NOUN/NNS/3/nsubj agreed/agree/VERB/VBD/0/root", "sides", NULL, NULL},
    {"Sudan//PROPN/NNP/2/nsubj attacked/attack/VERB/VBD/0/root Chad//PROPN/NNP/2/obj\n"
     "The/the/DET/DT/2/det sides/side/NOUN/NNS/3/nsubj agreed/agree/VERB/VBD/0/root", "sides", NULL, NULL},
};

static uint32_t last_word(const dl_doc *doc, const char *form)
{
    for (uint32_t t = doc->token_count; t-- > 0;) {
        if (dl_str_is(dl_token_form(doc, t), form)) return t;
    }
    return 0;
}

static void test_pair(const dl_tables *tables, dl_arena *arena, const pair *p)
{
    dl_doc doc;
    dl_marks marks = {0};
    dl_error err = {0};
    dl_arena_reset(arena);
    if (!tree_make(arena, p->words, &doc)) return;
    CHECK(dl_marks_find(tables, NULL, NULL, &doc, &marks, &err) == DL_OK, "%s", err.text);
    uint32_t both[2] = {0, 0}, head = last_word(&doc, p->head);
    uint32_t first = dl_str_is(dl_token_form(&doc, head), "other") ? head - 1 : head;
    uint32_t e = marks.entity_at[head] != DL_NONE ? marks.entity_at[head] : dl_who_resolve(tables, NULL, NULL, &doc, &marks, first, head);
    bool found = dl_who_both(&marks, e, both);
    CHECK(found == (p->first != NULL), "%s: %s", p->words, found ? "a pair" : "no pair");
    if (!found || !p->first) return;
    dl_str one = marks.entities[both[0]].code, two = marks.entities[both[1]].code;
    CHECK(dl_str_is(one, p->first) && dl_str_is(two, p->second), "%s: %.*s and %.*s", p->words, (int)one.n, one.p, (int)two.n, two.p);
}

int main(void)
{
    dl_tables *tables = NULL;
    dl_error err = {0};
    dl_arena *arena = dl_arena_new(0);
    if (arena == NULL || dl_tables_open(TEST_SOURCE "/data", &tables, NULL, NULL, &err) != DL_OK) return puts(err.text), 1;
    for (size_t i = 0; i < DL_COUNT(pairs); i++) test_pair(tables, arena, &pairs[i]);
    dl_tables_close(tables);
    dl_arena_free(arena);
    return check_done();
}
