/* export_gdelt.c - GDELT 2.0: events (61 columns) and mentions (16), tab-separated, without a header. One row an event and pair of parties.
 *
 * Countries of actors are CAMEO's, countries of places FIPS 10-4; the two never mix. */
#include "table/formats.h"

#include <stdlib.h>

#define ACTOR(n) \
    {"Actor" n "Code", "string"}, {"Actor" n "Name", "string"}, {"Actor" n "CountryCode", "string"}, {"Actor" n "KnownGroupCode", "string"}, \
    {"Actor" n "EthnicCode", "string"}, {"Actor" n "Religion1Code", "string"}, {"Actor" n "Religion2Code", "string"}, \
    {"Actor" n "Type1Code", "string"}, {"Actor" n "Type2Code", "string"}, {"Actor" n "Type3Code", "string"}
#define GEO(who) \
    {who "Geo_Type", "integer"}, {who "Geo_FullName", "string"}, {who "Geo_CountryCode", "string"}, {who "Geo_ADM1Code", "string"}, \
    {who "Geo_ADM2Code", "string"}, {who "Geo_Lat", "number"}, {who "Geo_Long", "number"}, {who "Geo_FeatureID", "string"}

static const dl_column event_columns[] = {
    {"GLOBALEVENTID", "integer"}, {"SQLDATE", "integer"}, {"MonthYear", "integer"}, {"Year", "integer"}, {"FractionDate", "number"},
    ACTOR("1"), ACTOR("2"), {"IsRootEvent", "integer"}, {"EventCode", "string"}, {"EventBaseCode", "string"}, {"EventRootCode", "string"},
    {"QuadClass", "integer"}, {"GoldsteinScale", "number"}, {"NumMentions", "integer"}, {"NumSources", "integer"}, {"NumArticles", "integer"},
    {"AvgTone", "number"}, GEO("Actor1"), GEO("Actor2"), GEO("Action"), {"DATEADDED", "integer"}, {"SOURCEURL", "string"},
};
static const dl_column mention_columns[] = {
    {"GLOBALEVENTID", "integer"}, {"EventTimeDate", "integer"}, {"MentionTimeDate", "integer"}, {"MentionType", "integer"}, {"MentionSourceName", "string"},
    {"MentionIdentifier", "string"}, {"SentenceID", "integer"}, {"Actor1CharOffset", "integer"}, {"Actor2CharOffset", "integer"},
    {"ActionCharOffset", "integer"}, {"InRawText", "integer"}, {"Confidence", "integer"}, {"MentionDocLen", "integer"}, {"MentionDocTone", "number"},
    {"MentionDocTranslationInfo", "string"}, {"Extras", "string"},
};

/* ## Actors */

/* Organisations that CAMEO has a code for, by their row in organisations.tsv. */
static dl_str known_group(const dl_out_party *p)
{
    static const char *const groups[][2] = {{"nato", "NAT"}, {"arab-league", "ARL"}, {"osce", "SCE"}, {"asean", "ASN"}, {"ecowas", "WAS"}, {"african-union", "OAU"},
        {"gulf-cooperation-council", "GCC"}, {"commonwealth-of-independent-states", "CIS"}, {"commonwealth-of-nations", "CWN"}, {"opec", "OPC"},
        {"world-bank", "WBK"}, {"interpol", "ITP"}, {"amnesty-international", "AMN"}, {"human-rights-watch", "HRW"}, {"unicef", "KID"}, {"al-qaeda", "ALQ"},
        {"hamas", "HMS"}, {"hezbollah", "HEZ"}, {"fatah", "FTA"}, {"taliban", "TAL"}, {"muslim-brotherhood", "MBR"}, {"polisario-front", "PLS"}};
    dl_str rest = p->id, last = p->id;
    while (rest.n) last = dl_str_cut(&rest, ':');
    for (size_t i = 0; i < DL_COUNT(groups); i++)
        if (dl_str_is(last, groups[i][0])) return dl_str_c(groups[i][1]);
    return dl_str_is(p->code, "UNO") ? DL_LIT("UNO") : dl_str_is(p->code, "EUR") ? DL_LIT("EEC") : (dl_str){0};
}

/* International actors have a type where others have a country; UNO and EUR are organisations of states. */
static dl_str international_type(dl_str code)
{
    if (dl_str_has_word(DL_LIT("IGO UNO EUR"), code)) return DL_LIT("IGO");
    if (dl_str_is(code, "ISM")) return DL_LIT("NGM");
    return dl_str_has_word(DL_LIT("NGO IMG MNC"), code) ? code : (dl_str){0};
}

