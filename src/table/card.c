/* card.c - a meeting over the whole report: where, when, whose, who was asked and what each answered. */
#include "table/people.h"

static const char *sign(dl_answer answer)
{
    switch (answer) {
    case DL_ANSWER_ACCEPTED: return "✓";
    case DL_ANSWER_ATTENDED: return "●";
    case DL_ANSWER_DECLINED: return "✗";
    case DL_ANSWER_EXPECTED: return "→";
    case DL_ANSWER_INVITED: return "✉";
    case DL_ANSWER_UNANNOUNCED: return "?";
    case DL_ANSWER_NONE: break;
    }
    return "·";
}

/* A line of the card from text that was written into `cell`: the frame closes where its columns end. */
static void line(dl_page *page, dl_buf *cell, uint32_t width)
{
    dl_ink_add(page, DL_INK_FAINT, DL_LIT("  │ "));
    dl_str rest = dl_buf_str(cell);
    dl_buf_add(page->out, rest);
    uint32_t used = 0;
    for (size_t at = 0; at < rest.n;) {
        if (rest.p[at] == '\x1b') {
            while (at < rest.n && rest.p[at] != 'm') at++;
            at++;
            continue;
        }
        used += dl_columns_of(dl_utf8_next(rest, &at));
    }
    dl_pad_add(page->out, used < width ? width - used : 0);
    dl_ink_add(page, DL_INK_FAINT, DL_LIT(" │\n"));
    page->out->failed |= cell->failed;
    cell->n = 0;
}

static void edge(dl_page *page, const char *left, const char *right, dl_str title, uint32_t width)
{
    dl_buf frame = {0};
    DL_BUF_LIT(&frame, "  ");
    dl_buf_add(&frame, dl_str_c(left));
    if (title.n) DL_BUF_LIT(&frame, "─ ");
    dl_ink_add(page, DL_INK_FAINT, dl_buf_str(&frame));
    dl_ink_add(page, DL_INK_HEAD, title);
    frame.n = 0;
    uint32_t used = title.n ? dl_columns(title) + 3 : 0;
    if (title.n) dl_buf_char(&frame, ' ');
    dl_repeat_add(&frame, "─", width + 2 > used ? width + 2 - used : 0);
    dl_buf_add(&frame, dl_str_c(right));
    dl_buf_char(&frame, '\n');
    dl_ink_add(page, DL_INK_FAINT, dl_buf_str(&frame));
    page->out->failed |= frame.failed;
    dl_buf_drop(&frame);
}

/* Writes text in one line that is at most `width` columns. */
static dl_flow cell_flow(dl_page *page) { dl_flow flow; dl_flow_open(&flow, page, 0); return flow; }

static void cell_close(dl_flow *flow)
{
    dl_flow_close(flow);
    flow->page->out->n--; /* without the line end */
}

static bool same_party(const dl_analysis *a, uint32_t i, uint32_t k)
{
    const dl_entity *x = dl_entity_get(a, i), *y = dl_entity_get(a, k);
    return x && y && (i == k || (x->code.n && dl_str_eq(x->code, y->code) && dl_str_eq(x->sector, y->sector)));
}

/* Was this party's same answer told by an event before? */
static bool told_before(const dl_analysis *a, const dl_event *e)
{
    for (const dl_event *b = a->events; b < e && e->actor_count; b++)
        if (b->meeting == e->meeting && b->answer == e->answer && b->actor_count && same_party(a, b->actor[0], e->actor[0])) return true;
    return false;
}

/* Who answers: the invited one where the event is an invitation or an expectation, else the one who acts. */
static void answer_line(dl_page *page, dl_buf *cell, const dl_event *e, uint32_t number, uint32_t width)
{
    dl_page inner = {cell, page->a, page->colour, width};
    bool asked = e->answer == DL_ANSWER_INVITED || e->answer == DL_ANSWER_EXPECTED;
    dl_flow flow = cell_flow(&inner);
    dl_flow_printf(&flow, e->answer == DL_ANSWER_DECLINED ? DL_INK_QUAD4 : DL_INK_QUAD1, "%s", sign(e->answer));
    dl_flow_break(&flow);
    dl_flow_add(&flow, DL_INK_BOLD, dl_answer_text(e->answer));
    dl_flow_break(&flow);
    uint32_t columns = dl_columns(dl_answer_text(e->answer));
    dl_pad_add(cell, columns < 11 ? 11 - columns : 0);
    flow.column += columns < 11 ? 11 - columns : 0;
    if (asked && e->recipient_count) dl_flow_parties(&flow, e->recipient, e->recipient_count, "");
    else dl_flow_parties(&flow, e->actor, e->actor_count, "nobody named");
    dl_flow_printf(&flow, DL_INK_FAINT, "event %u", number);
    cell_close(&flow);
    line(page, cell, width);
}

static void card(dl_page *page, const dl_meeting *m, uint32_t index)
{
    const dl_analysis *a = page->a;
    uint32_t width = DL_MIN(page->width - 6, 92u);
    dl_buf cell = {0}, title = {0};
    dl_page inner = {&cell, a, page->colour, width};
    DL_BUF_LIT(&title, "meeting");
    if (m->id.n) {
        dl_buf_char(&title, ' ');
        dl_buf_add(&title, m->id);
    }
    edge(page, "╭", "╮", dl_buf_str(&title), width);
    dl_flow flow = cell_flow(&inner);
    if (m->place < a->place_count) {
        dl_flow_place(&flow, &a->places[m->place]);
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("· "));
    }
    dl_flow_date(&flow, m->date_low, m->date_high);
    if (dl_entity_get(a, m->host)) {
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("· hosted by "));
        dl_flow_party(&flow, dl_entity_get(a, m->host));
    }
    dl_flow_break(&flow);
    if (m->invited >= 0) dl_flow_printf(&flow, DL_INK_PLAIN, "· %lld invited", (long long)m->invited);
    cell_close(&flow);
    line(page, &cell, width);
    for (uint32_t i = 0; i < a->event_count; i++) {
        const dl_event *e = &a->events[i];
        if (e->meeting == index && e->answer != DL_ANSWER_NONE && !told_before(a, e)) answer_line(page, &cell, e, i + 1, width);
    }
    edge(page, "╰", "╯", (dl_str){0}, width);
    page->out->failed |= title.failed;
    dl_buf_drop(&title);
    dl_buf_drop(&cell);
}

void dl_cards_add(dl_page *page)
{
    for (uint32_t i = 0; i < page->a->meeting_count; i++) card(page, &page->a->meetings[i], i);
}
