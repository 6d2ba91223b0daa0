/* csv.c - the record as a flat table (RFC 4180): one row an event, lists joined by "; ", unknown is empty.
 *
 * A column is a row of `columns`: its name, and what it writes. Cells never hold a line break, so that line tools can be used. */
#include "table/records.h"

typedef enum column {
    C_ID, C_DOC_ID, C_DATE, C_ENDDATE, C_PRECISION, C_BASIS, C_EVENT, C_MODE, C_CONTEXT, C_AUX, C_CAMEO, C_QUAD, C_SCALE,
    C_ACTOR_TEXT, C_ACTOR_NAME, C_ACTOR_ID, C_ACTOR_CODE, C_ACTOR_SECTOR, C_ACTOR_OTHER, C_ACTOR_OFFICE, C_ACTOR_VIA,
    C_RECIPIENT_TEXT, C_RECIPIENT_NAME, C_RECIPIENT_ID, C_RECIPIENT_CODE, C_RECIPIENT_SECTOR, C_RECIPIENT_OTHER, C_RECIPIENT_OFFICE, C_RECIPIENT_VIA,
    C_PLACE_TEXT, C_PLACE_NAME, C_LAT, C_LON, C_PLACE_CODE, C_PROVINCE, C_FEATURE, C_RESOLUTION,
    C_SIZE_LOW, C_SIZE_HIGH,
    C_SOURCE_TEXT, C_SOURCE_NAME, C_SOURCE_CODE, C_SOURCE_SECTOR, C_STANCE, C_CUE,
    C_MEETING, C_MEETING_PLACE, C_MEETING_DATE, C_HOST_TEXT, C_HOST_CODE, C_INVITED, C_ANSWER,
    C_TEXT, C_TEXT_START, C_TEXT_END, C_SENTENCE, C_SENTENCE_START, C_SENTENCE_END,
    C_RULE, C_CONFIDENCE, C_PUBLICATION, C_TITLE, C_URL, C_LANGUAGE, C_CODER
} column;

static const struct { const char *name; column what; const char *kind; } columns[] = {
    {"id", C_ID, NULL}, {"doc_id", C_DOC_ID, NULL}, {"date", C_DATE, NULL}, {"enddate", C_ENDDATE, NULL},
    {"date_precision", C_PRECISION, NULL}, {"date_basis", C_BASIS, NULL}, {"event", C_EVENT, NULL}, {"mode", C_MODE, NULL},
    {"context", C_CONTEXT, NULL}, {"aux", C_AUX, NULL}, {"cameo", C_CAMEO, NULL}, {"quad_code", C_QUAD, NULL}, {"event_scale", C_SCALE, NULL},
    {"actor_text", C_ACTOR_TEXT, NULL}, {"actor_name", C_ACTOR_NAME, NULL}, {"actor_id", C_ACTOR_ID, NULL}, {"actor_code", C_ACTOR_CODE, NULL},
    {"actor_sector", C_ACTOR_SECTOR, NULL}, {"actor_other_sectors", C_ACTOR_OTHER, NULL}, {"actor_office", C_ACTOR_OFFICE, NULL},
    {"actor_via", C_ACTOR_VIA, NULL},
    {"recipient_text", C_RECIPIENT_TEXT, NULL}, {"recipient_name", C_RECIPIENT_NAME, NULL}, {"recipient_id", C_RECIPIENT_ID, NULL},
    {"recipient_code", C_RECIPIENT_CODE, NULL}, {"recipient_sector", C_RECIPIENT_SECTOR, NULL},
    {"recipient_other_sectors", C_RECIPIENT_OTHER, NULL}, {"recipient_office", C_RECIPIENT_OFFICE, NULL}, {"recipient_via", C_RECIPIENT_VIA, NULL},
    {"extracted_place", C_PLACE_TEXT, NULL}, {"resolved_place", C_PLACE_NAME, NULL}, {"lat", C_LAT, NULL}, {"lon", C_LON, NULL},
    {"country_code", C_PLACE_CODE, NULL}, {"province", C_PROVINCE, NULL}, {"feature_code", C_FEATURE, NULL}, {"resolution", C_RESOLUTION, NULL},
    {"dead_low", C_SIZE_LOW, "dead"}, {"dead_high", C_SIZE_HIGH, "dead"}, {"injured_low", C_SIZE_LOW, "injured"},
    {"injured_high", C_SIZE_HIGH, "injured"}, {"arrested_low", C_SIZE_LOW, "arrested"}, {"arrested_high", C_SIZE_HIGH, "arrested"},
    {"abducted_low", C_SIZE_LOW, "abducted"}, {"abducted_high", C_SIZE_HIGH, "abducted"}, {"displaced_low", C_SIZE_LOW, "displaced"},
    {"displaced_high", C_SIZE_HIGH, "displaced"}, {"participants_low", C_SIZE_LOW, "participants"},
    {"participants_high", C_SIZE_HIGH, "participants"}, {"troops_low", C_SIZE_LOW, "troops"}, {"troops_high", C_SIZE_HIGH, "troops"},
    {"source_text", C_SOURCE_TEXT, NULL}, {"source_name", C_SOURCE_NAME, NULL}, {"source_code", C_SOURCE_CODE, NULL},
    {"source_sector", C_SOURCE_SECTOR, NULL}, {"stance", C_STANCE, NULL}, {"cue", C_CUE, NULL},
    {"meeting", C_MEETING, NULL}, {"meeting_place", C_MEETING_PLACE, NULL}, {"meeting_date", C_MEETING_DATE, NULL},
    {"meeting_host_text", C_HOST_TEXT, NULL}, {"meeting_host_code", C_HOST_CODE, NULL}, {"meeting_invited", C_INVITED, NULL},
    {"answer", C_ANSWER, NULL},
    {"event_text", C_TEXT, NULL}, {"event_start", C_TEXT_START, NULL}, {"event_end", C_TEXT_END, NULL}, {"sentence", C_SENTENCE, NULL},
    {"sentence_start", C_SENTENCE_START, NULL}, {"sentence_end", C_SENTENCE_END, NULL},
    {"rule", C_RULE, NULL}, {"confidence", C_CONFIDENCE, NULL}, {"publication", C_PUBLICATION, NULL}, {"title", C_TITLE, NULL},
    {"url", C_URL, NULL}, {"language", C_LANGUAGE, NULL}, {"coder", C_CODER, NULL},
};

