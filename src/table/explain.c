/* explain.c - how each sentence was understood: its tree, its marks, what each word was taken for, and why each record is what it is. */
#include "table/explain.h"

static bool span_in(dl_span span, const dl_sentence *s) { return span.start >= s->span.start && span.start < s->span.end; }

/* Begins a line of a list: the words of a span, then a flow for what they mean. */
static void item(dl_page *page, dl_flow *flow, dl_ink ink, dl_span span)
{
    dl_pad_add(page->out, 4);
    dl_flow_open(flow, page, 8);
    flow->column = 4;
    dl_flow_words(flow, ink, span, 44);
    dl_flow_break(flow);
}

static void aside(dl_flow *flow, dl_str why)
{
    if (why.n == 0) return;
    dl_flow_add(flow, DL_INK_FAINT, DL_LIT("· "));
    dl_flow_add(flow, DL_INK_FAINT, why);
}

/* The heading of a list, once, before its first item. */
static void heading(dl_page *page, bool *begun, const char *name)
{
    if (*begun) return;
    *begun = true;
    dl_ink_printf(page, DL_INK_HEAD, "  %s", name);
    dl_buf_char(page->out, '\n');
}

static void ending(dl_page *page, bool begun)
{
    if (begun) dl_buf_char(page->out, '\n');
}

static void who(dl_page *page, const dl_sentence *s)
{
    const dl_analysis *a = page->a;
    bool begun = false;
    dl_flow flow;
    for (uint32_t i = 0; i < a->entity_count; i++) {
        const dl_entity *e = &a->entities[i];
        if (!span_in(e->span, s)) continue;
        heading(page, &begun, "who");
        item(page, &flow, DL_INK_PARTY, e->span);
        dl_buf code = {0};
        dl_entity_code_add(&code, e);
        dl_flow_add(&flow, DL_INK_QUAD2, dl_buf_str(&code));
        dl_buf_drop(&code);
        dl_flow_break(&flow);
        if (e->name.n) {
            dl_flow_add(&flow, DL_INK_PLAIN, DL_LIT("= "));
            dl_flow_add(&flow, DL_INK_PLAIN, e->name);
            dl_flow_break(&flow);
        }
        if (e->office.n) {
            dl_flow_add(&flow, DL_INK_PLAIN, DL_LIT(", "));
            dl_flow_add(&flow, DL_INK_PLAIN, e->office);
            dl_flow_break(&flow);
        }
        dl_flow_printf(&flow, DL_INK_FAINT, "· %s ", dl_via_text(e->via).p);
        const dl_entity *before = dl_entity_get(a, e->antecedent);
        if (before) {
            dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("← “"));
            dl_flow_words(&flow, DL_INK_FAINT, before->span, 30);
            dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("” "));
        }
        aside(&flow, e->why);
        dl_flow_close(&flow);
    }
    ending(page, begun);
}

static void when(dl_page *page, const dl_sentence *s)
{
    const dl_analysis *a = page->a;
    bool begun = false;
    dl_flow flow;
    for (uint32_t i = 0; i < a->time_count; i++) {
        const dl_time *t = &a->times[i];
        if (!span_in(t->span, s)) continue;
        heading(page, &begun, "when");
        item(page, &flow, DL_INK_TIME, t->span);
        dl_flow_add(&flow, DL_INK_PLAIN, dl_time_type_text(t->type));
        dl_flow_break(&flow);
        dl_flow_add(&flow, DL_INK_BOLD, t->value);
        dl_flow_break(&flow);
        if (t->type == DL_TIME_DATE || t->type == DL_TIME_TIME) dl_flow_date(&flow, t->low, t->high);
        if (t->unanchored) dl_flow_add(&flow, DL_INK_QUAD3, DL_LIT("unanchored "));
        aside(&flow, t->why);
        dl_flow_close(&flow);
    }
    ending(page, begun);
}

