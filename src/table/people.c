/* people.c - parties, dates and sentences as people read them. */
#include "table/people.h"

bool dl_event_in(const dl_event *event, const dl_sentence *sentence)
{
    return event->trigger_first >= sentence->first && event->trigger_first < sentence->first + sentence->count;
}

static dl_str part_of(const dl_page *page, dl_span span) { return (dl_str){page->a->text + span.start, span.end - span.start}; }

static void words(dl_flow *flow, dl_ink ink, dl_str s, uint32_t columns)
{
    dl_buf plain = {0};
    dl_plain_add(&plain, s);
    dl_str all = dl_buf_str(&plain);
    if (dl_columns(all) <= columns) {
        dl_flow_add(flow, ink, all);
    } else {
        uint32_t used = 1;
        size_t at = 0, end = 0;
        while (at < all.n && used <= columns) {
            end = at;
            used += dl_columns_of(dl_utf8_next(all, &at));
        }
        dl_flow_add(flow, ink, dl_str_trim((dl_str){all.p, end}));
        dl_flow_add(flow, ink, DL_LIT("…"));
    }
    flow->page->out->failed |= plain.failed;
    dl_buf_drop(&plain);
}

void dl_flow_words(dl_flow *flow, dl_ink ink, dl_span span, uint32_t columns) { words(flow, ink, part_of(flow->page, span), columns); }

void dl_flow_party(dl_flow *flow, const dl_entity *entity)
{
    words(flow, DL_INK_PARTY, entity->name.n ? entity->name : part_of(flow->page, entity->span), 48);
    if (entity->code.n + entity->sector.n == 0) return;
    dl_flow_break(flow);
    dl_flow_add(flow, DL_INK_FAINT, DL_LIT("("));
    dl_flow_add(flow, DL_INK_FAINT, entity->code);
    if (entity->code.n && entity->sector.n) dl_flow_add(flow, DL_INK_FAINT, DL_LIT("\xC2\xB7"));
    dl_flow_add(flow, DL_INK_FAINT, entity->sector);
    dl_flow_add(flow, DL_INK_FAINT, DL_LIT(")"));
}

void dl_share_add(dl_buf *out, double share)
{
    size_t before = out->n;
    dl_real_add(out, share, 2);
    if (out->n - before == 1) DL_BUF_LIT(out, ".00");
    if (out->n - before == 3) dl_buf_char(out, '0');
}

void dl_flow_share(dl_flow *flow, dl_ink ink, double share)
{
    dl_buf text = {0};
    dl_share_add(&text, share);
    dl_flow_add(flow, ink, dl_buf_str(&text));
    flow->page->out->failed |= text.failed;
    dl_buf_drop(&text);
}

void dl_flow_parties(dl_flow *flow, const uint32_t *entities, uint32_t count, const char *none)
{
    uint32_t written = 0;
    for (uint32_t i = 0; i < count; i++) {
        const dl_entity *e = dl_entity_get(flow->page->a, entities[i]);
        if (!e) continue;
        if (written++) {
            dl_flow_add(flow, DL_INK_PLAIN, DL_LIT(","));
            dl_flow_break(flow);
        }
        dl_flow_party(flow, e);
    }
    if (!written) dl_flow_add(flow, DL_INK_FAINT, dl_str_c(none));
    dl_flow_break(flow);
}

void dl_flow_date(dl_flow *flow, int32_t low, int32_t high)
{
    char from[11], to[11];
    dl_day_to_text(low, from);
    dl_day_to_text(high, to);
    if (!from[0] && !to[0]) dl_flow_add(flow, DL_INK_TIME, DL_LIT("undated"));
    else if (!from[0]) dl_flow_printf(flow, DL_INK_TIME, "until %s", to);
    else if (!to[0]) dl_flow_printf(flow, DL_INK_TIME, "since %s", from);
    else if (low == high) dl_flow_add(flow, DL_INK_TIME, dl_str_c(from));
    else dl_flow_printf(flow, DL_INK_TIME, "%s to %s", from, to);
    dl_flow_break(flow);
}

void dl_flow_type(dl_flow *flow, const dl_event *event)
{
    dl_ink ink = dl_quad_ink(dl_type_quad(event->type));
    if (event->aux & DL_AUX_NEGATION) dl_flow_add(flow, ink, DL_LIT("not "));
    dl_flow_add(flow, ink, dl_type_text(event->type));
    for (uint32_t i = 0; i < event->mode_count; i++) {
        dl_flow_add(flow, ink, DL_LIT("/"));
        dl_flow_add(flow, ink, event->modes[i]);
    }
    dl_flow_break(flow);
    for (uint32_t i = 0; i < 3; i++)
        if (event->aux >> i & 1) dl_flow_printf(flow, DL_INK_PLAIN, "(%s) ", dl_aux_names[i]);
}

void dl_flow_place(dl_flow *flow, const dl_place *place)
{
    words(flow, DL_INK_PLACE, place->name.n ? place->name : part_of(flow->page, place->span), 40);
    if (place->code.n && !dl_str_eq(place->code, place->name)) {
        dl_flow_add(flow, DL_INK_PLAIN, DL_LIT(", "));
        dl_flow_add(flow, DL_INK_PLAIN, place->code);
    }
    dl_flow_break(flow);
}

