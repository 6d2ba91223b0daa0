/* evidence.c - why a record is what it is. */
#include "table/explain.h"

void dl_bar_add(dl_page *page, dl_ink ink, double share, uint32_t columns)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    share = share > 1 ? 1 : share < 0 || share != share ? 0 : share;
    uint32_t parts = (uint32_t)(share * columns * 8 + 0.5);
    dl_buf bar = {0};
    dl_repeat_add(&bar, "█", parts / 8);
    dl_buf_add(&bar, dl_str_c(eighths[parts % 8]));
    dl_ink_add(page, ink, dl_buf_str(&bar));
    dl_pad_add(page->out, columns - DL_MIN(columns, parts / 8 + (parts % 8 != 0)));
    page->out->failed |= bar.failed;
    dl_buf_drop(&bar);
}

/* Begins a line of the event's table: its name, and a flow for its value. */
static void field(dl_page *page, dl_flow *flow, const char *name)
{
    dl_pad_add(page->out, 6);
    dl_ink_printf(page, DL_INK_FAINT, "%-10s ", name);
    dl_flow_open(flow, page, 17);
}

static void evidence(dl_page *page, const dl_evidence *e)
{
    dl_flow flow;
    dl_pad_add(page->out, 6);
    dl_ink_add(page, e->decided ? DL_INK_QUAD1 : DL_INK_FAINT, e->decided ? DL_LIT("✓ ") : DL_LIT("✗ "));
    dl_share_add(page->out, (double)e->score);
    dl_buf_char(page->out, ' ');
    dl_bar_add(page, e->decided ? DL_INK_QUAD1 : DL_INK_FAINT, (double)e->score, 10);
    dl_buf_char(page->out, ' ');
    dl_flow_open(&flow, page, 24);
    dl_flow_add(&flow, e->decided ? DL_INK_PLAIN : DL_INK_FAINT, e->what);
    dl_flow_break(&flow);
    if (e->span.end > e->span.start) {
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("“"));
        dl_flow_words(&flow, e->decided ? DL_INK_BOLD : DL_INK_FAINT, e->span, 48);
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("”"));
        dl_flow_break(&flow);
    }
    if (!e->decided) dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("outweighed"));
    dl_flow_close(&flow);
}

static void title(dl_page *page, const dl_event *e, uint32_t number, bool rejected)
{
    dl_flow flow;
    dl_ink_printf(page, rejected ? DL_INK_FAINT : dl_quad_ink(dl_type_quad(e->type)), rejected ? "   ✗  " : "  %3u ", number);
    dl_flow_open(&flow, page, 6);
    dl_flow_type(&flow, e);
    dl_flow_add(&flow, DL_INK_PLAIN, DL_LIT("“"));
    for (uint32_t i = 0; i < e->text_count; i++) {
        if (i) dl_flow_add(&flow, DL_INK_FAINT, DL_LIT(" … "));
        dl_flow_words(&flow, DL_INK_BOLD, e->text[i], 60);
    }
    dl_flow_add(&flow, DL_INK_PLAIN, DL_LIT("”"));
    dl_flow_break(&flow);
    if (e->cameo[0]) dl_flow_printf(&flow, DL_INK_FAINT, "· CAMEO %s ", e->cameo);
    dl_flow_printf(&flow, DL_INK_FAINT, "· confidence ");
    dl_flow_share(&flow, DL_INK_FAINT, (double)e->confidence);
    dl_flow_close(&flow);
}

static void fields(dl_page *page, const dl_event *e)
{
    const dl_analysis *a = page->a;
    dl_flow flow;
    field(page, &flow, "actor");
    dl_flow_parties(&flow, e->actor, e->actor_count, "nobody found");
    dl_flow_close(&flow);
    field(page, &flow, "recipient");
    dl_flow_parties(&flow, e->recipient, e->recipient_count, "nobody found");
    dl_flow_close(&flow);
    field(page, &flow, "date");
    dl_flow_date(&flow, e->date_low, e->date_high);
    dl_flow_add(&flow, DL_INK_FAINT, dl_basis_text(e->date_basis));
    dl_flow_break(&flow);
    if (e->time < a->time_count) dl_flow_words(&flow, DL_INK_TIME, a->times[e->time].span, 40);
    dl_flow_close(&flow);
    if (e->place < a->place_count) {
        field(page, &flow, "place");
        dl_flow_place(&flow, &a->places[e->place]);
        dl_flow_close(&flow);
    }
    if (e->context_count) {
        field(page, &flow, "context");
        for (uint32_t i = 0; i < e->context_count; i++) {
            dl_flow_add(&flow, DL_INK_PLAIN, e->contexts[i]);
            dl_flow_break(&flow);
        }
        dl_flow_close(&flow);
    }
    field(page, &flow, "told");
    dl_flow_word_of(&flow, e);
    dl_flow_break(&flow);
    if (e->claim_cue.end > e->claim_cue.start) {
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("· cue “"));
        dl_flow_words(&flow, DL_INK_CLAIM, e->claim_cue, 30);
        dl_flow_add(&flow, DL_INK_FAINT, DL_LIT("”"));
    }
    dl_flow_close(&flow);
    field(page, &flow, "decided by");
    dl_flow_add(&flow, DL_INK_BOLD, e->rule);
    dl_flow_close(&flow);
}

void dl_reasons_add(dl_page *page, const dl_event *e, uint32_t number, bool rejected)
{
    title(page, e, number, rejected);
    if (!rejected) fields(page, e);
    for (uint32_t i = 0; i < e->evidence_count; i++) evidence(page, &e->evidence[i]);
    dl_buf_char(page->out, '\n');
}
