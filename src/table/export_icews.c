/* export_icews.c - ICEWS (20 columns, header) and Phoenix (26, no header): tab-separated, one row an event and pair of parties. */
#include "table/formats.h"

/* ## ICEWS */

static const dl_column icews_columns[] = {
    {"Event ID", "integer"}, {"Event Date", "date"}, {"Source Name", "string"}, {"Source Sectors", "string"}, {"Source Country", "string"},
    {"Event Text", "string"}, {"CAMEO Code", "string"}, {"Intensity", "number"}, {"Target Name", "string"}, {"Target Sectors", "string"},
    {"Target Country", "string"}, {"Story ID", "integer"}, {"Sentence Number", "integer"}, {"Publisher", "string"}, {"City", "string"},
    {"District", "string"}, {"Province", "string"}, {"Country", "string"}, {"Latitude", "number"}, {"Longitude", "number"},
};

static dl_str country_name(const dl_export *x, dl_str code)
{
    const dl_code_row *row = dl_codes_get(x->codes, code, DL_DAY_UNKNOWN);
    return row ? row->name : (dl_str){0};
}

static void icews_party(dl_export *x, const dl_out_party *p)
{
    dl_buf sectors = {0};
    dl_str rest = p->other_sectors;
    dl_cell_str(x, dl_out_name(p));
    dl_join_add(&sectors, dl_sector_words(p->sector), ",");
    while (rest.n) dl_join_add(&sectors, dl_sector_words(dl_str_cut(&rest, ' ')), ",");
    dl_cell_buf(x, &sectors);
    dl_buf_drop(&sectors);
    dl_cell_str(x, country_name(x, p->code));
}

static void coordinates(dl_export *x, const dl_out_place *p)
{
    if (p->located) {
        dl_cell_real(x, p->lat, 5);
        dl_cell_real(x, p->lon, 5);
    } else {
        dl_cell_none(x, 2);
    }
}

static void icews_row(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient)
{
    const dl_out_report *first = &e->reports[0];
    int resolution = dl_place_resolution(e->place.feature);
    dl_str place = e->place.name.n ? e->place.name : e->place.text;
    dl_buf words = {0};
    dl_event_words(&words, e);
    dl_cell_int(x, (int64_t)x->rows + 1);
    dl_cell_day(x, e->low);
    icews_party(x, dl_pair_actor(e, actor));
    dl_cell_buf(x, &words);
    dl_buf_drop(&words);
    dl_cell_str(x, e->cameo);
    dl_cell_real(x, dl_out_scale(e), 1);
    icews_party(x, dl_pair_recipient(e, recipient));
    dl_cell_int(x, e->kept ? dl_out_number_of(first->doc, 31) : 0);
    dl_cell_int(x, e->kept ? first->sentence : 0);
    dl_cell_str(x, e->kept ? first->publisher : (dl_str){0});
    dl_cell_str(x, resolution >= 4 ? place : (dl_str){0});
    dl_cell_str(x, resolution == 3 ? place : (dl_str){0});
    dl_cell_str(x, resolution == 2 ? place : e->place.province);
    dl_cell_str(x, country_name(x, e->place.code));
    coordinates(x, &e->place);
    dl_row_end(x, e, actor, recipient);
}

static void icews(dl_export *x, const dl_out_event *e)
{
    dl_pairs_each(x, e, icews_row);
}

const dl_format dl_format_icews = {.name = "icews", .version = "ICEWS event data, 20 columns", .file = "events.tab", .columns = icews_columns,
    .column_count = DL_COUNT(icews_columns), .separator = '\t', .header = true, .event = icews};

/* ## Phoenix */

static const dl_column phoenix_columns[] = {
    {"EventID", "string"}, {"Date", "string"}, {"Year", "integer"}, {"Month", "integer"}, {"Day", "integer"}, {"SourceActorFull", "string"},
    {"SourceActorEntity", "string"}, {"SourceActorRole", "string"}, {"SourceActorAttribute", "string"}, {"TargetActorFull", "string"},
    {"TargetActorEntity", "string"}, {"TargetActorRole", "string"}, {"TargetActorAttribute", "string"}, {"EventCode", "string"},
    {"EventRootCode", "string"}, {"QuadClass", "integer"}, {"GoldsteinScore", "number"}, {"Issues", "string"}, {"Lat", "number"}, {"Lon", "number"},
    {"LocationName", "string"}, {"StateName", "string"}, {"CountryCode", "string"}, {"SentenceID", "string"}, {"URLs", "string"}, {"NewsSources", "string"},
};