static void upper_cell(dl_export *x, dl_str s)
{
    dl_buf cell = {0};
    dl_buf_add(&cell, s);
    for (size_t i = 0; i < cell.n; i++)
        if (cell.p[i] >= 'a' && cell.p[i] <= 'z') cell.p[i] = (char)(cell.p[i] - 'a' + 'A');
    dl_cell_buf(x, &cell);
    dl_buf_drop(&cell);
}

static void actor_cells(dl_export *x, const dl_out_party *p)
{
    dl_str types[3] = {{0}}, country = {0}, group = known_group(p), kind = international_type(p->code), rest = p->other_sectors;
    uint32_t count = 0;
    dl_buf code = {0};
    if (kind.n) types[count++] = kind;
    else country = dl_cameo_country(p->code);
    if (dl_str_is(p->code, "EUR")) country = DL_LIT("EUR");
    dl_str type = dl_cameo_type(p->sector);
    if (type.n && !(kind.n && dl_str_is(type, "GOV"))) types[count++] = type;
    while (rest.n && count < 3) {
        dl_str more = dl_cameo_type(dl_str_cut(&rest, ' '));
        bool again = more.n == 0;
        for (uint32_t i = 0; i < count; i++) again |= dl_str_eq(types[i], more);
        if (!again) types[count++] = more;
    }
    if (kind.n) dl_buf_add(&code, kind);
    dl_buf_add(&code, country);
    dl_buf_add(&code, group);
    for (uint32_t i = kind.n ? 1 : 0; i < count; i++) dl_buf_add(&code, types[i]);
    dl_cell_buf(x, &code);
    dl_buf_drop(&code);
    upper_cell(x, dl_out_name(p));
    dl_cell_str(x, country);
    dl_cell_str(x, group);
    dl_cell_none(x, 3);
    for (uint32_t i = 0; i < 3; i++) dl_cell_str(x, types[i]);
}

/* ## Days */

static int64_t as_number(int32_t day, int *year, int *month, int *mday)
{
    dl_day_to_ymd(day, year, month, mday);
    return (int64_t)*year * 10000 + *month * 100 + *mday;
}

static void day_cells(dl_export *x, int32_t day)
{
    int year, month, mday;
    if (day == DL_DAY_UNKNOWN) {
        dl_cell_none(x, 4);
        return;
    }
    dl_cell_int(x, as_number(day, &year, &month, &mday));
    dl_cell_int(x, (int64_t)year * 100 + month);
    dl_cell_int(x, year);
    dl_cell_real(x, year + (month * 30 + mday) / 365.0, 4); /* the codebook's formula */
}

/* Publication at midnight: the hour is not known. */
static void stamp_cell(dl_export *x, dl_str date)
{
    int year, month, mday;
    int32_t day = dl_day_from_text(date);
    if (day == DL_DAY_UNKNOWN) dl_cell_none(x, 1);
    else dl_cell_int(x, as_number(day, &year, &month, &mday) * 1000000);
}

/* ## Places */

/* 1 country, 2 state of the USA, 3 city of the USA, 4 city elsewhere, 5 province elsewhere. */
static int geo_type(const dl_out_place *p)
{
    int resolution = dl_place_resolution(p->feature);
    bool usa = dl_str_is(p->code, "USA");
    if (resolution == 1 || (resolution == 0 && !p->located)) return 1;
    if (resolution == 2) return usa ? 2 : 5;
    return usa ? 3 : 4;
}

static void place_cells(dl_export *x, const dl_out_place *p)
{
    dl_str fips = dl_codes_fips(x->codes, p->code, p->lat, p->lon);
    if (fips.n == 0) {
        dl_cell_none(x, 8);
        return;
    }
    const dl_code_row *country = dl_codes_get(x->codes, p->code, DL_DAY_UNKNOWN);
    int type = geo_type(p);
    dl_buf name = {0};
    if (type != 1) {
        dl_buf_add(&name, p->name.n ? p->name : p->text);
        if (type != 2 && type != 5) dl_join_add(&name, p->province, ", ");
    }
    dl_join_add(&name, country->name, ", ");
    dl_cell_int(x, type);
    dl_cell_buf(x, &name);
    dl_buf_drop(&name);
    dl_cell_str(x, fips);
    dl_cell_str(x, type == 1 ? fips : (dl_str){0});
    dl_cell_none(x, 1);
    if (p->located || country->lat != 0 || country->lon != 0) {
        dl_cell_real(x, p->located ? p->lat : country->lat, 5);
        dl_cell_real(x, p->located ? p->lon : country->lon, 5);
    } else {
        dl_cell_none(x, 2);
    }
    dl_cell_str(x, type == 1 ? fips : (dl_str){0});
}

