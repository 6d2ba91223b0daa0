/* corrections.c - what reviewers say stands beside what the machine said, never in its place: one row a field, in the frame `corrections`.
 * The verdict on the whole record has the field "record": accept, fix or reject. */
#include "web/answers.h"

static const char insert_sql[] =
    "INSERT INTO corrections(correction_id, event_id, record_id, field, old, new, reason, reviewer, at, coder)"
    " SELECT lower(hex(randomblob(8))), e.event_id, e.record_id, substr(json_extract(?2, '$.field'), 1, 64), json_extract(?2, '$.old'), json_extract(?2, '$.new'), json_extract(?2, '$.reason'),"
    " json_extract(?2, '$.reviewer'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), e.coder FROM events e WHERE e.event_id = ?1"
    " RETURNING json_object('correction_id', correction_id, 'event_id', event_id, 'field', field, 'old', old, 'new', new, 'reason', reason, 'reviewer', reviewer, 'at', at)";
static const char read_sql[] = "SELECT json_valid(?1), CASE WHEN json_valid(?1) THEN json_extract(?1, '$.event_id') END, CASE WHEN json_valid(?1) THEN json_type(?1, '$.field') END,"
    " CASE WHEN json_valid(?1) THEN json_extract(?1, '$.undo') END";
static const char gold_sql[] =
    "SELECT json_object('id', e.group_id, 'record_id', e.record_id, 'doc_id', e.doc_id, 'verdict', ?2, 'machine', json_object('event', e.event, 'mode', e.mode, 'date', e.date, 'aux', e.aux, 'cameo', e.cameo,"
    " 'place', e.place, 'stance', e.stance,"
    " 'actors', json((SELECT json_group_array(json_object('text', text, 'code', code, 'sector', sector, 'start', start, 'end', \"end\")) FROM event_actors p WHERE p.event_id = e.event_id AND role = 'actor')),"
    " 'recipients', json((SELECT json_group_array(json_object('text', text, 'code', code, 'sector', sector, 'start', start, 'end', \"end\")) FROM event_actors p WHERE p.event_id = e.event_id AND role = 'recipient'))),"
    " 'fixed', json((SELECT json_group_object(field, new) FROM (SELECT field, new FROM corrections c WHERE c.event_id = e.event_id AND field <> 'record' ORDER BY at, correction_id))),"
    " 'sentence', e.sentence_text, 'quote', e.quote, 'start', e.start, 'end', e.\"end\", 'coder', e.coder,"
    " 'corrections', json((SELECT json_group_array(json_object('field', field, 'old', old, 'new', new, 'reason', reason, 'reviewer', reviewer, 'at', at)) FROM"
    " (SELECT * FROM corrections c WHERE c.event_id = e.event_id ORDER BY at, correction_id)))) FROM events e WHERE e.event_id = ?1";

dl_status dl_answer_gold(dl_asked *a, dl_error *err)
{
    (void)err;
    for (uint32_t i = 0; i < a->c->count; i++) {
        if (a->c->reviewed[i] == DL_VERDICT_NONE || !dl_filter_takes(&a->filter, i)) continue;
        a->json.more = false;
        if (dl_json_rows(a, gold_sql, a->c->events[i].first, dl_str_c(dl_verdict_names[a->c->reviewed[i]]), false)) dl_buf_char(a->json.out, '\n');
    }
    return DL_OK;
}

dl_status dl_answer_codebook(dl_asked *a, dl_error *err)
{
    dl_buf text = {0};
    dl_status status = dl_codebook(a->data, NULL, &text, err);
    if (status == DL_OK) {
        dl_json_open(&a->json, '{');
        dl_text_json(&a->json, "markdown", dl_buf_str(&text));
        dl_json_close(&a->json, '}');
    }
    dl_buf_drop(&text);
    return status;
}

/* The event that the body names, DL_NONE for none; whether all that was said of it is to be taken back. */
static uint32_t read_body(dl_asked *a, sqlite3 *db, dl_str body, bool *undo)
{
    sqlite3_stmt *row = NULL;
    uint32_t event = DL_NONE;
    *undo = false;
    if (sqlite3_prepare_v2(db, read_sql, -1, &row, NULL) == SQLITE_OK && sqlite3_bind_text(row, 1, body.p, (int)body.n, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW &&
        sqlite3_column_int(row, 0) && sqlite3_column_type(row, 1) == SQLITE_TEXT) {
        const uint32_t *known = dl_map_get(a->c->by_id, (dl_str){(const char *)sqlite3_column_text(row, 1), (size_t)sqlite3_column_bytes(row, 1)});
        const char *field = (const char *)sqlite3_column_text(row, 2);
        *undo = sqlite3_column_int(row, 3) == 1;
        if (known && (*undo || (field && !strcmp(field, "text")))) event = *known;
    }
    sqlite3_finalize(row);
    return event;
}

static dl_status write_one(dl_asked *a, sqlite3 *writer, uint32_t event, dl_str body, bool undo, dl_error *err)
{
    sqlite3_stmt *row = NULL;
    dl_str id = a->c->events[event].first;
    bool well = sqlite3_prepare_v2(writer, undo ? "DELETE FROM corrections WHERE event_id = ?1" : insert_sql, -1, &row, NULL) == SQLITE_OK &&
                sqlite3_bind_text(row, 1, id.p, (int)id.n, SQLITE_STATIC) == SQLITE_OK && (undo || sqlite3_bind_text(row, 2, body.p, (int)body.n, SQLITE_STATIC) == SQLITE_OK);
    int step = well ? sqlite3_step(row) : SQLITE_ERROR;
    if (step == SQLITE_ROW) {
        dl_buf_add(a->json.out, (dl_str){(const char *)sqlite3_column_text(row, 0), (size_t)sqlite3_column_bytes(row, 0)});
        step = sqlite3_step(row);
    }
    sqlite3_finalize(row);
    if (step != SQLITE_DONE) return dl_fail(err, DL_IO, "The correction could not be kept: %s.", sqlite3_errmsg(writer));
    if (undo) dl_buf_printf(a->json.out, "{\"undone\":%d}", sqlite3_changes(writer));
    dl_columns_review(a->c, writer, event);
    return DL_OK;
}

dl_status dl_correct(dl_asked *a, sqlite3 *writer, dl_str body, dl_error *err)
{
    bool undo;
    uint32_t event = read_body(a, writer, body, &undo);
    if (event == DL_NONE) return dl_fail(err, DL_USAGE, "This is no correction of an event that is here: it takes event_id, field and new.");
    return write_one(a, writer, event, body, undo, err);
}
