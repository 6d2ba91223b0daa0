/* lists.c - events, claims, reports and the reviewers' queue: which rows is said by the columns, what stands in them by SQLite, which writes the JSON. */
#include "web/answers.h"

#define LIST(column) "json(CASE WHEN coalesce(" column ", '') = '' THEN '[]' ELSE '[\"' || replace(" column ", ' ', '\",\"') || '\"]' END)"
#define PARTIES(role) \
    "json((SELECT json_group_array(json_object('text', text, 'name', name, 'id', entity_id, 'code', code, 'sector', sector, 'office', office, 'via', via, 'start', start, 'end', \"end\"))" \
    " FROM (SELECT * FROM event_actors a WHERE a.event_id = e.event_id AND a.role = '" role "' ORDER BY position)))"
#define SPANS \
    "json((SELECT json_group_array(json_object('field', field, 'position', position, 'start', start, 'end', \"end\", 'quote', quote)) FROM" \
    " (SELECT * FROM spans s WHERE s.event_id = e.event_id ORDER BY start, field, position)))"
#define CODED \
    "'event_id', e.event_id, 'record_id', e.record_id, 'doc_id', e.doc_id, 'date', e.date, 'enddate', e.enddate, 'date_precision', e.date_precision, 'date_basis', e.date_basis, 'event', e.event," \
    " 'mode', " LIST("e.mode") ", 'context', " LIST("e.context") ", 'aux', " LIST("e.aux") ", 'cameo', e.cameo, 'quad_code', e.quad_code, 'event_scale', e.event_scale," \
    " 'actors', " PARTIES("actor") ", 'recipients', " PARTIES("recipient") "," \
    " 'quantities', json((SELECT json_group_array(json_object('kind', kind, 'low', low, 'high', high, 'text', text, 'start', start, 'end', \"end\")) FROM" \
    " (SELECT * FROM quantities q WHERE q.event_id = e.event_id ORDER BY kind)))," \
    " 'place_text', e.place_text, 'place', e.place, 'country_code', e.country_code, 'province', e.province, 'feature_code', e.feature_code, 'lat', e.lat, 'lon', e.lon," \
    " 'claim_source', json_object('text', e.source_text, 'name', e.source_name, 'id', e.source_id, 'code', e.source_code, 'sector', e.source_sector), 'stance', e.stance," \
    " 'meeting', e.meeting, 'answer', e.answer, 'rule', e.rule, 'coder', e.coder, 'confidence', e.confidence, 'sentence', e.sentence, 'sentence_text', e.sentence_text, 'quote', e.quote," \
    " 'start', e.start, 'end', e.\"end\", 'title', d.title, 'publisher', d.source, 'published', d.date"
/* The two parts of an event's row; more pairs than one call of json_object takes. */
#define GROUPED \
    "json_object('id', g.group_id, 'n_reports', g.n_reports, 'n_publishers', g.n_publishers, 'n_texts', g.n_texts, 'disputed', g.disputed, 'first_report', g.first_report," \
    " 'last_report', g.last_report, 'reviewed', ?2)"
static const char row_sql[] = "SELECT json_patch(json_object(" CODED "), " GROUPED ") FROM event_groups g JOIN events e ON e.event_id = g.first_event JOIN documents d ON d.doc_id = e.doc_id WHERE g.group_id = ?1";
static const char reports_sql[] = "SELECT json_object(" CODED ", 'tie', (SELECT m.tie FROM mentions m WHERE m.group_id = ?1 AND m.doc_id = e.doc_id), 'spans', " SPANS ")"
    " FROM events e JOIN documents d ON d.doc_id = e.doc_id WHERE e.group_id = ?1 ORDER BY coalesce(d.date, ''), d.doc_id, e.start LIMIT 200";
static const char corrections_sql[] = "SELECT json_object('correction_id', correction_id, 'event_id', event_id, 'record_id', record_id, 'field', field, 'old', old, 'new', new, 'reason', reason,"
    " 'reviewer', reviewer, 'at', at) FROM corrections WHERE event_id = ?1 ORDER BY at, correction_id";
static const char article_sql[] =
    "SELECT json_object('doc_id', doc_id, 'given_id', given_id, 'date', date, 'title', title, 'source', source, 'url', url, 'language', language, 'author', author, 'text', text,"
    " 'text_kept', text_kept, 'text_hash', text_hash, 'length', length, 'words', words, 'coder', coder) FROM documents WHERE doc_id = ?1";
