/* pack.c - from an analysis to the rows of the store: what one report yields, by itself. Runs on any thread. */
#include "store/bag.h"
#include "table/table.h"

#include <stdlib.h>

#define AROUND 32u       /* code points kept before and after the words of a span */
#define SNIPPET 300u     /* code points of a text that is kept in part */
#define LONG_QUOTE 300u  /* and of a claim's words */

typedef struct packer {
    const dl_analysis *a;
    dl_str text;
    dl_index index;
    dl_keep keep;
    char hash[33];
    dl_buf *out;
    dl_buf words;        /* scratch */
    dl_str *meetings;    /* names, each once in the report */
    dl_buf names;
} packer;

/* ## Small parts */

static void number_of(packer *p, uint32_t byte) { dl_bag_number(p->out, dl_index_at(&p->index, byte)); }

static void span_of(packer *p, dl_span span)
{
    number_of(p, span.start);
    number_of(p, span.end);
}

static dl_str at(const packer *p, dl_span span)
{
    return span.end > span.start && span.end <= p->text.n ? dl_str_part(p->text, span.start, span.end) : (dl_str){0};
}

static void day(packer *p, int32_t value)
{
    char text[11];
    dl_day_to_text(value, text);
    dl_bag_text(p->out, dl_str_c(text));
}

/* At most `points` code points, and not half a word when the text goes on. */
static dl_str cut(dl_str s, uint32_t points)
{
    size_t end = 0, space = 0;
    for (uint32_t i = 0; i < points && end < s.n; i++) {
        if (s.p[end] == ' ' || s.p[end] == '\n') space = end;
        dl_utf8_next(s, &end);
    }
    if (end < s.n && space) end = space;
    return dl_str_part(s, 0, end);
}

static dl_str before(const packer *p, uint32_t start)
{
    size_t from = start;
    for (uint32_t i = 0; i < AROUND && from > 0; i++)
        do from--;
        while (from > 0 && ((unsigned char)p->text.p[from] & 0xC0) == 0x80);
    return dl_str_part(p->text, from, start);
}

static dl_str after(const packer *p, uint32_t end)
{
    size_t to = end;
    for (uint32_t i = 0; i < AROUND && to < p->text.n; i++) dl_utf8_next(p->text, &to);
    return dl_str_part(p->text, end, to);
}

/* 16 hexadecimal characters that belong to this report and to `what` with `number` alone. */
static void make_id(const packer *p, const char *what, uint32_t number, char out[17])
{
    dl_sha256 sha;
    uint8_t digest[32];
    char digits[16];
    snprintf(digits, sizeof digits, "\n%u\n", (unsigned)number);
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, dl_str_c(p->hash));
    dl_sha256_add(&sha, dl_str_c(digits));
    dl_sha256_add(&sha, dl_str_c(what));
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 8, out);
}

static void list(packer *p, const dl_str *items, uint32_t count)
{
    p->words.n = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i) dl_buf_char(&p->words, ' ');
        dl_buf_add(&p->words, items[i]);
    }
    dl_bag_text(p->out, dl_buf_str(&p->words));
}

/* ## The report */

static void document(packer *p, const dl_report *given)
{
    static const char *const kept[] = {"full", "snippet", "none"};
    const dl_report *r = &p->a->report;
    dl_sha256 sha;
    uint8_t digest[32];
    char hex[65];
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, p->text);
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 32, hex);
    dl_bag_row(p->out, DL_FRAME_DOCUMENTS);
    dl_bag_doc(p->out);
    dl_bag_text(p->out, dl_str_c(p->hash));
    dl_bag_text(p->out, r->id);
    const dl_str parts[] = {r->date.n ? r->date : given->date, r->title, r->source, r->url, r->language, r->author};
    for (size_t i = 0; i < DL_COUNT(parts); i++) dl_bag_text(p->out, parts[i]);
    dl_bag_text(p->out, p->keep == DL_KEEP_FULL ? p->text : p->keep == DL_KEEP_SNIPPET ? cut(p->text, SNIPPET) : (dl_str){0});
    dl_bag_text(p->out, dl_str_c(kept[p->keep]));
    dl_bag_text(p->out, dl_str_c(hex));
    number_of(p, (uint32_t)p->text.n);
    dl_bag_number(p->out, p->a->token_count);
    dl_bag_text(p->out, p->a->coder);
}

