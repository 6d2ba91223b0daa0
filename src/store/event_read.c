/* event_read.c - one event of a store, whole: its fields, parties and reports as a dl_out_event. */
#include "store/event_read.h"

#include <stdlib.h>

static const char parties_sql[] =
    "SELECT role, text, name, id, code, sector, other_sectors, office, start FROM ask_parties WHERE rid = ? ORDER BY role, position";
static const char reports_sql[] =
    "SELECT record, doc, publisher, title, url, date, language, sentence_text, words, sentence, start, end, length, confidence, tie, stands "
    "FROM ask_reports WHERE grp = ? ORDER BY date, doc, record LIMIT 64";
static const char sizes_sql[] = "SELECT kind, low, high FROM ask_sizes WHERE key = ?";

const char dl_event_columns[] =
    "e.rid, e.key, e.grp, e.id, e.date, e.enddate, e.precision, e.type, e.mode, e.context, e.aux, e.cameo, e.place_text, e.place, e.country, e.province, e.feature, "
    "e.lat, e.lon, e.source_text, e.source_name, e.source_id, e.source_code, e.source_sector, e.stance, e.meeting, e.answer, e.rule, e.coder, "
    "e.n_reports, e.n_publishers";
enum {
    RID, KEY, GROUP, ID, DATE, ENDDATE, PRECISION, TYPE, MODE, CONTEXT, AUX, CAMEO, PLACE_TEXT, PLACE, COUNTRY, PROVINCE, FEATURE, LAT, LON, SOURCE_TEXT, SOURCE_NAME,
    SOURCE_ID, SOURCE_CODE, SOURCE_SECTOR, STANCE, MEETING, ANSWER, RULE, CODER, N_REPORTS, N_PUBLISHERS
};

dl_status dl_event_reader_open(dl_event_reader *r, sqlite3 *db, dl_error *err)
{
    static const char *const sql[] = {parties_sql, reports_sql, sizes_sql};
    sqlite3_stmt **const statements[] = {&r->parties, &r->reports, &r->sizes};
    *r = (dl_event_reader){0};
    r->arena = dl_arena_new(0);
    r->event = calloc(1, sizeof *r->event);
    if (!r->arena || !r->event) return dl_fail(err, DL_NOMEM, "There is no memory for an event.");
    for (int i = 0; i < 3; i++)
        if (sqlite3_prepare_v2(db, sql[i], -1, statements[i], NULL) != SQLITE_OK)
            return dl_fail(err, DL_FORMAT, "The store does not answer as one of this version does: %s.", sqlite3_errmsg(db));
    return DL_OK;
}

void dl_event_reader_close(dl_event_reader *r)
{
    sqlite3_finalize(r->parties);
    sqlite3_finalize(r->reports);
    sqlite3_finalize(r->sizes);
    dl_arena_free(r->arena);
    free(r->event);
}

/* ## Cells */

static dl_str text(dl_event_reader *r, sqlite3_stmt *s, int column)
{
    const char *p = (const char *)sqlite3_column_text(s, column);
    return p ? dl_arena_str(r->arena, (dl_str){p, (size_t)sqlite3_column_bytes(s, column)}) : (dl_str){0};
}

static int64_t number(sqlite3_stmt *s, int column, int64_t unknown)
{
    return sqlite3_column_type(s, column) == SQLITE_NULL ? unknown : sqlite3_column_int64(s, column);
}

static uint32_t words(dl_str list, dl_str *out, uint32_t room)
{
    uint32_t count = 0;
    while (list.n && count < room) {
        dl_str word = dl_str_cut(&list, ' ');
        if (word.n) out[count++] = word;
    }
    return count;
}

static void read_what(dl_out_event *e, dl_str type, dl_str aux)
{
    for (int i = 0; i < DL_TYPE_COUNT; i++)
        if (dl_str_eq(dl_type_text((dl_type)i), type)) e->type = (dl_type)i;
    for (uint32_t i = 0; i < 4; i++)
        if (dl_str_has_word(aux, dl_str_c(dl_aux_names[i]))) e->aux |= 1u << i;
}

static dl_precision precision_of(dl_str s)
{
    for (int i = DL_PRECISION_UNKNOWN; i <= DL_PRECISION_YEAR; i++)
        if (dl_str_eq(dl_precision_text((dl_precision)i), s)) return (dl_precision)i;
    return DL_PRECISION_UNKNOWN;
}

static void read_place(dl_event_reader *r, sqlite3_stmt *s, dl_out_place *p)
{
    *p = (dl_out_place){.text = text(r, s, PLACE_TEXT), .name = text(r, s, PLACE), .code = text(r, s, COUNTRY), .province = text(r, s, PROVINCE),
                        .feature = text(r, s, FEATURE)};
    p->located = sqlite3_column_type(s, LAT) != SQLITE_NULL && sqlite3_column_type(s, LON) != SQLITE_NULL;
    p->lat = sqlite3_column_double(s, LAT);
    p->lon = sqlite3_column_double(s, LON);
}

