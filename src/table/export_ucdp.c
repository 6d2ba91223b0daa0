/* export_ucdp.c - UCDP GED: comma-separated, header; 49 columns as since version 20, or 42 as in 19.1. Only acts of violence with known deaths. */
#include "table/formats.h"

#include <math.h>

typedef enum what {
    ID, RELID, YEAR, ACTIVE, STATUS, TYPE, NUMBER, CONFLICT, DYAD, SIDE_A, SIDE_B, GWNO_A, GWNO_B, SOURCES, ARTICLE, OFFICE, SOURCE_DATE, HEADLINE, ORIGINAL,
    WHERE_PREC, PLACE, DESCRIPTION, ADM_1, ADM_2, LATITUDE, LONGITUDE, WKT, CELL, COUNTRY, COUNTRY_ID, REGION, CLARITY, DATE_PREC, START, END,
    DEATHS_SIDE, DEATHS_UNKNOWN, BEST, HIGH, LOW
} what;

/* Names and types for readers, and in step what fills each column. */
static const dl_column columns[] = {
    {"id", "integer"}, {"relid", "string"}, {"year", "integer"}, {"active_year", "integer"}, {"code_status", "string"}, {"type_of_violence", "integer"},
    {"conflict_dset_id", "integer"}, {"conflict_new_id", "integer"}, {"conflict_name", "string"}, {"dyad_dset_id", "integer"}, {"dyad_new_id", "integer"},
    {"dyad_name", "string"}, {"side_a_dset_id", "integer"}, {"side_a_new_id", "integer"}, {"side_a", "string"}, {"side_b_dset_id", "integer"},
    {"side_b_new_id", "integer"}, {"side_b", "string"}, {"number_of_sources", "integer"}, {"source_article", "string"}, {"source_office", "string"},
    {"source_date", "string"}, {"source_headline", "string"}, {"source_original", "string"}, {"where_prec", "integer"}, {"where_coordinates", "string"},
    {"where_description", "string"}, {"adm_1", "string"}, {"adm_2", "string"}, {"latitude", "number"}, {"longitude", "number"}, {"geom_wkt", "string"},
    {"priogrid_gid", "integer"}, {"country", "string"}, {"country_id", "integer"}, {"region", "string"}, {"event_clarity", "integer"},
    {"date_prec", "integer"}, {"date_start", "string"}, {"date_end", "string"}, {"deaths_a", "integer"}, {"deaths_b", "integer"},
    {"deaths_civilians", "integer"}, {"deaths_unknown", "integer"}, {"best", "integer"}, {"high", "integer"}, {"low", "integer"}, {"gwnoa", "integer"},
    {"gwnob", "integer"},
};
static const uint8_t fills[] = {
    ID, RELID, YEAR, ACTIVE, STATUS, TYPE, NUMBER, NUMBER, CONFLICT, NUMBER, NUMBER, DYAD, NUMBER, NUMBER, SIDE_A, NUMBER, NUMBER, SIDE_B, SOURCES, ARTICLE,
    OFFICE, SOURCE_DATE, HEADLINE, ORIGINAL, WHERE_PREC, PLACE, DESCRIPTION, ADM_1, ADM_2, LATITUDE, LONGITUDE, WKT, CELL, COUNTRY, COUNTRY_ID, REGION, CLARITY,
    DATE_PREC, START, END, DEATHS_SIDE, DEATHS_SIDE, DEATHS_SIDE, DEATHS_UNKNOWN, BEST, HIGH, LOW, GWNO_A, GWNO_B,
};
static const dl_column columns_19[] = {
    {"id", "integer"}, {"year", "integer"}, {"active_year", "integer"}, {"type_of_violence", "integer"}, {"conflict_new_id", "integer"},
    {"conflict_name", "string"}, {"dyad_new_id", "integer"}, {"dyad_name", "string"}, {"side_a_new_id", "integer"}, {"gwnoa", "integer"}, {"side_a", "string"},
    {"side_b_new_id", "integer"}, {"gwnob", "integer"}, {"side_b", "string"}, {"number_of_sources", "integer"}, {"source_article", "string"},
    {"source_office", "string"}, {"source_date", "string"}, {"source_headline", "string"}, {"source_original", "string"}, {"where_prec", "integer"},
    {"where_coordinates", "string"}, {"adm_1", "string"}, {"adm_2", "string"}, {"latitude", "number"}, {"longitude", "number"}, {"geom_wkt", "string"},
    {"priogrid_gid", "integer"}, {"country", "string"}, {"country_id", "integer"}, {"region", "string"}, {"event_clarity", "integer"},
    {"date_prec", "integer"}, {"date_start", "string"}, {"date_end", "string"}, {"deaths_a", "integer"}, {"deaths_b", "integer"},
    {"deaths_civilians", "integer"}, {"deaths_unknown", "integer"}, {"low", "integer"}, {"best", "integer"}, {"high", "integer"},
};
static const uint8_t fills_19[] = {
    ID, YEAR, ACTIVE, TYPE, NUMBER, CONFLICT, NUMBER, DYAD, NUMBER, GWNO_A, SIDE_A, NUMBER, GWNO_B, SIDE_B, SOURCES, ARTICLE, OFFICE, SOURCE_DATE, HEADLINE,
    ORIGINAL, WHERE_PREC, PLACE, ADM_1, ADM_2, LATITUDE, LONGITUDE, WKT, CELL, COUNTRY, COUNTRY_ID, REGION, CLARITY, DATE_PREC, START, END, DEATHS_SIDE,
    DEATHS_SIDE, DEATHS_SIDE, DEATHS_UNKNOWN, LOW, BEST, HIGH,
};
_Static_assert(DL_COUNT(fills) == DL_COUNT(columns) && DL_COUNT(fills_19) == DL_COUNT(columns_19), "one filler a column");

