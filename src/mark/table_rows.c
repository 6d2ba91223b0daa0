/* table_rows.c - one function a table: a row is checked, kept, and its names go to the phrases. */
#include "mark/tables.h"

static dl_status nomem(dl_error *err) { return dl_fail(err, DL_NOMEM, "Memory ran out while the tables were read."); }

/* Grows one of the arrays of dl_tables by a zeroed row and gives its place. */
#define NEW_ROW(tables, items, count, room) \
    (dl_arena_grow((tables)->arena, (void **)&(tables)->items, &(tables)->room, (tables)->count + 1, sizeof *(tables)->items) ? &(tables)->items[(tables)->count] : NULL)

/* Adds every name of a cell that holds a list. */
static bool add_list(dl_tables *tables, dl_known known, uint32_t row, dl_str cell)
{
    for (dl_str rest = cell; rest.n;) {
        dl_str name = dl_str_trim(dl_str_cut(&rest, '|'));
        if (name.n && !dl_phrase_add(tables, known, row, name)) return false;
    }
    return true;
}

/* The period of a row; a fault is told and gives false. */
static bool period(dl_lines *lines, dl_findings *findings, int32_t *from, int32_t *to)
{
    dl_str a = dl_lines_cell(lines, "from"), b = dl_lines_cell(lines, "to");
    *from = INT32_MIN;
    *to = INT32_MAX;
    if (a.n && !dl_table_day(a, false, from)) return dl_finding_add(findings, lines->line, "`from` is not a date: %.*s", (int)a.n, a.p), false;
    if (b.n && !dl_table_day(b, true, to)) return dl_finding_add(findings, lines->line, "`to` is not a date: %.*s", (int)b.n, b.p), false;
    if (*from > *to) return dl_finding_add(findings, lines->line, "the period ends before it begins"), false;
    return true;
}

static bool known_code(dl_lines *lines, dl_findings *findings, dl_str code)
{
    if (!dl_is_code(code)) return dl_finding_add(findings, lines->line, "`code` is not three capital letters: %.*s", (int)code.n, code.p), false;
    return true;
}

static bool known_sector(dl_lines *lines, dl_findings *findings, dl_str sector)
{
    if (dl_is_sector(sector)) return true;
    dl_finding_add(findings, lines->line, "`sector` is not one of the codebook: %.*s", (int)sector.n, sector.p);
    return false;
}

static bool has(dl_lines *lines, dl_findings *findings, const char *column, dl_str cell)
{
    if (cell.n) return true;
    dl_finding_add(findings, lines->line, "`%s` is empty", column);
    return false;
}

/* Latitude and longitude; both empty is allowed where `located` can be false. */
static bool place(dl_lines *lines, dl_findings *findings, double *lat, double *lon, bool *located)
{
    dl_str a = dl_lines_cell(lines, "lat"), b = dl_lines_cell(lines, "lon");
    *located = false;
    if (a.n == 0 && b.n == 0) return true;
    *located = dl_str_to_double(a, lat) && dl_str_to_double(b, lon) && *lat >= -90 && *lat <= 90 && *lon >= -180 && *lon <= 180;
    if (!*located) dl_finding_add(findings, lines->line, "`lat` and `lon` are not degrees: %.*s %.*s", (int)a.n, a.p, (int)b.n, b.p);
    return *located;
}

static dl_status country(dl_tables *tables, dl_lines *lines, dl_findings *findings, dl_error *err)
{
    dl_country row = {.code = dl_lines_cell(lines, "code"), .name = dl_lines_cell(lines, "name"), .capital = dl_lines_cell(lines, "capital"),
                      .wikidata = dl_lines_cell(lines, "wikidata")};
    if (!known_code(lines, findings, row.code) || !has(lines, findings, "name", row.name) || !period(lines, findings, &row.from, &row.to) ||
        !place(lines, findings, &row.lat, &row.lon, &row.located)) return DL_OK;
    dl_country *to = NEW_ROW(tables, countries, country_count, country_room);
    if (to == NULL) return nomem(err);
    *to = row;
    uint32_t at = tables->country_count++;
    bool ok = dl_map_put(tables->country_by_code, row.code, at, NULL) && dl_phrase_add(tables, DL_KNOWN_COUNTRY, at, row.name) &&
              add_list(tables, DL_KNOWN_COUNTRY, at, dl_lines_cell(lines, "aliases")) && add_list(tables, DL_KNOWN_PEOPLE, at, dl_lines_cell(lines, "peoples")) &&
              add_list(tables, DL_KNOWN_ADJECTIVE, at, dl_lines_cell(lines, "adjectives")) && add_list(tables, DL_KNOWN_CAPITAL, at, row.capital) &&
              add_list(tables, DL_KNOWN_SEAT, at, dl_lines_cell(lines, "seats"));
    return ok ? DL_OK : nomem(err);
}

