/* process.c - meetings: who was invited, and what each party answered, by the dates of the reports. */
#include "web/answers.h"

static const char cards_sql[] = "SELECT meeting_id, json_object('id', meeting_id, 'place', place, 'country_code', country_code, 'date', date, 'enddate', enddate, 'invited', invited, 'n_reports', n_reports,"
    " 'n_answers', n_answers, 'first_report', first_report, 'last_report', last_report, 'host', json_object('text', host_text, 'id', host_id, 'code', host_code)) FROM meetings"
    " WHERE ?1 IS NULL OR meeting_id = ?1 ORDER BY coalesce(date, first_report), meeting_id";
static const char parties_sql[] =
    "SELECT json_object('party', json_object('text', party, 'name', name, 'id', entity_id, 'code', code, 'sector', sector), 'answers', json_group_array(json_object('answer', answer, 'date', report_date,"
    " 'publisher', source, 'doc_id', doc_id, 'event', group_id, 'quote', quote, 'sentence_text', sentence_text,"
    " 'aux', json(CASE WHEN coalesce(aux, '') = '' THEN '[]' ELSE '[\"' || replace(aux, ' ', '\",\"') || '\"]' END))))"
    " FROM (SELECT a.*, coalesce(a.entity_id, nullif(coalesce(a.code, '') || coalesce('.' || a.sector, ''), ''), a.party) AS k, e.quote, e.sentence_text, e.aux, e.group_id, d.source"
    " FROM attendance a JOIN events e ON e.event_id = a.event_id JOIN documents d ON d.doc_id = a.doc_id WHERE a.meeting_id = ?1 ORDER BY k, a.report_date, a.event_id, a.position)"
    " GROUP BY k ORDER BY count(*) DESC, k";
static const char events_sql[] = "SELECT json_object('id', e.group_id, 'event_id', e.event_id, 'doc_id', e.doc_id, 'date', e.date, 'event', e.event, 'quad_code', e.quad_code, 'n_reports', g.n_reports,"
    " 'n_publishers', g.n_publishers, 'disputed', g.disputed, 'confidence', e.confidence, 'sentence_text', e.sentence_text, 'quote', e.quote, 'start', e.start, 'end', e.\"end\", 'title', d.title,"
    " 'publisher', d.source, 'published', d.date, 'place', e.place, 'answer', e.answer, 'stance', e.stance,"
    " 'mode', json(CASE WHEN coalesce(e.mode, '') = '' THEN '[]' ELSE '[\"' || replace(e.mode, ' ', '\",\"') || '\"]' END),"
    " 'aux', json(CASE WHEN coalesce(e.aux, '') = '' THEN '[]' ELSE '[\"' || replace(e.aux, ' ', '\",\"') || '\"]' END), 'context', json('[]'), 'quantities', json('[]'),"
    " 'actors', json((SELECT json_group_array(json_object('text', text, 'name', name, 'id', entity_id, 'code', code, 'sector', sector)) FROM event_actors p WHERE p.event_id = e.event_id AND role = 'actor')),"
    " 'recipients', json((SELECT json_group_array(json_object('text', text, 'name', name, 'id', entity_id, 'code', code, 'sector', sector)) FROM event_actors p WHERE p.event_id = e.event_id AND role = 'recipient')),"
    " 'claim_source', json_object('text', e.source_text, 'name', e.source_name, 'id', e.source_id, 'code', e.source_code, 'sector', e.source_sector))"
    " FROM (SELECT DISTINCT e.group_id FROM attendance a JOIN events e ON e.event_id = a.event_id WHERE a.meeting_id = ?1 AND e.group_id IS NOT NULL) t"
    " JOIN event_groups g ON g.group_id = t.group_id JOIN events e ON e.event_id = g.first_event JOIN documents d ON d.doc_id = e.doc_id ORDER BY coalesce(e.date, ''), e.group_id LIMIT 200";

static void card_json(dl_asked *a, dl_str id, dl_str card)
{
    if (a->json.more) dl_buf_char(a->json.out, ',');
    dl_buf_add(a->json.out, dl_str_part(card, 0, card.n - 1)); /* its brace stays open */
    a->json.more = true;
    dl_json_key(&a->json, "parties");
    dl_json_rows(a, parties_sql, id, (dl_str){0}, true);
    dl_json_key(&a->json, "events");
    dl_json_rows(a, events_sql, id, (dl_str){0}, true);
    dl_json_close(&a->json, '}');
}

/* The cards of the meetings in `open`, or of the one with this id; how many there were. */
static uint32_t cards(dl_asked *a, const bool *open, dl_str only, uint32_t limit)
{
    sqlite3_stmt *row = NULL;
    uint32_t count = 0;
    if (sqlite3_prepare_v2(a->db, cards_sql, -1, &row, NULL) != SQLITE_OK) return 0;
    if (only.n) sqlite3_bind_text(row, 1, only.p, (int)only.n, SQLITE_STATIC);
    while (sqlite3_step(row) == SQLITE_ROW && count < limit) {
        dl_str id = {(const char *)sqlite3_column_text(row, 0), (size_t)sqlite3_column_bytes(row, 0)};
        dl_str card = {(const char *)sqlite3_column_text(row, 1), (size_t)sqlite3_column_bytes(row, 1)};
        uint32_t word = dl_word_find(&a->c->words, id);
        if (!only.n && !(word && open[word])) continue;
        card_json(a, id, card);
        count++;
    }
    sqlite3_finalize(row);
    return count;
}

dl_status dl_answer_meetings(dl_asked *a, dl_error *err)
{
    bool *open = DL_NEW(a->arena, bool, a->c->words.count + 1);
    if (!open) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    for (uint32_t i = 0; i < a->c->count; i++)
        if (a->c->events[i].meeting && dl_filter_takes(&a->filter, i)) open[a->c->events[i].meeting] = true;
    dl_json_open(&a->json, '{');
    dl_json_key(&a->json, "rows");
    dl_json_open(&a->json, '[');
    cards(a, open, (dl_str){0}, dl_rows_wanted(a, 200, 1000));
    dl_json_close(&a->json, ']');
    dl_json_close(&a->json, '}');
    return DL_OK;
}

dl_status dl_answer_meeting(dl_asked *a, dl_error *err)
{
    (void)err;
    return cards(a, NULL, a->id, 1) ? DL_OK : DL_END;
}