void dl_csv_header(dl_buf *out)
{
    for (size_t i = 0; i < DL_COUNT(columns); i++) {
        if (i) dl_buf_char(out, ',');
        dl_buf_add(out, dl_str_c(columns[i].name));
    }
    DL_BUF_LIT(out, "\r\n");
}

static void join(dl_buf *cell, const dl_str *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i) DL_BUF_LIT(cell, "; ");
        dl_plain_add(cell, items[i]);
    }
}

/* One property of one party; `base` is the column of its text, so that C_ACTOR_CODE - C_ACTOR_TEXT names the property. */
static dl_str property(const dl_writer *w, const dl_entity *e, int which)
{
    if (!e) return (dl_str){0};
    switch (which) {
    case 0: return dl_writer_text(w, e->span);
    case C_ACTOR_NAME - C_ACTOR_TEXT: return e->name;
    case C_ACTOR_ID - C_ACTOR_TEXT: return e->id;
    case C_ACTOR_CODE - C_ACTOR_TEXT: return e->code;
    case C_ACTOR_SECTOR - C_ACTOR_TEXT: return e->sector;
    case C_ACTOR_OTHER - C_ACTOR_TEXT: return e->other_sectors;
    case C_ACTOR_OFFICE - C_ACTOR_TEXT: return e->office;
    default: return dl_via_text(e->via);
    }
}

static void party_cell(const dl_writer *w, dl_buf *cell, const uint32_t *entities, uint32_t count, int which)
{
    dl_str items[DL_MAX_PARTIES];
    uint32_t n = DL_MIN(count, (uint32_t)DL_MAX_PARTIES);
    for (uint32_t i = 0; i < n; i++) items[i] = property(w, dl_entity_get(w->a, entities[i]), which);
    join(cell, items, n);
}

static void day_cell(dl_buf *cell, int32_t day)
{
    char text[11];
    dl_day_to_text(day, text);
    dl_buf_add(cell, dl_str_c(text));
}