/* ## Sides */

static const dl_out_party *side_b(const dl_out_event *e) { return dl_pair_recipient(e, e->recipient_count ? 0 : e->actor_count > 1 ? DL_MAX_PARTIES + 1 : DL_NONE); }

static bool is_state(const dl_export *x, const dl_out_party *p)
{
    const dl_code_row *row = dl_codes_get(x->codes, p->code, DL_DAY_UNKNOWN);
    return row && row->gw && dl_str_has_word(DL_LIT("GOV MIL COP SPY LEG JUD"), p->sector);
}

static bool is_armed_group(const dl_out_party *p) { return dl_str_has_word(DL_LIT("REB PRM UAF CRM"), p->sector) || dl_str_is(p->code, "IMG"); }

/* 1 a state against another state or an armed group, 2 armed groups against each other, 3 civilians as victims, 0 cannot be told. */
static int violence(const dl_export *x, const dl_out_event *e)
{
    const dl_out_party *a = dl_pair_actor(e, 0), *b = side_b(e);
    bool state_a = is_state(x, a), state_b = is_state(x, b), group_a = is_armed_group(a), group_b = is_armed_group(b);
    if ((state_a && (state_b || group_b)) || (group_a && state_b)) return 1;
    if (group_a && group_b) return 2;
    if ((state_a || group_a) && b->sector.n && !state_b) return 3;
    return 0;
}

static void add_side(dl_export *x, dl_buf *out, const dl_out_party *p, int32_t day)
{
    const dl_code_row *row = dl_codes_get(x->codes, p->code, day);
    if (is_state(x, p) && row) dl_buf_printf(out, "Government of %.*s", (int)row->name.n, row->name.p);
    else dl_buf_add(out, dl_out_name(p));
}