static const char sentences_sql[] = "SELECT json_object('n', sentence, 'start', start, 'end', \"end\", 'block', block) FROM sentences WHERE doc_id = ?1 ORDER BY sentence";
static const char in_article_sql[] = "SELECT json_object(" CODED ", 'id', e.group_id, 'spans', " SPANS ") FROM events e JOIN documents d ON d.doc_id = e.doc_id"
    " WHERE e.doc_id = ?1 AND e.group_id IS NOT NULL ORDER BY e.start, e.event_id";
static const char claims_sql[] = "SELECT json_object('claim_id', claim_id, 'sentence', sentence, 'source_text', source_text, 'source_name', source_name, 'source_id', source_id,"
    " 'source_code', source_code, 'source_sector', source_sector, 'stance', stance, 'cue', cue, 'quote', quote, 'start', start, 'end', \"end\") FROM claims WHERE doc_id = ?1 ORDER BY start, claim_id";
static const char copies_sql[] = "SELECT json_object('tie', t.tie, 'doc_id', d.doc_id, 'source', d.source, 'date', d.date, 'title', d.title) FROM document_ties t"
    " JOIN documents d ON d.doc_id = CASE WHEN t.first_doc = ?1 THEN t.doc_id ELSE t.first_doc END WHERE t.doc_id <> t.first_doc AND (t.first_doc = ?1 OR t.doc_id = ?1) ORDER BY d.date, d.doc_id LIMIT 200";

/* What SQLite has written goes in unread; only the commas are ours. */
bool dl_json_rows(dl_asked *a, const char *sql, dl_str one, dl_str two, bool list)
{
    sqlite3_stmt *row = NULL;
    bool found = false;
    if (list) dl_json_open(&a->json, '[');
    if (sqlite3_prepare_v2(a->db, sql, -1, &row, NULL) == SQLITE_OK) {
        sqlite3_bind_text(row, 1, one.p, (int)one.n, SQLITE_STATIC);
        if (two.p) sqlite3_bind_text(row, 2, two.p, (int)two.n, SQLITE_STATIC);
        while (sqlite3_step(row) == SQLITE_ROW && (list || !found)) {
            if (a->json.more) dl_buf_char(a->json.out, ',');
            dl_buf_add(a->json.out, (dl_str){(const char *)sqlite3_column_text(row, 0), (size_t)sqlite3_column_bytes(row, 0)});
            a->json.more = found = true;
        }
    }
    sqlite3_finalize(row);
    if (list) dl_json_close(&a->json, ']');
    return found;
}

static dl_str verdict_of(const dl_asked *a, uint32_t event)
{
    const char *name = dl_verdict_names[a->c->reviewed[event]];
    return dl_str_c(name);
}

/* ## Pages of events */

/* Calls see for each event that is wanted, in the order that is asked for; false ends. */
typedef bool seeing(dl_asked *a, uint32_t event, void *context);

static void walk(dl_asked *a, const uint32_t *order, bool backwards, seeing *see, void *context)
{
    uint32_t n = a->c->count;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t at = backwards ? n - 1 - k : k, event = order ? order[at] : at;
        if (dl_filter_takes(&a->filter, event) && !see(a, event, context)) return;
    }
}

typedef struct page { dl_total total; uint32_t offset, limit; bool whole; } page;

static bool event_json(dl_asked *a, uint32_t event, bool whole);

static bool see_row(dl_asked *a, uint32_t event, void *context)
{
    page *p = context;
    if (p->total.events >= p->offset && p->total.events - p->offset < p->limit) event_json(a, event, p->whole);
    dl_total_add(&p->total, &a->c->events[event]);
    return true;
}

dl_status dl_answer_events(dl_asked *a, dl_error *err)
{
    dl_str sort = dl_query_get(a->query, "sort");
    bool minus = sort.n && sort.p[0] == '-';
    dl_str by = minus ? dl_str_part(sort, 1, sort.n) : sort;
    const uint32_t *order = NULL;
    page p = {.offset = dl_query_number(a->query, "offset", 0, UINT32_MAX), .limit = dl_rows_wanted(a, 50, 500)};
    (void)err;
    if (dl_str_is(by, "reports")) order = a->c->orders[DL_ORDER_REPORTS];
    else if (dl_str_is(by, "confidence")) order = a->c->orders[DL_ORDER_CONFIDENCE];
    else if (dl_str_is(by, "type")) order = a->c->orders[DL_ORDER_TYPE];
    /* Most first is how those are kept; types and dates go upwards. */
    bool backwards = order && !dl_str_is(by, "type") ? !minus : minus;
    dl_json_open(&a->json, '{');
    dl_json_key(&a->json, "rows");
    dl_json_open(&a->json, '[');
    walk(a, order, backwards, see_row, &p);
    dl_json_close(&a->json, ']');
    dl_total_json(&a->json, &p.total, false);
    dl_json_close(&a->json, '}');
    return DL_OK;
}