/* ## Rows */

/* The pair belongs to the number: one event gives a row for each pair. */
static int64_t event_number(const dl_out_event *e, uint32_t actor, uint32_t recipient)
{
    dl_buf key = {0};
    dl_buf_printf(&key, "%.*s %u %u", (int)e->id.n, e->id.p, (unsigned)actor, (unsigned)recipient);
    uint64_t number = dl_hash(dl_buf_str(&key), 2) >> 2;
    dl_buf_drop(&key);
    return number ? (int64_t)number : 1;
}

static void code_cells(dl_export *x, const dl_out_event *e)
{
    dl_str code = e->cameo;
    dl_cell_str(x, code);
    dl_cell_str(x, dl_str_part(code, 0, DL_MIN(code.n, 3u)));
    dl_cell_str(x, dl_str_part(code, 0, DL_MIN(code.n, 2u)));
    dl_cell_int(x, dl_type_quad(e->type));
    dl_cell_real(x, dl_out_scale(e), 1);
}

static void event_row(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient)
{
    const dl_out_report *first = &e->reports[0];
    dl_cell_int(x, event_number(e, actor, recipient));
    day_cells(x, e->low);
    actor_cells(x, dl_pair_actor(e, actor));
    actor_cells(x, dl_pair_recipient(e, recipient));
    dl_cell_int(x, e->kept && first->sentence <= 2);
    code_cells(x, e);
    dl_cell_int(x, e->report_count);
    dl_cell_int(x, e->publisher_count);
    dl_cell_int(x, e->report_count);
    dl_cell_none(x, 1 + 16);
    place_cells(x, &e->place);
    stamp_cell(x, e->kept ? first->date : (dl_str){0});
    dl_cell_str(x, !e->kept ? (dl_str){0} : first->url.n ? first->url : first->doc);
    dl_row_end(x, e, actor, recipient);
}

static void write_event(dl_export *x, const dl_out_event *e)
{
    dl_pairs_each(x, e, event_row);
}

/* Offsets of the parties are known for the first report only, which the fields of the event come from. */
static void mention_rows(dl_export *x, const dl_out_event *e, uint32_t actor, uint32_t recipient)
{
    for (uint32_t i = 0; i < e->kept; i++) {
        const dl_out_report *r = &e->reports[i];
        dl_cell_int(x, event_number(e, actor, recipient));
        stamp_cell(x, e->reports[0].date);
        stamp_cell(x, r->date);
        dl_cell_int(x, r->url.n ? 1 : 2);
        dl_cell_str(x, r->publisher);
        dl_cell_str(x, r->url.n ? r->url : r->doc);
        dl_cell_int(x, r->sentence);
        dl_cell_int(x, i == 0 ? dl_pair_actor(e, actor)->start : -1);
        dl_cell_int(x, i == 0 ? dl_pair_recipient(e, recipient)->start : -1);
        dl_cell_int(x, r->end > r->start ? r->start : -1);
        dl_cell_int(x, 1);
        dl_cell_int(x, (int64_t)(r->confidence * 100 + 0.5));
        if (r->length >= 0) dl_cell_int(x, r->length);
        else dl_cell_none(x, 1);
        dl_cell_none(x, 3);
        dl_row_end(x, e, actor, recipient);
    }
}

static void write_mentions(dl_export *x, const dl_out_event *e)
{
    dl_pairs_each(x, e, mention_rows);
}

const dl_format dl_format_gdelt = {.name = "gdelt", .version = "GDELT 2.0 event export, 61 columns", .file = "gdelt.export.CSV", .columns = event_columns,
    .column_count = DL_COUNT(event_columns), .separator = '\t', .event = write_event};
const dl_format dl_format_gdelt_mentions = {.name = "gdelt-mentions", .version = "GDELT 2.0 mentions, 16 columns", .file = "gdelt.mentions.CSV",
    .columns = mention_columns, .column_count = DL_COUNT(mention_columns), .separator = '\t', .event = write_mentions};
