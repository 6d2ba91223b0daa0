/* codes.c - country codes of the systems that data sets use. */
#include "table/export.h"
#include "mark/lines.h"
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>

struct dl_codes {
    dl_arena *arena;
    dl_code_row *rows;
    uint32_t count, room;
    dl_map *first; /* code to its first row, today's state */
};

static int32_t number(dl_str s)
{
    int64_t n = 0;
    return dl_str_to_int(s, &n) && n > 0 && n < 1000 ? (int32_t)n : 0;
}

static bool add_row(dl_codes *codes, const dl_lines *lines)
{
    if (!dl_arena_grow(codes->arena, (void **)&codes->rows, &codes->room, codes->count + 1, sizeof *codes->rows)) return false;
    dl_code_row *row = &codes->rows[codes->count];
    *row = (dl_code_row){.code = dl_arena_str(codes->arena, dl_lines_cell(lines, "code")), .name = dl_arena_str(codes->arena, dl_lines_cell(lines, "name")),
                         .fips = dl_arena_str(codes->arena, dl_lines_cell(lines, "fips")), .cow = number(dl_lines_cell(lines, "cow")),
                         .gw = number(dl_lines_cell(lines, "gw")), .from = INT32_MIN, .to = INT32_MAX};
    if (!row->code.p || !row->name.p) return false;
    if (!dl_table_day(dl_lines_cell(lines, "from"), false, &row->from)) row->from = INT32_MIN;
    if (!dl_table_day(dl_lines_cell(lines, "to"), true, &row->to)) row->to = INT32_MAX;
    if (!dl_str_to_double(dl_lines_cell(lines, "lat"), &row->lat) || !dl_str_to_double(dl_lines_cell(lines, "lon"), &row->lon)) row->lat = row->lon = 0;
    uint32_t *slot = NULL;
    return dl_map_put(codes->first, row->code, codes->count++, &slot);
}

static dl_status read_rows(dl_codes *codes, dl_str bytes, dl_error *err)
{
    dl_findings findings = {.file = "countries.tsv"};
    dl_lines lines;
    if (!dl_lines_open(&lines, bytes, &findings)) return dl_fail(err, DL_FORMAT, "The table countries.tsv has no header.");
    while (dl_lines_next(&lines, &findings))
        if (!add_row(codes, &lines)) return dl_fail(err, DL_NOMEM, "Memory ran out while the country codes were read.");
    return DL_OK;
}

dl_status dl_codes_open(const char *folder, dl_codes **out, dl_error *err)
{
    char path[4096];
    dl_file file;
    *out = NULL;
    int n = snprintf(path, sizeof path, "%s/countries.tsv", dl_data_folder(folder));
    if (n < 0 || (size_t)n >= sizeof path) return dl_fail(err, DL_LIMIT, "The name of the data folder is too long.");
    DL_TRY(dl_file_open(path, &file, err));
    dl_codes *codes = calloc(1, sizeof *codes);
    if (codes) codes->arena = dl_arena_new(0);
    if (codes && codes->arena) codes->first = dl_map_new(codes->arena, 512);
    dl_status status = codes && codes->first ? read_rows(codes, file.bytes, err) : dl_fail(err, DL_NOMEM, "There is no memory for the country codes.");
    dl_file_close(&file);
    if (status == DL_OK) *out = codes;
    else dl_codes_close(codes);
    return status;
}

void dl_codes_close(dl_codes *codes)
{
    if (!codes) return;
    dl_arena_free(codes->arena);
    free(codes);
}

const dl_code_row *dl_codes_get(const dl_codes *codes, dl_str code, int32_t day)
{
    const uint32_t *first = codes ? dl_map_get(codes->first, code) : NULL;
    if (!first) return NULL;
    const dl_code_row *former = NULL, *today = &codes->rows[*first];
    for (uint32_t i = *first + 1; day != DL_DAY_UNKNOWN && i < codes->count; i++) {
        const dl_code_row *row = &codes->rows[i];
        if (row->to == INT32_MAX || day > row->to || day < row->from || !dl_str_eq(row->code, code)) continue;
        if (!former || row->gw == today->gw) former = row; /* of two Germanies that which today's goes on from */
    }
    return former ? former : today;
}

const dl_code_row *dl_codes_by_number(const dl_codes *codes, bool gw, int32_t wanted)
{
    for (uint32_t i = 0; codes && i < codes->count; i++)
        if ((gw ? codes->rows[i].gw : codes->rows[i].cow) == wanted && wanted > 0) return &codes->rows[i];
    return NULL;
}

dl_str dl_codes_fips(const dl_codes *codes, dl_str code, double lat, double lon)
{
    const dl_code_row *row = dl_codes_get(codes, code, DL_DAY_UNKNOWN);
    /* The Gaza Strip lies west of 34.6 degrees east, the West Bank east of 34.8. */
    if (row && dl_str_is(code, "PSE") && lon > 34 && lon < 34.7 && lat > 31 && lat < 31.7) return DL_LIT("GZ");
    return row ? row->fips : (dl_str){0};
}

dl_str dl_cameo_country(dl_str code)
{
    static const char *const differ[][2] = {{"ROU", "ROM"}, {"TLS", "TMP"}, {"MNE", "MTN"}, {"IMN", "IMY"}};
    for (size_t i = 0; i < DL_COUNT(differ); i++)
        if (dl_str_is(code, differ[i][0])) return dl_str_c(differ[i][1]);
    return code;
}

dl_str dl_cameo_type(dl_str sector)
{
    static const char *const types[][2] = {{"COP", "COP"}, {"GOV", "GOV"}, {"JUD", "JUD"}, {"LEG", "LEG"}, {"MIL", "MIL"}, {"PRM", "UAF"}, {"REB", "REB"},
        {"SPY", "SPY"}, {"UAF", "UAF"}, {"AGR", "AGR"}, {"BUS", "BUS"}, {"CRM", "CRM"}, {"CVL", "CVL"}, {"EDU", "EDU"}, {"ELI", "ELI"}, {"JRN", "MED"},
        {"LAB", "LAB"}, {"MED", "HLH"}, {"REF", "REF"}, {"OPP", "OPP"}, {"SOC", "CVL"}};
    for (size_t i = 0; i < DL_COUNT(types); i++)
        if (dl_str_is(sector, types[i][0])) return dl_str_c(types[i][1]);
    return (dl_str){0};
}