/* ## What belongs to it */

static bool each(sqlite3_stmt *s, sqlite3_value *key)
{
    sqlite3_reset(s);
    return sqlite3_bind_value(s, 1, key) == SQLITE_OK;
}

static void read_parties(dl_event_reader *r, sqlite3_value *key)
{
    sqlite3_stmt *s = r->parties;
    dl_out_event *e = r->event;
    if (!each(s, key)) return;
    while (sqlite3_step(s) == SQLITE_ROW) {
        bool actor = dl_str_is(text(r, s, 0), "actor");
        uint32_t *count = actor ? &e->actor_count : &e->recipient_count;
        if (*count == DL_MAX_PARTIES) continue;
        (actor ? e->actors : e->recipients)[(*count)++] = (dl_out_party){.text = text(r, s, 1), .name = text(r, s, 2), .id = text(r, s, 3), .code = text(r, s, 4),
            .sector = text(r, s, 5), .other_sectors = text(r, s, 6), .office = text(r, s, 7), .start = number(s, 8, -1)};
    }
}

static void read_reports(dl_event_reader *r, sqlite3_value *group)
{
    sqlite3_stmt *s = r->reports;
    dl_out_event *e = r->event;
    if (!each(s, group)) return;
    while (e->kept < DL_OUT_REPORTS && sqlite3_step(s) == SQLITE_ROW)
        e->reports[e->kept++] = (dl_out_report){.event = text(r, s, 0), .doc = text(r, s, 1), .publisher = text(r, s, 2), .title = text(r, s, 3), .url = text(r, s, 4),
            .date = text(r, s, 5), .language = text(r, s, 6), .sentence_text = text(r, s, 7), .words = text(r, s, 8), .sentence = number(s, 9, 0),
            .start = number(s, 10, 0), .end = number(s, 11, 0), .length = number(s, 12, -1), .confidence = sqlite3_column_double(s, 13), .tie = text(r, s, 14), .moved = number(s, 15, 1) == 0};
}

static void read_sizes(dl_event_reader *r, sqlite3_value *key)
{
    sqlite3_stmt *s = r->sizes;
    dl_out_event *e = r->event;
    if (!each(s, key)) return;
    while (sqlite3_step(s) == SQLITE_ROW) {
        dl_str kind = text(r, s, 0);
        dl_out_number *n = dl_str_is(kind, "dead") ? &e->dead : dl_str_is(kind, "injured") ? &e->injured : dl_str_is(kind, "arrested") ? &e->arrested : NULL;
        if (n && !n->known && sqlite3_column_type(s, 1) != SQLITE_NULL) *n = (dl_out_number){number(s, 1, 0), number(s, 2, -1), true};
    }
}

const dl_out_event *dl_event_read(dl_event_reader *r, sqlite3_stmt *s)
{
    dl_out_event *e = r->event;
    dl_arena_reset(r->arena);
    *e = (dl_out_event){.id = text(r, s, ID), .cameo = text(r, s, CAMEO), .stance = text(r, s, STANCE), .meeting = text(r, s, MEETING), .answer = text(r, s, ANSWER),
                        .rule = text(r, s, RULE), .coder = text(r, s, CODER), .report_count = (uint32_t)number(s, N_REPORTS, 1),
                        .publisher_count = (uint32_t)number(s, N_PUBLISHERS, 1)};
    e->low = dl_day_from_text(text(r, s, DATE));
    e->high = dl_day_from_text(text(r, s, ENDDATE));
    if (e->high == DL_DAY_UNKNOWN || e->high < e->low) e->high = e->low;
    e->precision = precision_of(text(r, s, PRECISION));
    read_what(e, text(r, s, TYPE), text(r, s, AUX));
    e->mode_count = words(text(r, s, MODE), e->modes, DL_COUNT(e->modes));
    e->context_count = words(text(r, s, CONTEXT), e->contexts, DL_COUNT(e->contexts));
    read_place(r, s, &e->place);
    e->source = (dl_out_party){.text = text(r, s, SOURCE_TEXT), .name = text(r, s, SOURCE_NAME), .id = text(r, s, SOURCE_ID), .code = text(r, s, SOURCE_CODE),
                               .sector = text(r, s, SOURCE_SECTOR), .start = -1};
    read_parties(r, sqlite3_column_value(s, RID));
    read_sizes(r, sqlite3_column_value(s, KEY));
    read_reports(r, sqlite3_column_value(s, GROUP));
    return e;
}