static void sentences(packer *p)
{
    for (uint32_t i = 0; i < p->a->sentence_count; i++) {
        const dl_sentence *s = &p->a->sentences[i];
        dl_bag_row(p->out, DL_FRAME_SENTENCES);
        dl_bag_doc(p->out);
        dl_bag_number(p->out, (int64_t)i + 1);
        span_of(p, s->span);
        dl_bag_text(p->out, s->block < p->a->block_count ? dl_block_kind_text(p->a->blocks[s->block].kind) : (dl_str){0});
        dl_bag_number(p->out, s->count);
    }
}

static void position(packer *p, const dl_place *place)
{
    if (place && place->resolved) {
        dl_bag_real(p->out, place->lat);
        dl_bag_real(p->out, place->lon);
    } else {
        dl_bag_unknown(p->out);
        dl_bag_unknown(p->out);
    }
}

static void places(packer *p)
{
    for (uint32_t i = 0; i < p->a->place_count; i++) {
        const dl_place *place = &p->a->places[i];
        dl_bag_row(p->out, DL_FRAME_PLACES);
        dl_bag_doc(p->out);
        dl_bag_number(p->out, i);
        const dl_str parts[] = {at(p, place->span), place->name, place->code, place->province, place->feature};
        for (size_t k = 0; k < DL_COUNT(parts); k++) dl_bag_text(p->out, parts[k]);
        position(p, place);
        span_of(p, place->span);
    }
}

/* ## Claims and meetings */

static void claims(packer *p)
{
    char id[17], outer[17];
    for (uint32_t i = 0; i < p->a->claim_count; i++) {
        const dl_claim *c = &p->a->claims[i];
        const dl_entity *source = dl_entity_get(p->a, c->source);
        dl_span said = {c->content_count ? c->content[0].start : c->cue.start, c->content_count ? c->content[0].end : c->cue.end};
        for (uint32_t k = 1; k < c->content_count && k < 4; k++) {
            said.start = DL_MIN(said.start, c->content[k].start);
            said.end = DL_MAX(said.end, c->content[k].end);
        }
        make_id(p, "claim", i, id);
        make_id(p, "claim", c->outer, outer);
        dl_bag_row(p->out, DL_FRAME_CLAIMS);
        dl_bag_text(p->out, dl_str_c(id));
        dl_bag_doc(p->out);
        dl_bag_number(p->out, (int64_t)c->sentence + 1);
        const dl_str parts[] = {at(p, c->source_span), source ? source->name : (dl_str){0}, source ? source->id : (dl_str){0}, source ? source->code : (dl_str){0},
                                source ? source->sector : (dl_str){0}, dl_stance_text(c->stance), at(p, c->cue), c->outer < p->a->claim_count ? dl_str_c(outer) : (dl_str){0},
                                cut(at(p, said), LONG_QUOTE)};
        for (size_t k = 0; k < DL_COUNT(parts); k++) dl_bag_text(p->out, parts[k]);
        span_of(p, said);
    }
}

/* Two meetings of a report that go by the same words are told apart by a number. */
static bool name_meetings(packer *p)
{
    uint32_t count = p->a->meeting_count;
    p->meetings = calloc((size_t)count + 1, sizeof *p->meetings);
    if (!p->meetings) return false;
    size_t need = 0;
    for (uint32_t i = 0; i < count; i++) need += p->a->meetings[i].id.n + 16;
    p->names = (dl_buf){.p = malloc(need + 1), .room = need + 1};
    if (!p->names.p) return false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t same = 1;
        for (uint32_t k = 0; k < i; k++) same += dl_str_eq(p->a->meetings[k].id, p->a->meetings[i].id);
        size_t from = p->names.n;
        dl_buf_add(&p->names, p->a->meetings[i].id);
        if (same > 1) dl_buf_printf(&p->names, "~%u", (unsigned)same);
        p->meetings[i] = dl_str_part(dl_buf_str(&p->names), from, p->names.n);
    }
    return true;
}