static dl_status city(dl_tables *tables, dl_lines *lines, dl_findings *findings, dl_error *err)
{
    dl_city row = {.name = dl_lines_cell(lines, "name"), .code = dl_lines_cell(lines, "code"), .province = dl_lines_cell(lines, "province"),
                   .feature = dl_lines_cell(lines, "feature"), .line = lines->line};
    dl_str population = dl_lines_cell(lines, "population");
    bool located = false;
    if (!has(lines, findings, "name", row.name) || !known_code(lines, findings, row.code) ||
        !place(lines, findings, &row.lat, &row.lon, &located)) return DL_OK;
    if (!located) return dl_finding_add(findings, lines->line, "the place has no coordinates"), DL_OK;
    if (population.n && (!dl_str_to_int(population, &row.population) || row.population < 0))
        return dl_finding_add(findings, lines->line, "`population` is not a number: %.*s", (int)population.n, population.p), DL_OK;
    dl_city *to = NEW_ROW(tables, cities, city_count, city_room);
    if (to == NULL) return nomem(err);
    *to = row;
    uint32_t at = tables->city_count++;
    bool ok = dl_phrase_add(tables, DL_KNOWN_CITY, at, row.name) && add_list(tables, DL_KNOWN_CITY, at, dl_lines_cell(lines, "aliases"));
    return ok ? DL_OK : nomem(err);
}

static bool known_id(dl_lines *lines, dl_findings *findings, dl_str id)
{
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '.') continue;
        dl_finding_add(findings, lines->line, "`id` may hold small letters, digits, `-`, `.` and `:` only: %.*s", (int)id.n, id.p);
        return false;
    }
    return has(lines, findings, "id", id);
}

static bool adds_surname(dl_tables *tables, uint32_t row, dl_str surname)
{
    if (surname.n < 2 || surname.p[surname.n - 1] == '.') return true;
    for (uint32_t i = tables->phrase_count; i-- > 0 && tables->phrases[i].row == row && tables->phrases[i].known >= DL_KNOWN_PERSON;) {
        if (dl_str_eq(tables->phrases[i].text, surname)) return true;
    }
    return dl_phrase_add(tables, DL_KNOWN_SURNAME, row, surname);
}

/* "Kim Jong-un", "Xi Jinping": the family's name comes first. */
static bool family_first(dl_str last, dl_str code)
{
    const char *hyphen = memchr(last.p, '-', last.n);
    return dl_str_is(code, "CHN") || (hyphen && hyphen + 1 < last.p + last.n && hyphen[1] >= 'a' && hyphen[1] <= 'z' && last.p[0] >= 'A' && last.p[0] <= 'Z');
}

/* The word that later mentions use: the last one of a name of two words or more, with and without "al-". */
static bool add_surname(dl_tables *tables, uint32_t row, dl_str name, dl_str code)
{
    size_t start = name.n;
    while (start && name.p[start - 1] != ' ') start--;
    if (start == 0) return true;
    dl_str last = dl_str_part(name, start, name.n), rest = name;
    if (family_first(last, code)) return adds_surname(tables, row, dl_str_cut(&rest, ' '));
    bool article = dl_str_starts(last, DL_LIT("al-")) || dl_str_starts(last, DL_LIT("Al-")) || dl_str_starts(last, DL_LIT("el-")) || dl_str_starts(last, DL_LIT("El-"));
    return adds_surname(tables, row, last) && (!article || last.n < 7 || adds_surname(tables, row, dl_str_part(last, 3, last.n)));
}

static bool add_person_names(dl_tables *tables, uint32_t row, const dl_person *person, dl_str aliases)
{
    if (!dl_phrase_add(tables, DL_KNOWN_PERSON, row, person->name) || !add_list(tables, DL_KNOWN_PERSON, row, aliases)) return false;
    /* Imported lists of tens of thousands of officials would claim every surname. */
    if (memchr(person->id.p, ':', person->id.n)) return true;
    bool ok = add_surname(tables, row, person->name, person->code);
    for (dl_str rest = aliases; ok && rest.n;) ok = add_surname(tables, row, dl_str_trim(dl_str_cut(&rest, '|')), person->code);
    return ok;
}