static void side_cells(dl_export *x, const dl_out_event *e, what which)
{
    const dl_out_party *a = dl_pair_actor(e, 0), *b = side_b(e), *p = which == GWNO_A ? a : b;
    const dl_code_row *row = dl_codes_get(x->codes, p->code, e->low);
    dl_buf cell = {0};
    if (which == GWNO_A || which == GWNO_B) {
        if (is_state(x, p) && row && row->gw) dl_buf_printf(&cell, "%d", (int)row->gw);
    } else {
        if (which != SIDE_B) add_side(x, &cell, a, e->low);
        if (which == DYAD) DL_BUF_LIT(&cell, " - ");
        if (which != SIDE_A) add_side(x, &cell, b, e->low);
    }
    dl_cell_buf(x, &cell);
    dl_buf_drop(&cell);
}

/* ## Sources, place, time, deaths */

static void source_cell(dl_export *x, const dl_out_event *e, what which)
{
    dl_buf list = {0};
    for (uint32_t i = 0; i < e->kept; i++) {
        const dl_out_report *r = &e->reports[i];
        if (i) dl_buf_char(&list, ';');
        if (which == OFFICE) dl_buf_add(&list, r->publisher);
        else if (which == SOURCE_DATE) dl_buf_add(&list, r->date);
        else if (which == HEADLINE) dl_buf_add(&list, r->title);
        else dl_buf_printf(&list, "%.*s,%.*s,%.*s", (int)r->publisher.n, r->publisher.p ? r->publisher.p : "", (int)r->date.n, r->date.p ? r->date.p : "",
                           (int)r->title.n, r->title.p ? r->title.p : "");
    }
    dl_cell_buf(x, &list);
    dl_buf_drop(&list);
}

static dl_str region(int32_t gw)
{
    if (gw < 200) return DL_LIT("Americas");
    if (gw < 400) return DL_LIT("Europe");
    if (gw == 651 || gw == 640 || (gw >= 630 && gw < 700)) return DL_LIT("Middle East");
    return gw < 630 ? DL_LIT("Africa") : DL_LIT("Asia");
}

static void country_cell(dl_export *x, const dl_out_event *e, what which)
{
    const dl_code_row *row = dl_codes_get(x->codes, e->place.code, e->low);
    if (!row || (which != COUNTRY && row->gw == 0)) dl_cell_none(x, 1);
    else if (which == COUNTRY) dl_cell_str(x, row->name);
    else if (which == COUNTRY_ID) dl_cell_int(x, row->gw);
    else dl_cell_str(x, region(row->gw));
}

/* 1 exact, 3 district, 4 province, 6 country. */
static int where_precision(const dl_out_place *p)
{
    static const int by_resolution[] = {6, 6, 4, 3, 1, 1};
    int resolution = dl_place_resolution(p->feature);
    return resolution == 0 && p->located ? 2 : by_resolution[resolution];
}

static void point_cell(dl_export *x, const dl_out_place *p, what which)
{
    if (!p->located) {
        dl_cell_none(x, 1);
    } else if (which == LATITUDE || which == LONGITUDE) {
        dl_cell_real(x, which == LATITUDE ? p->lat : p->lon, 6);
    } else if (which == CELL) { /* half degrees, 720 a row, from the south-west corner, counted from 1 */
        dl_cell_int(x, (int64_t)floor((p->lat + 90) * 2) * 720 + (int64_t)floor((p->lon + 180) * 2) + 1);
    } else {
        dl_buf cell = {0};
        DL_BUF_LIT(&cell, "POINT (");
        dl_real_add(&cell, p->lon, 6);
        dl_buf_char(&cell, ' ');
        dl_real_add(&cell, p->lat, 6);
        dl_buf_char(&cell, ')');
        dl_cell_buf(x, &cell);
        dl_buf_drop(&cell);
    }
}

static void place_cell(dl_export *x, const dl_out_event *e, what which)
{
    const dl_out_place *p = &e->place;
    int resolution = dl_place_resolution(p->feature);
    dl_str name = p->name.n ? p->name : p->text;
    if (which == WHERE_PREC) dl_cell_int(x, where_precision(p));
    else if (which == PLACE) dl_cell_str(x, name);
    else if (which == DESCRIPTION) dl_cell_str(x, p->text);
    else if (which == ADM_1) dl_cell_str(x, resolution == 2 ? name : p->province);
    else if (which == ADM_2) dl_cell_str(x, resolution == 3 ? name : (dl_str){0});
    else point_cell(x, p, which);
}