static void place_cell(const dl_writer *w, dl_buf *cell, const dl_place *p, column what)
{
    switch (what) {
    case C_PLACE_TEXT: dl_plain_add(cell, dl_writer_text(w, p->span)); break;
    case C_PLACE_NAME: dl_plain_add(cell, p->name); break;
    case C_LAT: if (p->resolved) dl_real_add(cell, p->lat, 5); break;
    case C_LON: if (p->resolved) dl_real_add(cell, p->lon, 5); break;
    case C_PLACE_CODE: dl_plain_add(cell, p->code); break;
    case C_PROVINCE: dl_plain_add(cell, p->province); break;
    case C_FEATURE: dl_plain_add(cell, p->feature); break;
    default: if (dl_place_resolution(p->feature)) dl_buf_printf(cell, "%d", dl_place_resolution(p->feature));
    }
}

static void size_cell(const dl_writer *w, dl_buf *cell, const dl_event *e, const char *kind, bool high)
{
    for (uint32_t i = 0; i < e->size_count; i++) {
        if (!dl_str_is(e->sizes[i].kind, kind) || e->sizes[i].quantity >= w->a->quantity_count) continue;
        const dl_quantity *q = &w->a->quantities[e->sizes[i].quantity];
        if (!high) dl_buf_printf(cell, "%lld", (long long)q->low);
        else if (q->high != INT64_MAX) dl_buf_printf(cell, "%lld", (long long)q->high);
        return;
    }
}

static void claim_cell(const dl_writer *w, dl_buf *cell, const dl_event *e, column what)
{
    const dl_entity *source = dl_entity_get(w->a, e->claim_source);
    switch (what) {
    case C_SOURCE_TEXT:
        if (source) dl_plain_add(cell, dl_writer_text(w, source->span));
        else if (e->chain_count && e->chain[e->chain_count - 1] < w->a->claim_count)
            dl_plain_add(cell, dl_writer_text(w, w->a->claims[e->chain[e->chain_count - 1]].source_span));
        break;
    case C_SOURCE_NAME: if (source) dl_plain_add(cell, source->name); break;
    case C_SOURCE_CODE: if (source) dl_plain_add(cell, source->code); break;
    case C_SOURCE_SECTOR: if (source) dl_plain_add(cell, source->sector); break;
    case C_STANCE: dl_buf_add(cell, dl_stance_text(e->stance)); break;
    default: dl_plain_add(cell, dl_writer_text(w, e->claim_cue));
    }
}

static void meeting_cell(const dl_writer *w, dl_buf *cell, const dl_event *e, column what)
{
    if (e->meeting >= w->a->meeting_count) return;
    const dl_meeting *m = &w->a->meetings[e->meeting];
    const dl_entity *host = dl_entity_get(w->a, m->host);
    switch (what) {
    case C_MEETING: dl_plain_add(cell, m->id); break;
    case C_MEETING_PLACE:
        if (m->place >= w->a->place_count) break;
        dl_plain_add(cell, w->a->places[m->place].name.n ? w->a->places[m->place].name : dl_writer_text(w, w->a->places[m->place].span));
        break;
    case C_MEETING_DATE: day_cell(cell, m->date_low); break;
    case C_HOST_TEXT: if (host) dl_plain_add(cell, dl_writer_text(w, host->span)); break;
    case C_HOST_CODE: if (host) dl_plain_add(cell, host->code); break;
    case C_INVITED: if (m->invited >= 0) dl_buf_printf(cell, "%lld", (long long)m->invited); break;
    default: dl_buf_add(cell, dl_answer_text(e->answer));
    }
}

static void text_cell(const dl_writer *w, dl_buf *cell, const dl_event *e, column what)
{
    for (uint32_t i = 0; i < e->text_count; i++) {
        if (i) DL_BUF_LIT(cell, "; ");
        if (what == C_TEXT) dl_plain_add(cell, dl_writer_text(w, e->text[i]));
        else dl_buf_printf(cell, "%u", dl_index_at(&w->index, what == C_TEXT_START ? e->text[i].start : e->text[i].end));
    }
}

static void sentence_cell(const dl_writer *w, dl_buf *cell, const dl_event *e, column what)
{
    if (e->sentence >= w->a->sentence_count) return;
    dl_span span = w->a->sentences[e->sentence].span;
    if (what == C_SENTENCE) dl_buf_printf(cell, "%u", e->sentence + 1);
    else dl_buf_printf(cell, "%u", dl_index_at(&w->index, what == C_SENTENCE_START ? span.start : span.end));
}