static void meetings(packer *p)
{
    for (uint32_t i = 0; i < p->a->meeting_count; i++) {
        const dl_meeting *m = &p->a->meetings[i];
        const dl_place *place = m->place < p->a->place_count ? &p->a->places[m->place] : NULL;
        const dl_entity *host = dl_entity_get(p->a, m->host);
        dl_bag_row(p->out, DL_FRAME_DOCUMENT_MEETINGS);
        dl_bag_doc(p->out);
        dl_bag_text(p->out, p->meetings[i]);
        dl_bag_text(p->out, !place ? (dl_str){0} : place->name.n ? place->name : at(p, place->span));
        dl_bag_text(p->out, place ? place->code : (dl_str){0});
        day(p, m->date_low);
        day(p, m->date_high);
        dl_bag_text(p->out, host ? at(p, host->span) : (dl_str){0});
        dl_bag_text(p->out, host ? host->name : (dl_str){0});
        dl_bag_text(p->out, host ? host->id : (dl_str){0});
        dl_bag_text(p->out, host ? host->code : (dl_str){0});
        if (m->invited >= 0) dl_bag_number(p->out, m->invited);
        else dl_bag_unknown(p->out);
    }
}

/* ## Events */

static void parties(packer *p, const char *id, const char *role, const uint32_t *entities, uint32_t count)
{
    for (uint32_t i = 0; i < count && i < DL_MAX_PARTIES; i++) {
        const dl_entity *e = dl_entity_get(p->a, entities[i]);
        if (!e) continue;
        dl_bag_row(p->out, DL_FRAME_EVENT_ACTORS);
        dl_bag_text(p->out, dl_str_c(id));
        dl_bag_text(p->out, dl_str_c(role));
        dl_bag_number(p->out, i);
        const dl_str parts[] = {at(p, e->span), e->name, e->id, e->code, e->sector, e->other_sectors, e->office, dl_via_text(e->via)};
        for (size_t k = 0; k < DL_COUNT(parts); k++) dl_bag_text(p->out, parts[k]);
        span_of(p, e->span);
    }
}

/* A kind that the event carries twice is kept once, as in the record. */
static bool first_of_kind(const packer *p, const dl_event *e, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (dl_str_eq(e->sizes[k].kind, e->sizes[i].kind)) return false;
    return e->sizes[i].quantity < p->a->quantity_count && e->sizes[i].kind.n > 0;
}

static void quantities(packer *p, const char *id, const dl_event *e)
{
    for (uint32_t i = 0; i < e->size_count; i++) {
        if (!first_of_kind(p, e, i)) continue;
        const dl_quantity *q = &p->a->quantities[e->sizes[i].quantity];
        dl_bag_row(p->out, DL_FRAME_QUANTITIES);
        dl_bag_text(p->out, dl_str_c(id));
        dl_bag_text(p->out, e->sizes[i].kind);
        dl_bag_number(p->out, q->low);
        if (q->high == INT64_MAX) dl_bag_unknown(p->out);
        else dl_bag_number(p->out, q->high);
        dl_bag_text(p->out, at(p, q->span));
        span_of(p, q->span);
    }
}

static void span(packer *p, const char *id, const char *field, size_t field_size, uint32_t number, dl_span words)
{
    if (at(p, words).n == 0) return;
    dl_bag_row(p->out, DL_FRAME_SPANS);
    dl_bag_text(p->out, dl_str_c(id));
    dl_bag_text(p->out, (dl_str){field, field_size});
    dl_bag_number(p->out, number);
    span_of(p, words);
    dl_bag_text(p->out, at(p, words));
    dl_bag_text(p->out, before(p, words.start));
    dl_bag_text(p->out, after(p, words.end));
}

