/* index.c - from bytes to Unicode code points, and what all writers of spans share. */
#include "table/table.h"

#include <stdlib.h>

#define STEP 64u

bool dl_index_open(dl_index *index, dl_str text)
{
    size_t n = text.n / STEP + 1, filled = 0;
    *index = (dl_index){text, calloc(n, sizeof *index->marks)};
    if (!index->marks) return false;
    uint32_t code = 0;
    for (size_t at = 0; filled < n; code++) {
        while (filled < n && (at >= filled * STEP || at >= text.n)) index->marks[filled++] = (dl_index_mark){(uint32_t)at, code};
        if (at >= text.n) break;
        if ((unsigned char)text.p[at] < 0x80) at++;
        else dl_utf8_next(text, &at);
    }
    return true;
}

void dl_index_close(dl_index *index)
{
    free(index->marks);
    index->marks = NULL;
}

uint32_t dl_index_at(const dl_index *index, uint32_t byte)
{
    if (byte > index->text.n) byte = (uint32_t)index->text.n;
    dl_index_mark mark = index->marks[byte / STEP];
    size_t at = mark.byte;
    uint32_t code = mark.code;
    for (; at < byte; code++) {
        if ((unsigned char)index->text.p[at] < 0x80) at++;
        else dl_utf8_next(index->text, &at);
    }
    return code;
}

bool dl_writer_open(dl_writer *w, const dl_analysis *analysis, dl_buf *out)
{
    *w = (dl_writer){analysis, out, {out, false}, {{0}, NULL}};
    if (dl_index_open(&w->index, (dl_str){analysis->text, analysis->report.text.n})) return true;
    out->failed = 1;
    return false;
}

void dl_writer_close(dl_writer *w) { dl_index_close(&w->index); }

dl_str dl_writer_text(const dl_writer *w, dl_span span)
{
    return (dl_str){w->a->text + span.start, span.end - span.start};
}

void dl_writer_span(dl_writer *w, dl_span span)
{
    dl_json_key(&w->json, "start");
    dl_json_int(&w->json, dl_index_at(&w->index, span.start));
    dl_json_key(&w->json, "end");
    dl_json_int(&w->json, dl_index_at(&w->index, span.end));
}

void dl_writer_quote(dl_writer *w, dl_span span)
{
    dl_json_open(&w->json, '{');
    dl_json_key(&w->json, "text");
    dl_json_str(&w->json, dl_writer_text(w, span));
    dl_writer_span(w, span);
    dl_json_close(&w->json, '}');
}

const dl_entity *dl_entity_get(const dl_analysis *a, uint32_t i)
{
    return i < a->entity_count ? &a->entities[i] : NULL;
}

void dl_writer_entity(dl_writer *w, uint32_t entity)
{
    const dl_entity *e = dl_entity_get(w->a, entity);
    dl_json_open(&w->json, '{');
    if (e) {
        dl_json_key(&w->json, "entity_text");
        dl_json_str(&w->json, dl_writer_text(w, e->span));
        dl_writer_span(w, e->span);
        dl_json_field(&w->json, "identifier_text", e->name);
        dl_json_field(&w->json, "identifier_id", e->id);
        dl_json_field(&w->json, "code", e->code);
        dl_json_field(&w->json, "sector", e->sector);
        dl_json_field(&w->json, "other_sectors", e->other_sectors);
        dl_json_field(&w->json, "office", e->office);
        dl_json_field(&w->json, "via", dl_via_text(e->via));
    }
    dl_json_close(&w->json, '}');
}
