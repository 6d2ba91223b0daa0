/* text.c - the report for people: its sentences with the words of events lit and numbered, and under each its record in plain lines. */
#include "table/people.h"

static void record(dl_page *page, const dl_event *e, uint32_t number)
{
    const dl_analysis *a = page->a;
    dl_flow flow;
    bool claim = dl_event_is_claim(e);
    dl_ink_printf(page, dl_quad_ink(dl_type_quad(e->type)), "  %s%3u ", claim ? "┊" : "┃", number);
    dl_flow_open(&flow, page, 7);
    dl_flow_date(&flow, e->date_low, e->date_high);
    dl_flow_type(&flow, e);
    dl_flow_parties(&flow, e->actor, e->actor_count, "somebody");
    if (e->recipient_count) {
        dl_flow_add(&flow, DL_INK_BOLD, DL_LIT("→ "));
        dl_flow_parties(&flow, e->recipient, e->recipient_count, "");
    }
    dl_flow_close(&flow);
    dl_ink_add(page, dl_quad_ink(dl_type_quad(e->type)), claim ? DL_LIT("  ┊") : DL_LIT("  ┃"));
    dl_pad_add(page->out, 4);
    dl_flow_open(&flow, page, 7);
    dl_flow_word_of(&flow, e);
    dl_flow_break(&flow);
    if (e->place < a->place_count) {
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("· in "));
        dl_flow_place(&flow, &a->places[e->place]);
    }
    for (uint32_t i = 0; i < e->size_count; i++) {
        bool again = e->sizes[i].quantity >= a->quantity_count;
        for (uint32_t k = 0; k < i; k++) again |= dl_str_eq(e->sizes[k].kind, e->sizes[i].kind);
        if (again) continue;
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("· "));
        dl_flow_words(&flow, DL_INK_PLAIN, a->quantities[e->sizes[i].quantity].span, 30);
        dl_flow_break(&flow);
        dl_flow_add(&flow, DL_INK_PLAIN, e->sizes[i].kind);
        dl_flow_break(&flow);
    }
    if (e->answer != DL_ANSWER_NONE) dl_flow_printf(&flow, DL_INK_FAINT, "· answer: %s ", dl_answer_text(e->answer).p);
    dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("· "));
    dl_flow_share(&flow, DL_INK_FAINT, (double)e->confidence);
    dl_flow_close(&flow);
}

static uint32_t events_in(const dl_analysis *a, const dl_sentence *s)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < a->event_count; i++) count += dl_event_in(&a->events[i], s);
    return count;
}

/* The sentences of one block: quiet ones run on, one with events ends its paragraph and is followed by its record. */
static void block(dl_page *page, uint32_t index)
{
    const dl_analysis *a = page->a;
    dl_flow flow;
    bool open = false;
    for (uint32_t i = 0; i < a->sentence_count; i++) {
        const dl_sentence *s = &a->sentences[i];
        if (s->block != index) continue;
        if (!open) dl_flow_open(&flow, page, 0);
        open = true;
        dl_flow_sentence(&flow, s);
        if (events_in(a, s) == 0) continue;
        dl_flow_close(&flow);
        open = false;
        for (uint32_t k = 0; k < a->event_count; k++)
            if (dl_event_in(&a->events[k], s)) record(page, &a->events[k], k + 1);
        dl_buf_char(page->out, '\n');
    }
    if (!open) return;
    dl_flow_close(&flow);
    dl_buf_char(page->out, '\n');
}

/* A run of blocks that are left out, in one line. Returns the block after the run. */
static uint32_t left_out(dl_page *page, uint32_t first)
{
    const dl_analysis *a = page->a;
    uint32_t end = first, kinds = 0;
    while (end < a->block_count && a->blocks[end].kind != DL_BLOCK_BODY && a->blocks[end].kind != DL_BLOCK_CAPTION)
        kinds |= 1u << a->blocks[end++].kind;
    dl_buf line = {0};
    DL_BUF_LIT(&line, "⋯ left out: ");
    bool more = false;
    for (uint32_t kind = 0; kind < 32; kind++) {
        if (!(kinds >> kind & 1)) continue;
        if (more) DL_BUF_LIT(&line, ", ");
        dl_buf_add(&line, dl_block_kind_text((dl_block_kind)kind));
        more = true;
    }
    DL_BUF_LIT(&line, " — ");
    dl_flow flow;
    dl_flow_open(&flow, page, 2);
    dl_flow_add(&flow, DL_INK_FAINT, dl_buf_str(&line));
    dl_flow_words(&flow, DL_INK_FAINT, (dl_span){a->blocks[first].span.start, a->blocks[end - 1].span.end}, DL_MIN(60u, page->width / 2));
    dl_flow_close(&flow);
    dl_buf_char(page->out, '\n');
    dl_buf_drop(&line);
    return end;
}

static void head(dl_page *page)
{
    const dl_report *r = &page->a->report;
    dl_str about[] = {r->date, r->source, r->author, r->id};
    dl_flow flow;
    bool more = false;
    if (r->title.n) {
        dl_flow_open(&flow, page, 0);
        dl_flow_add(&flow, DL_INK_HEAD, r->title);
        dl_flow_close(&flow);
    }
    dl_flow_open(&flow, page, 0);
    for (size_t i = 0; i < DL_COUNT(about); i++) {
        if (about[i].n == 0) continue;
        if (more) dl_flow_add(&flow, DL_INK_FAINT, DL_LIT(" · "));
        dl_flow_add(&flow, i == 0 ? DL_INK_TIME : DL_INK_FAINT, about[i]);
        more = true;
    }
    dl_flow_close(&flow);
    dl_buf_char(page->out, '\n');
}

static void tally(dl_page *page)
{
    static const char *const quads[] = {"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"};
    const dl_analysis *a = page->a;
    uint32_t counts[5] = {0}, claims = 0;
    for (uint32_t i = 0; i < a->event_count; i++) {
        counts[dl_type_quad(a->events[i].type)]++;
        claims += dl_event_is_claim(&a->events[i]);
    }
    dl_ink_printf(page, DL_INK_BOLD, "%u %s", a->event_count, a->event_count == 1 ? "event" : "events");
    dl_buf_printf(page->out, " in %u %s: ┃ %u told as fact, ┊ %u on somebody's word\n", a->sentence_count,
                  a->sentence_count == 1 ? "sentence" : "sentences", a->event_count - claims, claims);
    for (int quad = 1; quad <= 4; quad++) {
        if (counts[quad] == 0) continue;
        dl_buf_printf(page->out, "%22s  ", quads[quad]);
        dl_buf bar = {0};
        dl_repeat_add(&bar, "■", DL_MIN(counts[quad], page->width - 32));
        dl_ink_add(page, dl_quad_ink(quad), dl_buf_str(&bar));
        dl_buf_printf(page->out, " %u\n", counts[quad]);
        dl_buf_drop(&bar);
    }
}

void dl_table_text(const dl_analysis *analysis, int colour, unsigned width, dl_buf *out)
{
    dl_page page = dl_page_open(analysis, colour, width, out);
    head(&page);
    for (uint32_t i = 0; i < analysis->block_count;) {
        dl_block_kind kind = analysis->blocks[i].kind;
        if (kind == DL_BLOCK_BODY || kind == DL_BLOCK_CAPTION) block(&page, i++);
        else i = left_out(&page, i);
    }
    dl_cards_add(&page);
    tally(&page);
    dl_buf_char(out, '\n');
}