static void code_cell(dl_buf *cell, const dl_event *e, column what)
{
    dl_str aux[4];
    uint32_t n = 0;
    switch (what) {
    case C_EVENT: dl_buf_add(cell, dl_type_text(e->type)); break;
    case C_MODE: join(cell, e->modes, e->mode_count); break;
    case C_CONTEXT: join(cell, e->contexts, e->context_count); break;
    case C_CAMEO: dl_buf_add(cell, dl_str_c(e->cameo)); break;
    case C_QUAD: dl_buf_printf(cell, "%d", dl_type_quad(e->type)); break;
    case C_SCALE: dl_real_add(cell, dl_event_scale(e), 1); break;
    default:
        for (uint32_t i = 0; i < 4; i++)
            if (e->aux >> i & 1) aux[n++] = dl_str_c(dl_aux_names[i]);
        join(cell, aux, n);
    }
}

static void cite_cell(const dl_writer *w, dl_buf *cell, const dl_event *e, column what)
{
    switch (what) {
    case C_RULE: dl_plain_add(cell, e->rule); break;
    case C_CONFIDENCE: dl_real_add(cell, (double)e->confidence, 3); break;
    case C_PUBLICATION: dl_plain_add(cell, w->a->report.source); break;
    case C_TITLE: dl_plain_add(cell, w->a->report.title); break;
    case C_URL: dl_plain_add(cell, w->a->report.url); break;
    case C_LANGUAGE: dl_plain_add(cell, w->a->report.language); break;
    default: dl_plain_add(cell, w->a->coder);
    }
}

static void fill(const dl_writer *w, dl_buf *cell, const dl_event *e, column what, const char *kind)
{
    if (what <= C_DOC_ID) dl_plain_add(cell, what == C_ID ? dl_str_c(e->id) : w->a->report.id);
    else if (what <= C_ENDDATE) day_cell(cell, what == C_DATE ? e->date_low : e->date_high);
    else if (what <= C_BASIS) dl_buf_add(cell, what == C_PRECISION ? dl_precision_text(e->date_precision) : dl_basis_text(e->date_basis));
    else if (what <= C_SCALE) code_cell(cell, e, what);
    else if (what <= C_ACTOR_VIA) party_cell(w, cell, e->actor, e->actor_count, (int)what - C_ACTOR_TEXT);
    else if (what <= C_RECIPIENT_VIA) party_cell(w, cell, e->recipient, e->recipient_count, (int)what - C_RECIPIENT_TEXT);
    else if (what <= C_RESOLUTION) { if (e->place < w->a->place_count) place_cell(w, cell, &w->a->places[e->place], what); }
    else if (what <= C_SIZE_HIGH) size_cell(w, cell, e, kind, what == C_SIZE_HIGH);
    else if (what <= C_CUE) claim_cell(w, cell, e, what);
    else if (what <= C_ANSWER) meeting_cell(w, cell, e, what);
    else if (what <= C_TEXT_END) text_cell(w, cell, e, what);
    else if (what <= C_SENTENCE_END) sentence_cell(w, cell, e, what);
    else cite_cell(w, cell, e, what);
}

static void cell_add(dl_buf *out, dl_str s)
{
    bool plain = true;
    for (size_t i = 0; i < s.n; i++) plain &= s.p[i] != '"' && s.p[i] != ',' && s.p[i] != '\n' && s.p[i] != '\r';
    if (plain) {
        dl_buf_add(out, s);
        return;
    }
    dl_buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') dl_buf_char(out, '"');
        dl_buf_char(out, s.p[i]);
    }
    dl_buf_char(out, '"');
}

void dl_csv_events(const dl_analysis *analysis, dl_buf *out)
{
    dl_writer w;
    dl_buf cell = {0};
    if (!dl_writer_open(&w, analysis, out)) return;
    for (uint32_t i = 0; i < analysis->event_count; i++) {
        for (size_t k = 0; k < DL_COUNT(columns); k++) {
            cell.n = 0;
            fill(&w, &cell, &analysis->events[i], columns[k].what, columns[k].kind);
            if (k) dl_buf_char(out, ',');
            cell_add(out, dl_buf_str(&cell));
        }
        DL_BUF_LIT(out, "\r\n");
    }
    out->failed |= cell.failed;
    dl_buf_drop(&cell);
    dl_writer_close(&w);
}
