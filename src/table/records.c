/* records.c - the record: one JSON object a line, in the field order of doc/record.md. Absent means unknown. */
#include "table/records.h"

static void list(dl_json *j, const char *key, const dl_str *items, uint32_t count)
{
    if (count == 0) return;
    dl_json_key(j, key);
    dl_json_open(j, '[');
    for (uint32_t i = 0; i < count; i++) dl_json_str(j, items[i]);
    dl_json_close(j, ']');
}

static void parties(dl_writer *w, const char *key, const uint32_t *entities, uint32_t count)
{
    if (count == 0) return;
    dl_json_key(&w->json, key);
    dl_json_open(&w->json, '[');
    for (uint32_t i = 0; i < count; i++) dl_writer_entity(w, entities[i]);
    dl_json_close(&w->json, ']');
}

static void day(dl_json *j, const char *key, int32_t value)
{
    char text[11];
    dl_day_to_text(value, text);
    dl_json_field(j, key, dl_str_c(text));
}

static void when(dl_json *j, const dl_event *e)
{
    day(j, "date", e->date_low);
    day(j, "enddate", e->date_high);
    dl_json_field(j, "date_precision", dl_precision_text(e->date_precision));
    dl_json_field(j, "date_basis", dl_basis_text(e->date_basis));
}

static void what(dl_json *j, const dl_event *e)
{
    dl_str type = dl_type_text(e->type), aux[4];
    uint32_t aux_count = 0;
    for (uint32_t i = 0; i < 4; i++)
        if (e->aux >> i & 1) aux[aux_count++] = dl_str_c(dl_aux_names[i]);
    list(j, "event", &type, 1);
    list(j, "mode", e->modes, e->mode_count);
    list(j, "context", e->contexts, e->context_count);
    list(j, "aux", aux, aux_count);
    dl_json_field(j, "cameo", dl_str_c(e->cameo));
    dl_json_key(j, "quad_code");
    dl_json_int(j, dl_type_quad(e->type));
    dl_json_key(j, "event_scale");
    dl_json_real(j, dl_event_scale(e), 1);
}

void dl_jsonl_place(dl_writer *w, const dl_place *p)
{
    dl_json *j = &w->json;
    dl_json_open(j, '{');
    dl_json_key(j, "extracted_place");
    dl_json_str(j, dl_writer_text(w, p->span));
    dl_json_field(j, "resolved_place", p->name);
    if (p->resolved) {
        dl_json_key(j, "lat");
        dl_json_real(j, p->lat, 5);
        dl_json_key(j, "lon");
        dl_json_real(j, p->lon, 5);
    }
    dl_json_field(j, "country_code", p->code);
    dl_json_field(j, "province", p->province);
    dl_json_field(j, "feature_code", p->feature);
    int resolution = dl_place_resolution(p->feature);
    if (resolution) {
        dl_json_key(j, "resolution");
        dl_json_int(j, resolution);
    }
    dl_writer_span(w, p->span);
    dl_json_close(j, '}');
}

void dl_jsonl_bounds(dl_writer *w, const dl_quantity *q)
{
    dl_json_key(&w->json, "low");
    dl_json_int(&w->json, q->low);
    if (q->high == INT64_MAX) return;
    dl_json_key(&w->json, "high");
    dl_json_int(&w->json, q->high);
}

/* A kind that the event carries twice is written once: a JSON object cannot hold it again. */
static void sizes(dl_writer *w, const dl_event *e)
{
    dl_json *j = &w->json;
    if (e->size_count == 0) return;
    dl_json_key(j, "size");
    dl_json_open(j, '{');
    for (uint32_t i = 0; i < e->size_count; i++) {
        const dl_size *size = &e->sizes[i];
        bool again = size->quantity >= w->a->quantity_count || size->kind.n == 0 || size->kind.n > 30;
        for (uint32_t k = 0; k < i; k++) again |= dl_str_eq(e->sizes[k].kind, size->kind);
        if (again) continue;
        const dl_quantity *q = &w->a->quantities[size->quantity];
        char key[32] = {0};
        memcpy(key, size->kind.p, size->kind.n);
        dl_json_key(j, key);
        dl_json_open(j, '{');
        dl_jsonl_bounds(w, q);
        dl_json_key(j, "text");
        dl_json_str(j, dl_writer_text(w, q->span));
        dl_writer_span(w, q->span);
        dl_json_close(j, '}');
    }
    dl_json_close(j, '}');
}

/* The fields of a claim: somebody's name in `entity`, or at least the words of `span`. */
static void word_of(dl_writer *w, uint32_t entity, dl_span span, dl_stance stance, dl_span cue)
{
    dl_json *j = &w->json;
    if (entity != DL_NONE) {
        dl_json_key(j, "source");
        dl_writer_entity(w, entity);
    } else if (span.end > span.start) {
        dl_json_key(j, "source");
        dl_json_open(j, '{');
        dl_json_key(j, "entity_text");
        dl_json_str(j, dl_writer_text(w, span));
        dl_writer_span(w, span);
        dl_json_field(j, "via", dl_via_text(DL_VIA_UNKNOWN));
        dl_json_close(j, '}');
    }
    dl_json_field(j, "stance", dl_stance_text(stance));
    if (cue.end > cue.start) {
        dl_json_key(j, "cue");
        dl_writer_quote(w, cue);
    }
}

void dl_jsonl_claim(dl_writer *w, const dl_claim *c)
{
    dl_json_open(&w->json, '{');
    word_of(w, c->source, c->source_span, c->stance, c->cue);
    dl_json_close(&w->json, '}');
}