/* A verbal act stands on the word of its own actor; to say so would only repeat the line. */
void dl_flow_word_of(dl_flow *flow, const dl_event *event)
{
    const dl_entity *source = dl_entity_get(flow->page->a, event->claim_source);
    bool speaker = false;
    for (uint32_t i = 0; i < event->actor_count; i++) speaker |= source && event->actor[i] == event->claim_source;
    if (!dl_event_is_claim(event)) {
        dl_flow_add(flow, DL_INK_PLAIN, DL_LIT("told as fact"));
        return;
    }
    if (speaker) dl_flow_add(flow, DL_INK_CLAIM, DL_LIT("in their own words"));
    else dl_flow_add(flow, DL_INK_CLAIM, DL_LIT("on the word of "));
    const dl_claim *last = event->chain_count && event->chain[event->chain_count - 1] < flow->page->a->claim_count
                               ? &flow->page->a->claims[event->chain[event->chain_count - 1]] : NULL;
    if (source && !speaker) dl_flow_party(flow, source);
    else if (!source && last && last->source_span.end > last->source_span.start) dl_flow_words(flow, DL_INK_PARTY, last->source_span, 48);
    else if (!source) dl_flow_add(flow, DL_INK_PLAIN, DL_LIT("somebody unnamed"));
    if (event->stance > DL_STANCE_ASSERTS) dl_flow_printf(flow, DL_INK_CLAIM, ", who %s it", dl_stance_text(event->stance).p);
}

/* ## The sentence with its events lit */

static void superscript(dl_flow *flow, dl_ink ink, uint32_t number)
{
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char plain[12], *p = plain + sizeof plain;
    for (; number > 0 && p > plain; number /= 10) *--p = (char)('0' + number % 10);
    for (; p < plain + sizeof plain; p++) dl_flow_add(flow, ink, dl_str_c(digits[*p - '0']));
}

static bool inside(dl_span span, const dl_token *t) { return span.start <= t->start && t->end <= span.end; }

/* The ink of a token: of the event with the fewest words that it belongs to, else of a party of such an event. */
static dl_ink token_ink(const dl_analysis *a, const dl_sentence *s, const dl_token *t)
{
    dl_ink ink = DL_INK_PLAIN;
    uint32_t shortest = UINT32_MAX;
    for (uint32_t i = 0; i < a->event_count; i++) {
        const dl_event *e = &a->events[i];
        if (!dl_event_in(e, s)) continue;
        for (uint32_t k = 0; k < e->text_count; k++) {
            uint32_t length = e->text[k].end - e->text[k].start;
            if (!inside(e->text[k], t) || length >= shortest) continue;
            shortest = length;
            ink = dl_quad_ink(dl_type_quad(e->type));
        }
        for (uint32_t k = 0; shortest == UINT32_MAX && k < e->actor_count + e->recipient_count; k++) {
            const dl_entity *party = dl_entity_get(a, k < e->actor_count ? e->actor[k] : e->recipient[k - e->actor_count]);
            if (party && inside(party->span, t)) ink = DL_INK_PARTY;
        }
    }
    return ink;
}

/* Without colour, brackets show where the words of an event begin and end. */
static void brackets(dl_flow *flow, const dl_sentence *s, const dl_token *t, bool opening)
{
    const dl_analysis *a = flow->page->a;
    for (uint32_t i = 0; i < a->event_count && !flow->page->colour; i++) {
        const dl_event *e = &a->events[i];
        for (uint32_t k = 0; k < e->text_count && dl_event_in(e, s); k++)
            if (opening ? e->text[k].start == t->start : e->text[k].end == t->end)
                dl_flow_add(flow, DL_INK_PLAIN, opening ? DL_LIT("[") : DL_LIT("]"));
    }
}

/* Numbers of the events whose words end with the token. */
static void numbers(dl_flow *flow, const dl_sentence *s, const dl_token *t)
{
    const dl_analysis *a = flow->page->a;
    bool more = false;
    for (uint32_t i = 0; i < a->event_count; i++) {
        const dl_event *e = &a->events[i];
        if (!dl_event_in(e, s) || e->text_count == 0 || e->text[e->text_count - 1].end != t->end) continue;
        if (more) dl_flow_add(flow, DL_INK_PLAIN, DL_LIT("\xE2\x81\xBB"));
        superscript(flow, dl_quad_ink(dl_type_quad(e->type)), i + 1);
        more = true;
    }
}

void dl_flow_sentence(dl_flow *flow, const dl_sentence *s)
{
    const dl_analysis *a = flow->page->a;
    bool eventful = false;
    for (uint32_t i = 0; i < a->event_count && !eventful; i++) eventful = dl_event_in(&a->events[i], s);
    uint32_t at = s->span.start;
    for (uint32_t t = s->first; eventful && t < s->first + s->count; t++) {
        const dl_token *token = &a->tokens[t];
        if (token->start > at) dl_flow_add(flow, DL_INK_PLAIN, part_of(flow->page, (dl_span){at, token->start}));
        brackets(flow, s, token, true);
        dl_flow_add(flow, token_ink(a, s, token), part_of(flow->page, (dl_span){token->start, token->end}));
        brackets(flow, s, token, false);
        numbers(flow, s, token);
        at = token->end;
    }
    if (at < s->span.end) dl_flow_add(flow, DL_INK_PLAIN, part_of(flow->page, (dl_span){at, s->span.end}));
    dl_flow_break(flow);
}