static void phoenix_party(dl_export *x, const dl_out_party *p)
{
    dl_str role = dl_cameo_type(p->sector), rest = p->other_sectors, country = dl_cameo_country(p->code);
    dl_buf full = {0}, more = {0};
    while (rest.n) dl_join_add(&more, dl_cameo_type(dl_str_cut(&rest, ' ')), ";");
    dl_buf_add(&full, country);
    dl_buf_add(&full, role);
    for (size_t i = 0; i < more.n; i++)
        if (more.p[i] != ';') dl_buf_char(&full, more.p[i]);
    dl_cell_buf(x, &full);
    dl_cell_str(x, country);
    dl_cell_str(x, role);
    dl_cell_buf(x, &more);
    dl_buf_drop(&full);
    dl_buf_drop(&more);
}

static void phoenix_day(dl_export *x, int32_t day)
{
    int year, month, mday;
    dl_buf text = {0};
    dl_day_to_ymd(day, &year, &month, &mday);
    dl_buf_printf(&text, "%04d%02d%02d", year, month, mday);
    dl_cell_buf(x, &text);
    dl_buf_drop(&text);
    dl_cell_int(x, year);
    dl_cell_int(x, month);
    dl_cell_int(x, mday);
}

/* One list a column over all reports: sentences, addresses, publishers, in step. */
static void phoenix_reports(dl_export *x, const dl_out_event *e)
{
    dl_buf sentences = {0}, urls = {0}, publishers = {0};
    for (uint32_t i = 0; i < e->kept; i++) {
        const dl_out_report *r = &e->reports[i];
        dl_buf_printf(&sentences, "%s%.*s_%lld", i ? ";" : "", (int)r->doc.n, r->doc.p ? r->doc.p : "", (long long)r->sentence);
        if (i) dl_buf_char(&urls, ';');
        if (i) dl_buf_char(&publishers, ';');
        dl_buf_add(&urls, r->url.n ? r->url : r->doc);
        dl_buf_add(&publishers, r->publisher);
    }
    dl_cell_buf(x, &sentences);
    dl_cell_buf(x, &urls);
    dl_cell_buf(x, &publishers);
    dl_buf_drop(&sentences);
    dl_buf_drop(&urls);
    dl_buf_drop(&publishers);
}

static void phoenix_row(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient)
{
    dl_buf cell = {0};
    dl_buf_printf(&cell, "%llu_v%s", (unsigned long long)(x->rows + 1), DATELINE_VERSION);
    dl_cell_buf(x, &cell);
    phoenix_day(x, e->low);
    phoenix_party(x, dl_pair_actor(e, actor));
    phoenix_party(x, dl_pair_recipient(e, recipient));
    dl_cell_str(x, e->cameo);
    dl_cell_str(x, dl_str_part(e->cameo, 0, DL_MIN(e->cameo.n, 2u)));
    dl_cell_int(x, dl_type_quad(e->type));
    dl_cell_real(x, dl_out_scale(e), 1);
    for (uint32_t i = 0; i < e->context_count; i++) dl_buf_printf(&cell, "%s%.*s,1", i ? ";" : "", (int)e->contexts[i].n, e->contexts[i].p);
    dl_cell_buf(x, &cell);
    coordinates(x, &e->place);
    dl_cell_str(x, e->place.name.n ? e->place.name : e->place.text);
    dl_cell_str(x, e->place.province);
    dl_cell_str(x, e->place.code);
    phoenix_reports(x, e);
    dl_buf_drop(&cell);
    dl_row_end(x, e, actor, recipient);
}

static void phoenix(dl_export *x, const dl_out_event *e)
{
    dl_pairs_each(x, e, phoenix_row);
}

const dl_format dl_format_phoenix = {.name = "phoenix", .version = "OEDA Phoenix, 26 columns", .file = "events.full.txt", .columns = phoenix_columns,
    .column_count = DL_COUNT(phoenix_columns), .separator = '\t', .event = phoenix};