/* 1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer. */
static int date_precision(const dl_out_event *e)
{
    int32_t days = e->high - e->low + 1;
    return days <= 1 ? 1 : days < 7 ? 2 : days == 7 ? 3 : days <= 31 ? 4 : 5;
}

static void time_cell(dl_export *x, const dl_out_event *e, what which)
{
    char day[11];
    int year, month, mday;
    dl_buf cell = {0};
    dl_day_to_ymd(e->low, &year, &month, &mday);
    dl_day_to_text(which == END ? e->high : e->low, day);
    if (which == YEAR) dl_cell_int(x, year);
    else if (which == DATE_PREC) dl_cell_int(x, date_precision(e));
    else {
        dl_buf_printf(&cell, "%s 00:00:00.000", day);
        dl_cell_buf(x, &cell);
    }
    dl_buf_drop(&cell);
}

static void fill(dl_export *x, const dl_out_event *e, what which)
{
    int type = violence(x, e);
    switch (which) {
    case ID: dl_cell_int(x, dl_out_number_of(e->id, 53)); break;
    case STATUS: dl_cell_str(x, DL_LIT("Check")); break;
    case TYPE: if (type) dl_cell_int(x, type); else dl_cell_none(x, 1); break;
    case DYAD: case SIDE_A: case SIDE_B: case GWNO_A: case GWNO_B: side_cells(x, e, which); break;
    case SOURCES: dl_cell_int(x, e->publisher_count); break;
    case ARTICLE: case OFFICE: case SOURCE_DATE: case HEADLINE: source_cell(x, e, which); break;
    case ORIGINAL: dl_cell_str(x, dl_out_name(&e->source)); break;
    case WHERE_PREC: case PLACE: case DESCRIPTION: case ADM_1: case ADM_2: case LATITUDE: case LONGITUDE: case WKT: case CELL: place_cell(x, e, which); break;
    case COUNTRY: case COUNTRY_ID: case REGION: country_cell(x, e, which); break;
    case CLARITY: dl_cell_int(x, e->low == e->high ? 1 : 2); break;
    case YEAR: case DATE_PREC: case START: case END: time_cell(x, e, which); break;
    case DEATHS_SIDE: dl_cell_int(x, 0); break;
    case DEATHS_UNKNOWN: case BEST: case LOW: dl_cell_int(x, e->dead.low); break;
    case HIGH: dl_cell_int(x, e->dead.high < e->dead.low ? e->dead.low : e->dead.high); break;
    case RELID: case ACTIVE: case NUMBER: case CONFLICT: dl_cell_none(x, 1); break;
    }
}

/* Whose dead they are is not known, so all are `deaths_unknown`. */
static void write(dl_export *x, const dl_out_event *e, const uint8_t *how)
{
    if (e->type != DL_TYPE_ASSAULT || !e->dead.known || e->dead.low < 1) return;
    for (uint32_t i = 0; i < x->format->column_count; i++) fill(x, e, (what)how[i]);
    dl_row_end(x, e, DL_NONE, DL_NONE);
}

static void write_now(dl_export *x, const dl_out_event *e) { write(x, e, fills); }
static void write_19(dl_export *x, const dl_out_event *e) { write(x, e, fills_19); }

const dl_format dl_format_ucdp_ged = {.name = "ucdp-ged", .version = "UCDP GED 25.1, 49 columns", .file = "GEDEvent_v25_1.csv", .columns = columns,
    .column_count = DL_COUNT(columns), .separator = ',', .header = true, .quoted = true, .event = write_now};
const dl_format dl_format_ucdp_ged_19 = {.name = "ucdp-ged@19.1", .version = "UCDP GED 19.1, 42 columns", .file = "ged191.csv", .columns = columns_19,
    .column_count = DL_COUNT(columns_19), .separator = ',', .header = true, .quoted = true, .event = write_19};
