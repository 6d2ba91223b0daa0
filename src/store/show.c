/* show.c - one event for people: what, who, where, who says what of it, and every report with its sentence. */
#include "store/asker.h"
#include "store/event_read.h"

#include <stdlib.h>

typedef struct sheet { dl_page page; dl_flow flow; } sheet;

static void line(sheet *s, const char *name, dl_str words)
{
    if (words.n == 0) return;
    dl_buf_printf(s->page.out, "  %-11s", name);
    dl_flow_open(&s->flow, &s->page, 13);
    dl_flow_add(&s->flow, DL_INK_PLAIN, words);
    dl_flow_close(&s->flow);
}

static void line_of(sheet *s, const char *name, dl_buf *words)
{
    line(s, name, dl_buf_str(words));
    words->n = 0;
}

static void add_party(dl_buf *out, const dl_out_party *p)
{
    dl_buf_add(out, dl_out_name(p).n ? dl_out_name(p) : DL_LIT("somebody"));
    if (p->code.n + p->sector.n == 0) return;
    dl_buf_printf(out, " (%.*s%s%.*s)", (int)p->code.n, p->code.p ? p->code.p : "", p->sector.n ? "." : "", (int)p->sector.n, p->sector.p ? p->sector.p : "");
    if (p->name.n && p->text.n && !dl_str_eq(p->name, p->text)) dl_buf_printf(out, " \"%.*s\"", (int)p->text.n, p->text.p);
}

static void party_lines(sheet *s, const char *name, const dl_out_party *parties, uint32_t count)
{
    dl_buf words = {0};
    for (uint32_t i = 0; i < count; i++) {
        if (i) DL_BUF_LIT(&words, "; ");
        add_party(&words, &parties[i]);
    }
    line_of(s, name, &words);
    dl_buf_drop(&words);
}

static void what_lines(sheet *s, const dl_out_event *e)
{
    dl_buf words = {0};
    char low[11], high[11];
    dl_buf_add(&words, dl_type_text(e->type));
    for (uint32_t i = 0; i < e->mode_count; i++) dl_join_add(&words, e->modes[i], i ? ", " : " ");
    for (uint32_t i = 0; i < 4; i++)
        if (e->aux >> i & 1) dl_join_add(&words, dl_str_c(dl_aux_names[i]), ", ");
    dl_buf_printf(&words, "; CAMEO %.*s; quad class %d; score ", (int)e->cameo.n, e->cameo.p ? e->cameo.p : "", dl_type_quad(e->type));
    dl_real_add(&words, dl_out_scale(e), 1);
    line_of(s, "what", &words);
    for (uint32_t i = 0; i < e->context_count; i++) dl_join_add(&words, e->contexts[i], ", ");
    line_of(s, "about", &words);
    dl_day_to_text(e->low, low);
    dl_day_to_text(e->high, high);
    dl_buf_add(&words, e->low == DL_DAY_UNKNOWN ? DL_LIT("not known") : dl_str_c(low));
    if (e->high != e->low) dl_buf_printf(&words, " to %s", high);
    line_of(s, "when", &words);
    dl_buf_drop(&words);
}

static void number_words(dl_buf *words, const char *name, const dl_out_number *n)
{
    if (!n->known) return;
    dl_buf_printf(words, "%s%lld", words->n ? ", " : "", (long long)n->low);
    if (n->high < 0) DL_BUF_LIT(words, " or more");
    else if (n->high != n->low) dl_buf_printf(words, " to %lld", (long long)n->high);
    dl_buf_printf(words, " %s", name);
}

static void rest_lines(sheet *s, const dl_out_event *e)
{
    dl_buf words = {0};
    dl_buf_add(&words, e->place.name.n ? e->place.name : e->place.text);
    dl_join_add(&words, e->place.province, ", ");
    dl_join_add(&words, e->place.code, ", ");
    if (e->place.located) {
        DL_BUF_LIT(&words, " at ");
        dl_real_add(&words, e->place.lat, 4);
        DL_BUF_LIT(&words, " ");
        dl_real_add(&words, e->place.lon, 4);
    }
    line_of(s, "where", &words);
    number_words(&words, "dead", &e->dead);
    number_words(&words, "injured", &e->injured);
    number_words(&words, "arrested", &e->arrested);
    line_of(s, "how many", &words);
    if (dl_out_name(&e->source).n || e->stance.n) {
        add_party(&words, &e->source);
        dl_join_add(&words, e->stance, " ");
    }
    line_of(s, "word of", &words);
    dl_buf_add(&words, e->meeting);
    dl_join_add(&words, e->answer, ": ");
    line_of(s, "meeting", &words);
    line(s, "rule", e->rule);
    line(s, "coder", e->coder);
    dl_buf_drop(&words);
}