/* The row; `whole` with each report's record and what reviewers have said. */
static bool event_json(dl_asked *a, uint32_t event, bool whole)
{
    const dl_col_event *e = &a->c->events[event];
    if (!dl_json_rows(a, row_sql, e->id, verdict_of(a, event), false)) return false;
    if (!whole) return true;
    a->json.out->n--; /* the row's closing brace: more is to come in it */
    dl_json_key(&a->json, "reports");
    dl_json_rows(a, reports_sql, e->id, (dl_str){0}, true);
    dl_json_key(&a->json, "corrections");
    dl_json_rows(a, corrections_sql, e->first, (dl_str){0}, true);
    dl_json_close(&a->json, '}');
    return true;
}

dl_status dl_answer_event(dl_asked *a, dl_error *err)
{
    const uint32_t *event = dl_map_get(a->c->by_id, a->id);
    (void)err;
    return event && event_json(a, *event, true) ? DL_OK : DL_END;
}

/* ## The claims board: what is disputed, or told by somebody, or everything; most told first */

typedef struct board { page page; bool disputed, claimed; } board;

static bool see_claim(dl_asked *a, uint32_t event, void *context)
{
    board *b = context;
    const dl_col_event *e = &a->c->events[event];
    if ((e->disputed > 0) != b->disputed || (b->claimed && !e->stance)) return true;
    return see_row(a, event, &b->page);
}

dl_status dl_answer_claims(dl_asked *a, dl_error *err)
{
    dl_str only = dl_query_get(a->query, "only");
    board b = {.page = {.offset = dl_query_number(a->query, "offset", 0, UINT32_MAX), .limit = dl_rows_wanted(a, 20, 200), .whole = true},
               .disputed = true, .claimed = dl_str_is(only, "claimed")};
    (void)err;
    dl_json_open(&a->json, '{');
    dl_json_key(&a->json, "rows");
    dl_json_open(&a->json, '[');
    walk(a, a->c->orders[DL_ORDER_REPORTS], false, see_claim, &b);
    b.disputed = false;
    if (only.n && !dl_str_is(only, "disputed")) walk(a, a->c->orders[DL_ORDER_REPORTS], false, see_claim, &b);
    dl_json_close(&a->json, ']');
    dl_total_json(&a->json, &b.page.total, false);
    dl_json_close(&a->json, '}');
    return DL_OK;
}

/* ## Reports */

dl_status dl_answer_article(dl_asked *a, dl_error *err)
{
    (void)err;
    if (!dl_json_rows(a, article_sql, a->id, (dl_str){0}, false)) return DL_END;
    a->json.out->n--;
    dl_json_key(&a->json, "sentences");
    dl_json_rows(a, sentences_sql, a->id, (dl_str){0}, true);
    dl_json_key(&a->json, "events");
    dl_json_rows(a, in_article_sql, a->id, (dl_str){0}, true);
    dl_json_key(&a->json, "claims");
    dl_json_rows(a, claims_sql, a->id, (dl_str){0}, true);
    dl_json_key(&a->json, "copies");
    dl_json_rows(a, copies_sql, a->id, (dl_str){0}, true);
    dl_json_close(&a->json, '}');
    return DL_OK;
}

/* ## The reviewers' queue: disputed events first, then what most reports rest on and the coder is least sure of */

typedef struct queue { uint32_t limit, rows, done, left; } queue;

static bool see_queue(dl_asked *a, uint32_t event, void *context)
{
    queue *q = context;
    if (a->c->reviewed[event] != DL_VERDICT_NONE) q->done++;
    else if (q->left++, q->rows < q->limit) q->rows += event_json(a, event, true);
    return true;
}

dl_status dl_answer_review(dl_asked *a, dl_error *err)
{
    queue q = {.limit = dl_rows_wanted(a, 20, 100)};
    (void)err;
    dl_json_open(&a->json, '{');
    dl_json_key(&a->json, "rows");
    dl_json_open(&a->json, '[');
    walk(a, a->c->orders[DL_ORDER_WORTH], false, see_queue, &q);
    dl_json_close(&a->json, ']');
    dl_int_json(&a->json, "done", q.done);
    dl_int_json(&a->json, "left", q.left);
    dl_json_close(&a->json, '}');
    return DL_OK;
}