static dl_status person(dl_tables *tables, dl_lines *lines, dl_findings *findings, dl_error *err)
{
    dl_person row = {.id = dl_lines_cell(lines, "id"), .name = dl_lines_cell(lines, "name"), .code = dl_lines_cell(lines, "code"),
                     .sector = dl_lines_cell(lines, "sector"), .office = dl_lines_cell(lines, "office"), .next = DL_NONE, .line = lines->line};
    if (!known_id(lines, findings, row.id) || !has(lines, findings, "name", row.name) || !known_code(lines, findings, row.code) ||
        !known_sector(lines, findings, row.sector) || !period(lines, findings, &row.from, &row.to)) return DL_OK;
    dl_person *to = NEW_ROW(tables, people, person_count, person_room);
    uint32_t at = tables->person_count, *first = NULL;
    if (to == NULL || !dl_map_put(tables->person_by_id, row.id, at, &first)) return nomem(err);
    if (*first != at) {
        dl_person *head = &tables->people[*first];
        row.next = head->next;
        head->next = at;
        if (!dl_str_eq(head->name, row.name)) dl_finding_add(findings, lines->line, "`%.*s` has another name in an earlier row", (int)row.id.n, row.id.p);
    }
    *to = row;
    tables->person_count++;
    dl_str aliases = dl_lines_cell(lines, "aliases");
    bool ok = *first == at ? add_person_names(tables, at, &row, aliases) : add_list(tables, DL_KNOWN_PERSON, *first, aliases);
    return ok ? DL_OK : nomem(err);
}

static dl_status organisation(dl_tables *tables, dl_lines *lines, dl_findings *findings, dl_error *err)
{
    dl_organisation row = {.id = dl_lines_cell(lines, "id"), .name = dl_lines_cell(lines, "name"), .code = dl_lines_cell(lines, "code"),
                           .sector = dl_lines_cell(lines, "sector"), .kind = dl_lines_cell(lines, "kind"), .line = lines->line};
    if (!known_id(lines, findings, row.id) || !has(lines, findings, "name", row.name) || !known_code(lines, findings, row.code) ||
        !known_sector(lines, findings, row.sector) || !period(lines, findings, &row.from, &row.to)) return DL_OK;
    dl_organisation *to = NEW_ROW(tables, organisations, organisation_count, organisation_room);
    uint32_t at = tables->organisation_count;
    if (to == NULL || !dl_map_put(tables->organisation_by_id, row.id, at, NULL)) return nomem(err);
    *to = row;
    tables->organisation_count++;
    bool ok = dl_phrase_add(tables, DL_KNOWN_ORGANISATION, at, row.name) && add_list(tables, DL_KNOWN_ORGANISATION, at, dl_lines_cell(lines, "aliases"));
    return ok ? DL_OK : nomem(err);
}

static dl_status relation(dl_tables *tables, dl_lines *lines, dl_findings *findings, dl_error *err)
{
    dl_relation row = {.from_id = dl_lines_cell(lines, "from_id"), .relation = dl_lines_cell(lines, "relation"), .to_id = dl_lines_cell(lines, "to_id"),
                       .line = lines->line};
    if (!period(lines, findings, &row.from, &row.to)) return DL_OK;
    if (!row.relation.n || !dl_str_has_word(DL_LIT("splinter-of ally-of part-of leader-of successor-of"), row.relation))
        return dl_finding_add(findings, lines->line, "no such relation: %.*s", (int)row.relation.n, row.relation.p), DL_OK;
    dl_relation *to = NEW_ROW(tables, relations, relation_count, relation_room);
    if (to == NULL) return nomem(err);
    *to = row;
    tables->relation_count++;
    return DL_OK;
}

