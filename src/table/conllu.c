/* conllu.c - sentences in the format of the Universal Dependencies treebanks. */
#include "table/table.h"

static void column(dl_buf *out, dl_str s)
{
    dl_buf_char(out, '\t');
    size_t before = out->n;
    dl_plain_add(out, s);
    if (out->n == before) dl_buf_char(out, '_');
}

static void ending(dl_buf *out, bool space_after) { dl_buf_add(out, space_after ? DL_LIT("\t_\t_\n") : DL_LIT("\t_\tSpaceAfter=No\n")); }

static void word(const dl_analysis *a, const dl_sentence *s, uint32_t t, bool inside, dl_buf *out)
{
    const dl_token *w = &a->tokens[t];
    dl_buf_printf(out, "%u", t - s->first + 1);
    column(out, (dl_str){a->text + w->start, w->end - w->start});
    column(out, w->lemma);
    column(out, dl_upos_text((dl_upos)w->upos));
    column(out, w->xpos);
    column(out, w->feats);
    if (w->head == DL_NONE) DL_BUF_LIT(out, "\t0");
    else dl_buf_printf(out, "\t%u", w->head - s->first + 1);
    column(out, w->head == DL_NONE ? DL_LIT("root") : dl_rel_text((dl_rel)w->rel));
    ending(out, inside || w->space_after);
}

static void sentence(const dl_analysis *a, uint32_t i, dl_buf *out)
{
    const dl_sentence *s = &a->sentences[i];
    DL_BUF_LIT(out, "# sent_id = ");
    dl_plain_add(out, a->report.id);
    dl_buf_printf(out, a->report.id.n ? "-%u\n# text = " : "%u\n# text = ", i + 1);
    dl_plain_add(out, (dl_str){a->text + s->span.start, s->span.end - s->span.start});
    dl_buf_char(out, '\n');
    uint32_t group_end = 0;
    for (uint32_t t = s->first; t < s->first + s->count; t++) {
        const dl_token *w = &a->tokens[t];
        if (w->group_size > 1 && t + w->group_size <= s->first + s->count) {
            group_end = t + w->group_size;
            const dl_token *last = &a->tokens[group_end - 1];
            dl_buf_printf(out, "%u-%u", t - s->first + 1, group_end - s->first);
            column(out, (dl_str){a->text + w->start, last->end - w->start});
            DL_BUF_LIT(out, "\t_\t_\t_\t_\t_\t_");
            ending(out, last->space_after);
        }
        word(a, s, t, t < group_end, out);
    }
    dl_buf_char(out, '\n');
}

void dl_table_conllu(const dl_analysis *analysis, dl_buf *out)
{
    if (analysis->report.id.n) {
        DL_BUF_LIT(out, "# newdoc id = ");
        dl_plain_add(out, analysis->report.id);
        dl_buf_char(out, '\n');
    }
    for (uint32_t i = 0; i < analysis->sentence_count; i++) sentence(analysis, i, out);
}
