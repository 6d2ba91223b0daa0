/* tree_maker.h - a document with its trees, without a model. A sentence is a line, a word is FORM/LEMMA/UPOS/XPOS/HEAD/RELATION, HEAD counting from 1 in
 * the sentence, 0 at the root; an empty LEMMA is the form. The words come to the document by way of CoNLL-U. */
#ifndef TREE_MAKER_H
#define TREE_MAKER_H

#include "check.h"
#include "record/engine.h"
#include "record/rules.h"

static void tree_word(dl_doc *doc, dl_token *t, uint32_t first, dl_str word)
{
    int64_t head = 0;
    dl_str form = dl_str_cut(&word, '/'), lemma = dl_str_cut(&word, '/'), upos = dl_str_cut(&word, '/'), xpos = dl_str_cut(&word, '/');
    bool good = dl_str_to_int(dl_str_cut(&word, '/'), &head);
    t->lemma = lemma.n ? lemma : form;
    t->xpos = xpos;
    t->head = head ? first + (uint32_t)head - 1 : DL_NONE;
    t->upos = DL_UPOS_COUNT;
    t->rel = DL_REL_COUNT;
    for (int k = 0; k < DL_UPOS_COUNT; k++) t->upos = dl_str_eq(dl_upos_text((dl_upos)k), upos) ? (uint8_t)k : t->upos;
    for (int k = 0; k < DL_REL_COUNT; k++) t->rel = dl_str_eq(dl_rel_text((dl_rel)k), word) ? (uint8_t)k : t->rel;
    good = good && t->upos != DL_UPOS_COUNT && t->rel != DL_REL_COUNT && (t->head == DL_NONE || t->head < doc->token_count);
    CHECK(good, "the test's own word %.*s", (int)form.n, form.p);
}

/* False, told as a failed check, when the test itself is written wrongly. `words` must outlive the document. */
static bool tree_make(dl_arena *arena, const char *words, dl_doc *doc)
{
    dl_buf conllu = {0};
    dl_error err = {0};
    int before = check_failed;
    dl_str lines = dl_str_c(words);
    while (lines.n) {
        dl_str line = dl_str_cut(&lines, '\n');
        for (uint32_t n = 1; line.n; n++) {
            dl_str word = dl_str_cut(&line, ' '), form = dl_str_cut(&word, '/');
            dl_buf_printf(&conllu, "%u\t%.*s\t_\t_\t_\t_\t_\t_\t_\t_\n", (unsigned)n, (int)form.n, form.p);
        }
        dl_buf_char(&conllu, '\n');
    }
    *doc = (dl_doc){.arena = arena, .day = DL_DAY_UNKNOWN};
    bool read = dl_conllu_read(doc, dl_buf_str(&conllu), &err) == DL_OK;
    dl_buf_drop(&conllu);
    CHECK(read, "%s: %s", words, err.text);
    if (!read) return false;
    lines = dl_str_c(words);
    for (uint32_t s = 0, t = 0; s < doc->sentence_count; s++) {
        dl_str line = dl_str_cut(&lines, '\n');
        for (; line.n; t++) tree_word(doc, &doc->tokens[t], doc->sentences[s].first, dl_str_cut(&line, ' '));
    }
    return check_failed == before;
}

/* The text from word `first` to word `last`, nothing for DL_NONE. */
static inline dl_str tree_text(const dl_doc *doc, uint32_t first, uint32_t last)
{
    return first == DL_NONE ? (dl_str){0} : dl_str_part(doc->text, doc->tokens[first].start, doc->tokens[last].end);
}

#endif
