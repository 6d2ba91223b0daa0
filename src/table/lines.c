/* lines.c - the other kinds of JSON line: claims, articles, marks; and the front of dl_table_events. */
#include "table/records.h"

#include <stdlib.h>

void dl_csv_header(dl_buf *out);
void dl_csv_events(const dl_analysis *analysis, dl_buf *out);

void dl_table_header(dl_table_format format, dl_buf *out)
{
    if (format == DL_TABLE_CSV) dl_csv_header(out);
}

void dl_table_events(dl_table_format format, const dl_analysis *analysis, dl_buf *out)
{
    if (format == DL_TABLE_CSV) dl_csv_events(analysis, out);
    else dl_jsonl_events(analysis, out);
}

/* ## Claims */

/* The same claim of the same text has the same id everywhere. */
static void claim_id(const dl_writer *w, const dl_claim *c, char out[17])
{
    dl_sha256 sha;
    uint8_t digest[32];
    dl_buf key = {0};
    dl_buf_printf(&key, "claim %u %u %u %u", c->cue.start, c->cue.end, c->content_count ? c->content[0].start : 0, (unsigned)c->stance);
    dl_sha256_init(&sha);
    dl_sha256_add(&sha, w->index.text);
    dl_sha256_add(&sha, dl_buf_str(&key));
    dl_buf_drop(&key);
    dl_sha256_done(&sha, digest);
    dl_hex(digest, 8, out);
}

static void claim_line(dl_writer *w, uint32_t claim)
{
    dl_json *j = &w->json;
    const dl_claim *c = &w->a->claims[claim];
    char id[17];
    claim_id(w, c, id);
    j->more = false;
    dl_json_open(j, '{');
    dl_json_field(j, "kind", DL_LIT("claim"));
    dl_json_field(j, "id", dl_str_c(id));
    dl_json_field(j, "doc_id", w->a->report.id);
    dl_json_key(j, "claim");
    dl_jsonl_statement(w, claim);
    dl_jsonl_spans(w, "claim_text", c->content, DL_MIN(c->content_count, 4u));
    dl_jsonl_sentence(w, c->sentence);
    dl_jsonl_cite(w);
    dl_json_field(j, "coder", w->a->coder);
    dl_json_close(j, '}');
    dl_buf_char(w->out, '\n');
}

void dl_table_claims(const dl_analysis *a, dl_buf *out)
{
    dl_writer w;
    if (!dl_writer_open(&w, a, out)) return;
    bool *carries = calloc((size_t)a->claim_count + 1, sizeof *carries);
    if (!carries) out->failed = 1;
    for (uint32_t i = 0; carries && i < a->event_count; i++)
        for (uint32_t k = 0; k < a->events[i].chain_count; k++)
            if (a->events[i].chain[k] < a->claim_count) carries[a->events[i].chain[k]] = true;
    for (uint32_t i = 0; carries && i < a->claim_count; i++)
        if (!carries[i]) claim_line(&w, i);
    free(carries);
    dl_writer_close(&w);
}

/* ## Articles */

void dl_table_article(const dl_analysis *a, dl_buf *out)
{
    dl_writer w;
    if (!dl_writer_open(&w, a, out)) return;
    dl_json *j = &w.json;
    dl_json_open(j, '{');
    dl_json_field(j, "kind", DL_LIT("article"));
    dl_json_field(j, "id", a->report.id);
    dl_json_field(j, "date", a->report.date);
    dl_json_field(j, "publisher", a->report.source);
    dl_json_field(j, "title", a->report.title);
    dl_json_field(j, "author", a->report.author);
    dl_json_field(j, "url", a->report.url);
    dl_json_field(j, "language", a->report.language);
    dl_json_key(j, "sentences");
    dl_json_int(j, a->sentence_count);
    dl_json_key(j, "words");
    dl_json_int(j, a->token_count);
    dl_json_key(j, "events");
    dl_json_int(j, a->event_count);
    dl_json_key(j, "skipped");
    dl_json_open(j, '[');
    for (uint32_t i = 0; i < a->block_count; i++) {
        const dl_block *b = &a->blocks[i];
        if (b->kind == DL_BLOCK_BODY || b->kind == DL_BLOCK_CAPTION) continue;
        dl_json_open(j, '{');
        dl_json_field(j, "kind", dl_block_kind_text(b->kind));
        dl_json_field(j, "why", b->why);
        dl_writer_span(&w, b->span);
        dl_json_close(j, '}');
    }
    dl_json_close(j, ']');
    dl_json_field(j, "coder", a->coder);
    dl_json_close(j, '}');
    dl_buf_char(out, '\n');
    dl_writer_close(&w);
}

/* ## Marks */