static dl_span source_span(const dl_analysis *a, const dl_event *e)
{
    const dl_entity *source = dl_entity_get(a, e->claim_source);
    if (source) return source->span;
    if (e->chain_count && e->chain[e->chain_count - 1] < a->claim_count) return a->claims[e->chain[e->chain_count - 1]].source_span;
    return (dl_span){0, 0};
}

#define SPAN(field, number, words) span(p, id, field, sizeof(field) - 1, number, words)
static void spans(packer *p, const char *id, const dl_event *e)
{
    const dl_analysis *a = p->a;
    for (uint32_t i = 0; i < e->text_count && i < 3; i++) SPAN("event", i, e->text[i]);
    for (uint32_t i = 0; i < e->actor_count && i < DL_MAX_PARTIES; i++)
        if (dl_entity_get(a, e->actor[i])) SPAN("actor", i, a->entities[e->actor[i]].span);
    for (uint32_t i = 0; i < e->recipient_count && i < DL_MAX_PARTIES; i++)
        if (dl_entity_get(a, e->recipient[i])) SPAN("recipient", i, a->entities[e->recipient[i]].span);
    if (e->time < a->time_count) SPAN("date", 0, a->times[e->time].span);
    if (e->place < a->place_count) SPAN("place", 0, a->places[e->place].span);
    SPAN("source", 0, source_span(a, e));
    SPAN("cue", 0, e->claim_cue);
    for (uint32_t i = 0; i < e->size_count; i++)
        if (first_of_kind(p, e, i)) span(p, id, e->sizes[i].kind.p, e->sizes[i].kind.n, 0, a->quantities[e->sizes[i].quantity].span);
}

static void chain(packer *p, const char *id, const dl_event *e)
{
    char claim[17];
    for (uint32_t i = 0; i < e->chain_count && i < 3; i++) {
        if (e->chain[i] >= p->a->claim_count) continue;
        make_id(p, "claim", e->chain[i], claim);
        dl_bag_row(p->out, DL_FRAME_EVENT_CLAIMS);
        dl_bag_text(p->out, dl_str_c(id));
        dl_bag_number(p->out, i);
        dl_bag_text(p->out, dl_str_c(claim));
    }
}

static void what(packer *p, const dl_event *e)
{
    dl_str aux[4];
    uint32_t aux_count = 0;
    for (uint32_t i = 0; i < 4; i++)
        if (e->aux >> i & 1) aux[aux_count++] = dl_str_c(dl_aux_names[i]);
    dl_bag_text(p->out, dl_type_text(e->type));
    list(p, e->modes, DL_MIN(e->mode_count, 3u));
    list(p, e->contexts, DL_MIN(e->context_count, 6u));
    list(p, aux, aux_count);
    dl_bag_text(p->out, dl_str_c(e->cameo));
    dl_bag_number(p->out, dl_type_quad(e->type));
    dl_bag_real(p->out, dl_event_scale(e));
}

static void where_and_source(packer *p, const dl_event *e)
{
    const dl_place *place = e->place < p->a->place_count ? &p->a->places[e->place] : NULL;
    const dl_str where[] = {place ? at(p, place->span) : (dl_str){0}, place ? place->name : (dl_str){0}, place ? place->code : (dl_str){0}, place ? place->province : (dl_str){0},
                            place ? place->feature : (dl_str){0}};
    for (size_t i = 0; i < DL_COUNT(where); i++) dl_bag_text(p->out, where[i]);
    position(p, place);
    const dl_entity *source = dl_entity_get(p->a, e->claim_source);
    const dl_str word_of[] = {at(p, source_span(p->a, e)), source ? source->name : (dl_str){0}, source ? source->id : (dl_str){0}, source ? source->code : (dl_str){0},
                              source ? source->sector : (dl_str){0}, dl_stance_text(e->stance)};
    for (size_t i = 0; i < DL_COUNT(word_of); i++) dl_bag_text(p->out, word_of[i]);
}