static void where(dl_page *page, const dl_sentence *s)
{
    const dl_analysis *a = page->a;
    bool begun = false;
    dl_flow flow;
    for (uint32_t i = 0; i < a->place_count; i++) {
        const dl_place *p = &a->places[i];
        if (!span_in(p->span, s)) continue;
        heading(page, &begun, "where");
        item(page, &flow, DL_INK_PLACE, p->span);
        if (p->resolved) {
            dl_flow_add(&flow, DL_INK_PLAIN, DL_LIT("= "));
            dl_flow_place(&flow, p);
            dl_flow_add(&flow, DL_INK_PLAIN, p->province);
            dl_flow_break(&flow);
            dl_buf at = {0};
            dl_real_add(&at, p->lat, 2);
            dl_buf_char(&at, ' ');
            dl_real_add(&at, p->lon, 2);
            dl_flow_add(&flow, DL_INK_FAINT, dl_buf_str(&at));
            dl_flow_break(&flow);
            dl_buf_drop(&at);
        } else {
            dl_flow_add(&flow, DL_INK_QUAD3, DL_LIT("unresolved "));
        }
        aside(&flow, p->why);
        dl_flow_close(&flow);
    }
    ending(page, begun);
}

static void how_many(dl_page *page, const dl_sentence *s)
{
    const dl_analysis *a = page->a;
    bool begun = false;
    dl_flow flow;
    for (uint32_t i = 0; i < a->quantity_count; i++) {
        const dl_quantity *q = &a->quantities[i];
        if (!span_in(q->span, s)) continue;
        heading(page, &begun, "how many");
        item(page, &flow, DL_INK_BOLD, q->span);
        if (q->high == INT64_MAX) dl_flow_printf(&flow, DL_INK_PLAIN, "%lld or more ", (long long)q->low);
        else if (q->high == q->low) dl_flow_printf(&flow, DL_INK_PLAIN, "%lld ", (long long)q->low);
        else dl_flow_printf(&flow, DL_INK_PLAIN, "%lld to %lld ", (long long)q->low, (long long)q->high);
        if (q->unit < a->token_count) dl_flow_add(&flow, DL_INK_FAINT, a->tokens[q->unit].lemma);
        dl_flow_close(&flow);
    }
    ending(page, begun);
}

static void whose_word(dl_page *page, const dl_sentence *s)
{
    const dl_analysis *a = page->a;
    bool begun = false;
    dl_flow flow;
    for (uint32_t i = 0; i < a->claim_count; i++) {
        const dl_claim *c = &a->claims[i];
        if (!span_in(c->cue.end > c->cue.start ? c->cue : c->content[0], s)) continue;
        heading(page, &begun, "on whose word");
        if (c->source_span.end > c->source_span.start) {
            item(page, &flow, DL_INK_PARTY, c->source_span);
        } else {
            dl_pad_add(page->out, 4);
            dl_flow_open(&flow, page, 8);
            flow.column = 4;
            dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("somebody "));
        }
        dl_flow_add(&flow, DL_INK_BOLD, dl_stance_text(c->stance));
        dl_flow_break(&flow);
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("(“"));
        dl_flow_words(&flow, DL_INK_CLAIM, c->cue, 30);
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("”): "));
        for (uint32_t k = 0; k < c->content_count && k < 4; k++) {
            if (k) dl_flow_add(&flow, DL_INK_FAINT, DL_LIT(" … "));
            dl_flow_words(&flow, DL_INK_PLAIN, c->content[k], 120);
        }
        dl_flow_break(&flow);
        if (c->outer < a->claim_count) {
            dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("· as told by "));
            dl_flow_words(&flow, DL_INK_PARTY, a->claims[c->outer].source_span, 40);
        }
        dl_flow_close(&flow);
    }
    ending(page, begun);
}

static dl_str form(const dl_analysis *a, uint32_t t) { return (dl_str){a->text + a->tokens[t].start, a->tokens[t].end - a->tokens[t].start}; }