static void pair(dl_writer *w, dl_span span)
{
    dl_json_open(&w->json, '[');
    dl_json_int(&w->json, dl_index_at(&w->index, span.start));
    dl_json_int(&w->json, dl_index_at(&w->index, span.end));
    dl_json_close(&w->json, ']');
}

static void pairs(dl_writer *w, const char *key, const dl_span *spans, uint32_t count)
{
    dl_json_key(&w->json, key);
    dl_json_open(&w->json, '[');
    for (uint32_t i = 0; i < count; i++)
        if (spans[i].end > spans[i].start) pair(w, spans[i]);
    dl_json_close(&w->json, ']');
}

static void mark_time(dl_writer *w, const dl_time *t)
{
    dl_json *j = &w->json;
    char low[11], high[11];
    dl_day_to_text(t->low, low);
    dl_day_to_text(t->high, high);
    dl_json_open(j, '{');
    dl_writer_span(w, t->span);
    dl_json_field(j, "type", dl_time_type_text(t->type));
    dl_json_field(j, "value", t->value);
    dl_json_field(j, "low", dl_str_c(low));
    dl_json_field(j, "high", dl_str_c(high));
    dl_json_field(j, "precision", dl_precision_text(t->precision));
    if (t->unanchored) dl_json_field(j, "basis", DL_LIT("unanchored"));
    dl_json_field(j, "text", dl_writer_text(w, t->span));
    dl_json_close(j, '}');
}

static void mark_place(dl_writer *w, const dl_place *p)
{
    dl_json *j = &w->json;
    dl_json_open(j, '{');
    dl_writer_span(w, p->span);
    if (p->resolved) {
        dl_json_key(j, "lat");
        dl_json_real(j, p->lat, 5);
        dl_json_key(j, "lon");
        dl_json_real(j, p->lon, 5);
    }
    dl_json_field(j, "name", p->name);
    dl_json_field(j, "country_code", p->code);
    dl_json_field(j, "province", p->province);
    dl_json_field(j, "feature_code", p->feature);
    dl_json_field(j, "text", dl_writer_text(w, p->span));
    dl_json_close(j, '}');
}

static void mark_quantity(dl_writer *w, const dl_quantity *q)
{
    dl_json *j = &w->json;
    dl_json_open(j, '{');
    dl_writer_span(w, q->span);
    dl_jsonl_bounds(w, q);
    if (q->unit < w->a->token_count) dl_json_field(j, "unit", w->a->tokens[q->unit].lemma);
    dl_json_field(j, "text", dl_writer_text(w, q->span));
    dl_json_close(j, '}');
}

static void mark_claim(dl_writer *w, const dl_claim *c)
{
    dl_json *j = &w->json;
    dl_json_open(j, '{');
    pairs(w, "source", &c->source_span, 1);
    pairs(w, "cue", &c->cue, 1);
    pairs(w, "content", c->content, DL_MIN(c->content_count, 4u));
    dl_json_field(j, "stance", dl_stance_text(c->stance));
    dl_json_close(j, '}');
}

static void mark_sentence(dl_writer *w, const dl_sentence *s)
{
    dl_json *j = &w->json;
    dl_json_open(j, '{');
    dl_writer_span(w, s->span);
    dl_json_key(j, "words");
    dl_json_int(j, s->count);
    if (s->block < w->a->block_count) dl_json_field(j, "block", dl_block_kind_text(w->a->blocks[s->block].kind));
    dl_json_close(j, '}');
}

/* Writes one list of marks: `part(w, &items[i])` for each. */
#define MARKS(key, items, count, part) \
    do { \
        dl_json_key(j, key); \
        dl_json_open(j, '['); \
        for (uint32_t i = 0; i < (count); i++) part(&w, &(items)[i]); \
        dl_json_close(j, ']'); \
    } while (0)

static void mark_entity(dl_writer *w, const dl_entity *e) { dl_writer_entity(w, (uint32_t)(e - w->a->entities)); }

void dl_table_marks(const dl_analysis *a, dl_buf *out)
{
    dl_writer w;
    if (!dl_writer_open(&w, a, out)) return;
    dl_json *j = &w.json;
    dl_json_open(j, '{');
    dl_json_field(j, "id", a->report.id);
    dl_json_field(j, "date", a->report.date);
    MARKS("sentences", a->sentences, a->sentence_count, mark_sentence);
    MARKS("entities", a->entities, a->entity_count, mark_entity);
    MARKS("times", a->times, a->time_count, mark_time);
    MARKS("places", a->places, a->place_count, mark_place);
    MARKS("quantities", a->quantities, a->quantity_count, mark_quantity);
    MARKS("claims", a->claims, a->claim_count, mark_claim);
    dl_json_close(j, '}');
    dl_buf_char(out, '\n');
    dl_writer_close(&w);
}