static void event(packer *p, const char *id, const dl_event *e)
{
    const dl_span none = {0, 0}, words = e->text_count ? e->text[0] : none, in = e->sentence < p->a->sentence_count ? p->a->sentences[e->sentence].span : none;
    bool meeting = e->meeting < p->a->meeting_count;
    dl_str sentence = at(p, in);
    dl_bag_row(p->out, DL_FRAME_EVENTS);
    dl_bag_text(p->out, dl_str_c(id));
    dl_bag_text(p->out, dl_str_c(e->id));
    dl_bag_doc(p->out);
    dl_bag_unknown(p->out); /* the group comes later */
    day(p, e->date_low);
    day(p, e->date_high);
    dl_bag_text(p->out, dl_precision_text(e->date_precision));
    dl_bag_text(p->out, dl_basis_text(e->date_basis));
    what(p, e);
    where_and_source(p, e);
    dl_bag_text(p->out, meeting ? p->meetings[e->meeting] : (dl_str){0});
    dl_bag_text(p->out, meeting ? dl_answer_text(e->answer) : (dl_str){0});
    dl_bag_text(p->out, e->rule);
    dl_bag_text(p->out, p->a->coder);
    dl_bag_real(p->out, (double)e->confidence);
    dl_bag_number(p->out, (int64_t)e->sentence + 1);
    dl_bag_text(p->out, p->keep == DL_KEEP_NONE ? (dl_str){0} : p->keep == DL_KEEP_SNIPPET ? cut(sentence, SNIPPET) : sentence);
    dl_bag_text(p->out, at(p, words));
    span_of(p, words);
}

static void sketch(packer *p, const char *id, const dl_event *e)
{
    p->words.n = 0;
    dl_sketch_event(p->a, e, &p->words);
    dl_bag_row(p->out, DL_FRAME_EVENT_SKETCHES);
    dl_bag_text(p->out, dl_str_c(id));
    dl_bag_text(p->out, dl_buf_str(&p->words));
}

static void events(packer *p)
{
    char id[17];
    for (uint32_t i = 0; i < p->a->event_count; i++) {
        const dl_event *e = &p->a->events[i];
        uint32_t same = 0; /* records of a report may share an id; their rows may not */
        for (uint32_t k = 0; k < i; k++) same += !strcmp(p->a->events[k].id, e->id);
        make_id(p, e->id, same, id);
        event(p, id, e);
        parties(p, id, "actor", e->actor, e->actor_count);
        parties(p, id, "recipient", e->recipient, e->recipient_count);
        quantities(p, id, e);
        spans(p, id, e);
        chain(p, id, e);
        sketch(p, id, e);
    }
}

void dl_store_rows(const dl_report *report, const dl_analysis *analysis, dl_keep keep, dl_buf *out)
{
    packer p = {.a = analysis, .text = {analysis->text, analysis->report.text.n}, .keep = keep, .out = out};
    dl_report_hash(report, p.hash);
    bool well = dl_index_open(&p.index, p.text) && name_meetings(&p);
    if (well) {
        document(&p, report);
        sentences(&p);
        places(&p);
        claims(&p);
        meetings(&p);
        events(&p);
        p.words.n = 0;
        dl_sketch_document(analysis, &p.words);
        dl_bag_row(out, DL_FRAME_DOCUMENT_SKETCHES);
        dl_bag_doc(out);
        dl_bag_text(out, dl_buf_str(&p.words));
        p.words.n = 0;
        dl_sketch_topic(analysis, &p.words);
        dl_bag_text(out, dl_buf_str(&p.words));
    }
    out->failed |= !well || p.words.failed || p.names.failed;
    dl_index_close(&p.index);
    dl_buf_drop(&p.words);
    dl_buf_drop(&p.names);
    free(p.meetings);
}