static void report_lines(sheet *s, const dl_out_report *r, uint32_t number)
{
    dl_buf words = {0};
    dl_buf_add(&words, r->date);
    dl_join_add(&words, r->publisher, "  ");
    dl_join_add(&words, r->title, "  ");
    if (dl_str_is(r->tie, "copy") || dl_str_is(r->tie, "rewrite")) dl_buf_printf(&words, "  (a %.*s)", (int)r->tie.n, r->tie.p);
    dl_buf_printf(s->page.out, "\n%4u  ", (unsigned)number);
    dl_flow_open(&s->flow, &s->page, 6);
    dl_flow_add(&s->flow, DL_INK_BOLD, dl_buf_str(&words));
    dl_flow_close(&s->flow);
    words.n = 0;
    dl_pad_add(s->page.out, 6);
    dl_flow_open(&s->flow, &s->page, 6);
    dl_flow_add(&s->flow, DL_INK_PLAIN, r->sentence_text.n ? r->sentence_text : r->words);
    dl_flow_close(&s->flow);
    dl_buf_printf(&words, "record %.*s, sentence %lld, characters %lld to %lld: \"%.*s\", confidence ", (int)r->event.n, r->event.p ? r->event.p : "", (long long)r->sentence,
                  (long long)r->start, (long long)r->end, (int)r->words.n, r->words.p ? r->words.p : "");
    dl_real_add(&words, r->confidence, 2);
    if (r->moved) DL_BUF_LIT(&words, "; the words do not stand there in the text as it is kept");
    dl_join_add(&words, r->url, "  ");
    dl_pad_add(s->page.out, 6);
    dl_flow_open(&s->flow, &s->page, 6);
    dl_flow_add(&s->flow, DL_INK_FAINT, dl_buf_str(&words));
    dl_flow_close(&s->flow);
    dl_buf_drop(&words);
}

static void write_sheet(const dl_out_event *e, unsigned width, dl_buf *out)
{
    sheet s = {.page = {.out = out, .width = width ? width : 100}};
    dl_buf_printf(out, "event %.*s: 1 event / %u report%s\n\n", (int)e->id.n, e->id.p, (unsigned)e->report_count, e->report_count == 1 ? "" : "s");
    what_lines(&s, e);
    party_lines(&s, "actor", e->actors, e->actor_count);
    party_lines(&s, "recipient", e->recipients, e->recipient_count);
    rest_lines(&s, e);
}

static void write_reports(const dl_out_event *e, unsigned width, dl_buf *out)
{
    sheet s = {.page = {.out = out, .width = width ? width : 100}};
    for (uint32_t i = 0; i < e->kept; i++) report_lines(&s, &e->reports[i], i + 1);
    if (e->kept < e->report_count) dl_buf_printf(out, "\n      and %u more\n", (unsigned)(e->report_count - e->kept));
}

/* Who says what, when there is more than one word of it; number by number, and since when. */
static const char words_sql[] =
    "SELECT who AS \"who says\", code, says, dead, min(date) AS since, count(DISTINCT doc) AS reports FROM ask_words WHERE grp = ?"
    " GROUP BY who, code, says, dead ORDER BY since, who, says, dead LIMIT 40";