static dl_status agent(dl_tables *tables, dl_lines *lines, dl_findings *findings, dl_error *err)
{
    dl_agent row = {.noun = dl_lines_cell(lines, "noun"), .sector = dl_lines_cell(lines, "sector"), .modifiers = dl_lines_cell(lines, "modifier_sectors"),
                    .code = dl_lines_cell(lines, "code")};
    if (!has(lines, findings, "noun", row.noun) || (row.sector.n && !known_sector(lines, findings, row.sector)) || (row.code.n && !known_code(lines, findings, row.code))) return DL_OK;
    for (dl_str rest = row.modifiers; rest.n;) {
        dl_str sector = dl_str_trim(dl_str_cut(&rest, '|')), words = dl_str_cut(&sector, '=');
        if (words.n == 0 || !known_sector(lines, findings, dl_str_trim(sector))) return DL_OK;
    }
    dl_agent *to = NEW_ROW(tables, agents, agent_count, agent_room);
    if (to == NULL) return nomem(err);
    *to = row;
    uint32_t at = tables->agent_count++;
    bool ok = dl_phrase_add(tables, DL_KNOWN_AGENT, at, row.noun) && add_list(tables, DL_KNOWN_AGENT, at, dl_lines_cell(lines, "plural"));
    return ok ? DL_OK : nomem(err);
}

static dl_status body(dl_tables *tables, dl_lines *lines, dl_findings *findings, dl_error *err)
{
    dl_body row = {.words = dl_lines_cell(lines, "words"), .sector = dl_lines_cell(lines, "sector"), .office = dl_lines_cell(lines, "office")};
    if (!has(lines, findings, "words", row.words) || !known_sector(lines, findings, row.sector)) return DL_OK;
    dl_body *to = NEW_ROW(tables, bodies, body_count, body_room);
    if (to == NULL) return nomem(err);
    *to = row;
    uint32_t at = tables->body_count++;
    /* "{country} army": the country is a match of its own beside this one. */
    for (dl_str rest = row.words; rest.n;) {
        dl_str name = dl_str_trim(dl_str_cut(&rest, '|'));
        if (dl_str_starts(name, DL_LIT("{country}"))) name = dl_str_trim(dl_str_part(name, 9, name.n));
        if (dl_str_ends(name, DL_LIT("{country}"))) name = dl_str_trim(dl_str_part(name, 0, name.n - 9));
        if (dl_str_ends(name, DL_LIT(" of"))) name = dl_str_trim(dl_str_part(name, 0, name.n - 3));
        if (name.n && !dl_phrase_add(tables, DL_KNOWN_BODY, at, name)) return nomem(err);
    }
    return DL_OK;
}

typedef struct row_reader {
    const char *name;
    const char *columns; /* those that must be there, space separated */
    dl_status (*read)(dl_tables *tables, dl_lines *lines, dl_findings *findings, dl_error *err);
} row_reader;

static const row_reader readers[] = {
    {"countries.tsv", "code name from to aliases peoples adjectives capital seats lat lon", country},
    {"cities.tsv", "name code province lat lon population aliases", city},
    {"people.tsv", "id name code sector office from to aliases", person},
    {"organisations.tsv", "id name code sector from to aliases kind", organisation},
    {"relations.tsv", "from_id relation to_id from to", relation},
    {"agents.tsv", "noun sector plural modifier_sectors", agent},
    {"bodies.tsv", "words sector office", body},
};

static const row_reader *reader_of(const char *name)
{
    for (size_t i = 0; i < DL_COUNT(readers); i++) {
        if (strcmp(readers[i].name, name) == 0) return &readers[i];
    }
    return NULL;
}

static bool has_columns(const row_reader *reader, const dl_lines *lines, dl_findings *findings)
{
    for (dl_str rest = dl_str_c(reader->columns); rest.n;) {
        dl_str column = dl_str_cut(&rest, ' ');
        bool found = false;
        for (uint32_t i = 0; i < lines->columns; i++) found |= dl_str_eq(lines->header[i], column);
        if (found) continue;
        dl_finding_add(findings, lines->line, "the column `%.*s` is missing", (int)column.n, column.p);
        return false;
    }
    return true;
}

dl_status dl_tables_add(dl_tables *tables, const char *name, dl_str bytes, dl_findings *findings, dl_error *err)
{
    const row_reader *reader = reader_of(name);
    if (reader == NULL) return dl_fail(err, DL_USAGE, "No table is called %s.", name);
    findings->file = name;
    dl_str copy = dl_arena_str(tables->arena, bytes);
    if (copy.p == NULL) return nomem(err);
    dl_lines lines;
    if (!dl_lines_open(&lines, copy, findings)) return DL_OK;
    if (!has_columns(reader, &lines, findings)) return DL_OK;
    while (dl_lines_next(&lines, findings)) DL_TRY(reader->read(tables, &lines, findings, err));
    return DL_OK;
}