/* What each word was taken for: every type that the model gives 0.05 or more. */
static void scores(dl_page *page, const dl_sentence *s)
{
    const dl_analysis *a = page->a;
    bool begun = false;
    uint32_t widest = 0;
    for (uint32_t t = s->first; a->scores && t < s->first + s->count; t++)
        for (uint32_t y = 0; y < DL_TYPE_COUNT; y++)
            if (a->scores[t].type[y] >= 0.05f) widest = DL_MAX(widest, dl_columns(form(a, t)));
    for (uint32_t t = s->first; a->scores && t < s->first + s->count; t++) {
        bool first = true;
        for (uint32_t y = 0; y < DL_TYPE_COUNT; y++) {
            double score = (double)a->scores[t].type[y];
            if (!(score >= 0.05)) continue;
            dl_str word = form(a, t);
            heading(page, &begun, "what the model sees in each word");
            dl_pad_add(page->out, 4);
            if (first) dl_ink_add(page, DL_INK_BOLD, word);
            dl_pad_add(page->out, widest - (first ? DL_MIN(widest, dl_columns(word)) : 0));
            dl_ink_printf(page, dl_quad_ink(dl_type_quad((dl_type)y)), "  %-9s ", dl_type_text((dl_type)y).p);
            dl_bar_add(page, dl_quad_ink(dl_type_quad((dl_type)y)), score, 20);
            dl_buf_char(page->out, ' ');
            dl_share_add(page->out, score);
            dl_buf_char(page->out, '\n');
            first = false;
        }
    }
    ending(page, begun);
}

static void events(dl_page *page, const dl_sentence *s)
{
    const dl_analysis *a = page->a;
    bool begun = false;
    for (uint32_t i = 0; i < a->event_count; i++) {
        if (!dl_event_in(&a->events[i], s)) continue;
        heading(page, &begun, "the record");
        dl_reasons_add(page, &a->events[i], i + 1, false);
    }
    if (!begun) {
        heading(page, &begun, "the record");
        dl_ink_add(page, DL_INK_FAINT, DL_LIT("    no event in this sentence\n\n"));
    }
    begun = false;
    for (uint32_t i = 0; i < a->rejected_count; i++) {
        if (!dl_event_in(&a->rejected[i], s)) continue;
        heading(page, &begun, "readings that were rejected");
        dl_reasons_add(page, &a->rejected[i], 0, true);
    }
}

static void near_rules(dl_page *page, const dl_sentence *s)
{
    const dl_analysis *a = page->a;
    bool begun = false;
    dl_flow flow;
    for (uint32_t i = 0; i < a->near_rule_count; i++) {
        const dl_evidence *e = &a->near_rules[i];
        if (!span_in(e->span, s)) continue;
        heading(page, &begun, "rules that nearly fired");
        item(page, &flow, DL_INK_BOLD, e->span);
        dl_flow_add(&flow, DL_INK_PLAIN, e->what);
        dl_flow_close(&flow);
    }
    ending(page, begun);
}

static void sentence(dl_page *page, const dl_sentence *s, uint32_t number)
{
    dl_buf title = {0};
    dl_buf_printf(&title, "sentence %u", number);
    dl_rule_add(page, dl_buf_str(&title));
    dl_buf_drop(&title);
    dl_flow flow;
    dl_pad_add(page->out, 2);
    dl_flow_open(&flow, page, 2);
    dl_flow_sentence(&flow, s);
    dl_flow_close(&flow);
    dl_buf_char(page->out, '\n');
    dl_drawing_add(page, s);
    dl_buf_char(page->out, '\n');
    who(page, s);
    when(page, s);
    where(page, s);
    how_many(page, s);
    whose_word(page, s);
    scores(page, s);
    events(page, s);
    near_rules(page, s);
}

void dl_table_explain(const dl_analysis *analysis, int colour, unsigned width, dl_buf *out)
{
    dl_page page = dl_page_open(analysis, colour, width, out);
    for (uint32_t i = 0; i < analysis->sentence_count; i++) {
        const dl_sentence *s = &analysis->sentences[i];
        uint32_t number = s->count && s->first < analysis->token_count ? analysis->tokens[s->first].sentence + 1 : i + 1;
        sentence(&page, s, number);
    }
    dl_cards_add(&page);
}