static dl_status words_table(dl_asker *a, sqlite3_value *group, dl_error *err)
{
    sqlite3_stmt *s = NULL;
    uint64_t rows;
    if (sqlite3_prepare_v2(a->db, words_sql, -1, &s, NULL) != SQLITE_OK || sqlite3_bind_value(s, 1, group) != SQLITE_OK)
        return dl_fail(err, DL_FORMAT, "The store does not answer as one of this version does: %s.", sqlite3_errmsg(a->db));
    bool several = sqlite3_step(s) == SQLITE_ROW && sqlite3_step(s) == SQLITE_ROW;
    sqlite3_reset(s);
    DL_BUF_LIT(&a->stream.buf, "\n");
    dl_status status = several ? dl_rows_write(s, DL_ROWS_TABLE, a->ask->width, &a->stream, &rows, NULL, NULL, err) : DL_OK;
    sqlite3_finalize(s);
    return status;
}

static bool is_id(const char *id)
{
    size_t n = strlen(id);
    return n >= 4 && n <= 64 && strspn(id, "0123456789abcdef") == n;
}

/* The event whose id begins so, or that has a record whose id does; more than one is told. */
static dl_status find(dl_asker *a, const char *id, sqlite3_stmt **out, dl_error *err)
{
    if (!is_id(id)) return dl_fail(err, DL_USAGE, "\"%s\" is no id of an event: it is at least 4 hexadecimal digits in small letters.", id);
    dl_sql *sql = calloc(1, sizeof *sql);
    dl_buf end = {0};
    if (!sql) return dl_fail(err, DL_NOMEM, "There is no memory for the question.");
    dl_buf_printf(&end, "%sg", id);
    dl_sql_add(sql, "SELECT ");
    dl_sql_add(sql, dl_event_columns);
    dl_sql_add(sql, " FROM ask_events e WHERE e.grp IN (SELECT grp FROM ask_records WHERE record >= ");
    dl_sql_text(sql, dl_str_c(id));
    dl_sql_add(sql, " AND record < ");
    dl_sql_text(sql, dl_buf_str(&end));
    dl_sql_add(sql, " UNION ALL SELECT grp FROM ask_records WHERE printed >= ");
    dl_sql_text(sql, dl_str_c(id));
    dl_sql_add(sql, " AND printed < ");
    dl_sql_text(sql, dl_buf_str(&end));
    dl_sql_add(sql, " UNION ALL SELECT grp FROM ask_events WHERE id >= ");
    dl_sql_text(sql, dl_str_c(id));
    dl_sql_add(sql, " AND id < ");
    dl_sql_text(sql, dl_buf_str(&end));
    dl_sql_add(sql, ") LIMIT 2");
    dl_status status = dl_sql_prepare(a, sql, out, err);
    dl_sql_drop(sql);
    dl_buf_drop(&end);
    free(sql);
    return status;
}

static dl_status write_event(dl_asker *a, dl_event_reader *reader, sqlite3_stmt *row, dl_error *err)
{
    const dl_out_event *e = dl_event_read(reader, row);
    write_sheet(e, a->ask->width, &a->stream.buf);
    DL_TRY(words_table(a, sqlite3_column_value(row, DL_EVENT_GROUP), err));
    write_reports(e, a->ask->width, &a->stream.buf);
    return DL_OK;
}

static dl_status show(dl_asker *a, const char *id, dl_error *err)
{
    sqlite3_stmt *statement = NULL;
    dl_event_reader reader;
    dl_status status = find(a, id, &statement, err);
    if (status == DL_OK && sqlite3_step(statement) != SQLITE_ROW) status = dl_fail(err, DL_USAGE, "The store has no event %s.", id);
    if (status == DL_OK) {
        status = dl_event_reader_open(&reader, a->db, err);
        if (status == DL_OK) status = write_event(a, &reader, statement, err);
        dl_event_reader_close(&reader);
    }
    if (status == DL_OK && sqlite3_step(statement) == SQLITE_ROW) status = dl_fail(err, DL_USAGE, "More than one event begins with %s; give more of the id.", id);
    sqlite3_finalize(statement);
    return status == DL_OK ? dl_stream_push(&a->stream, true, err) : status;
}

dl_status dl_store_show(const char *store, const char *id, const dl_ask *ask, const dl_sink *sink, dl_error *err)
{
    dl_asker a;
    dl_status status = dl_asker_open(&a, store, ask, sink, err);
    bool meeting = false;
    if (status == DL_OK) status = dl_meeting_show(&a, id, &meeting, err);
    if (status == DL_OK && !meeting) status = show(&a, id, err);
    dl_asker_close(&a);
    return status;
}