/* Claims that report one another, outermost first; one alone says nothing new. */
static void chain_of(dl_writer *w, const uint32_t *chain, uint32_t count)
{
    if (count < 2) return;
    dl_json_key(&w->json, "chain");
    dl_json_open(&w->json, '[');
    for (uint32_t i = 0; i < count; i++)
        if (chain[i] < w->a->claim_count) dl_jsonl_claim(w, &w->a->claims[chain[i]]);
    dl_json_close(&w->json, ']');
}

void dl_jsonl_statement(dl_writer *w, uint32_t claim)
{
    uint32_t chain[4], at = DL_COUNT(chain);
    const dl_claim *c = &w->a->claims[claim];
    for (uint32_t i = claim; i < w->a->claim_count && at > 0; i = w->a->claims[i].outer) chain[--at] = i;
    dl_json_open(&w->json, '{');
    word_of(w, c->source, c->source_span, c->stance, c->cue);
    chain_of(w, chain + at, (uint32_t)DL_COUNT(chain) - at);
    dl_json_close(&w->json, '}');
}

static void claim(dl_writer *w, const dl_event *e)
{
    dl_json *j = &w->json;
    if (!dl_event_is_claim(e)) return;
    const dl_claim *last = NULL;
    if (e->chain_count > 0 && e->chain[e->chain_count - 1] < w->a->claim_count) last = &w->a->claims[e->chain[e->chain_count - 1]];
    dl_json_key(j, "claim");
    dl_json_open(j, '{');
    word_of(w, e->claim_source, last ? last->source_span : (dl_span){0, 0}, e->stance, e->claim_cue);
    chain_of(w, e->chain, e->chain_count);
    dl_json_close(j, '}');
}

static void meeting(dl_writer *w, const dl_event *e)
{
    dl_json *j = &w->json;
    if (e->meeting >= w->a->meeting_count) return;
    const dl_meeting *m = &w->a->meetings[e->meeting];
    dl_json_key(j, "meeting");
    dl_json_open(j, '{');
    dl_json_field(j, "id", m->id);
    if (m->place < w->a->place_count) {
        const dl_place *p = &w->a->places[m->place];
        dl_json_field(j, "place", p->name.n ? p->name : dl_writer_text(w, p->span));
    }
    day(j, "date", m->date_low);
    if (m->date_high != m->date_low) day(j, "enddate", m->date_high);
    if (dl_entity_get(w->a, m->host)) {
        dl_json_key(j, "host");
        dl_writer_entity(w, m->host);
    }
    if (m->invited >= 0) {
        dl_json_key(j, "invited");
        dl_json_int(j, m->invited);
    }
    dl_json_field(j, "answer", dl_answer_text(e->answer));
    dl_json_close(j, '}');
}

void dl_jsonl_sentence(dl_writer *w, uint32_t sentence)
{
    if (sentence >= w->a->sentence_count) return;
    dl_json_key(&w->json, "text_info");
    dl_json_open(&w->json, '{');
    dl_json_key(&w->json, "sequence");
    dl_json_int(&w->json, (int64_t)sentence + 1);
    dl_writer_span(w, w->a->sentences[sentence].span);
    dl_json_close(&w->json, '}');
}

void dl_jsonl_cite(dl_writer *w)
{
    const dl_report *r = &w->a->report;
    if (r->source.n + r->title.n + r->url.n + r->language.n == 0) return;
    dl_json_key(&w->json, "cite_info");
    dl_json_open(&w->json, '{');
    dl_json_field(&w->json, "publication", r->source);
    dl_json_field(&w->json, "title", r->title);
    dl_json_field(&w->json, "url", r->url);
    dl_json_field(&w->json, "language", r->language);
    dl_json_close(&w->json, '}');
}

void dl_jsonl_spans(dl_writer *w, const char *key, const dl_span *spans, uint32_t count)
{
    if (count == 0) return;
    dl_json_key(&w->json, key);
    dl_json_open(&w->json, '[');
    for (uint32_t i = 0; i < count; i++) dl_writer_quote(w, spans[i]);
    dl_json_close(&w->json, ']');
}

static void event(dl_writer *w, const dl_event *e)
{
    dl_json *j = &w->json;
    j->more = false;
    dl_json_open(j, '{');
    dl_json_field(j, "id", dl_str_c(e->id));
    dl_json_field(j, "doc_id", w->a->report.id);
    when(j, e);
    what(j, e);
    parties(w, "actor", e->actor, e->actor_count);
    parties(w, "recipient", e->recipient, e->recipient_count);
    if (e->place < w->a->place_count) {
        dl_json_key(j, "event_loc");
        dl_jsonl_place(w, &w->a->places[e->place]);
    }
    sizes(w, e);
    claim(w, e);
    meeting(w, e);
    dl_jsonl_spans(w, "event_text", e->text, e->text_count);
    dl_jsonl_sentence(w, e->sentence);
    dl_json_field(j, "rule", e->rule);
    dl_json_key(j, "confidence");
    dl_json_real(j, (double)e->confidence, 3);
    dl_jsonl_cite(w);
    dl_json_field(j, "coder", w->a->coder);
    dl_json_close(j, '}');
    dl_buf_char(w->out, '\n');
}

void dl_jsonl_events(const dl_analysis *analysis, dl_buf *out)
{
    dl_writer w;
    if (!dl_writer_open(&w, analysis, out)) return;
    for (uint32_t i = 0; i < analysis->event_count; i++) event(&w, &analysis->events[i]);
    dl_writer_close(&w);
}
