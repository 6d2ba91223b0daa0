/* tables.c - the folder of tables: opening, checks across tables, look-ups by key. */
#include "mark/tables.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const names[] = {"countries.tsv", "cities.tsv", "people.tsv", "organisations.tsv", "relations.tsv", "agents.tsv", "bodies.tsv"};

dl_status dl_tables_new(dl_tables **out, dl_error *err)
{
    *out = NULL;
    dl_tables *tables = calloc(1, sizeof *tables);
    if (tables) tables->arena = dl_arena_new(0);
    if (tables && tables->arena) {
        tables->person_by_id = dl_map_new(tables->arena, 4096);
        tables->organisation_by_id = dl_map_new(tables->arena, 4096);
        tables->country_by_code = dl_map_new(tables->arena, 512);
    }
    if (tables && tables->person_by_id && tables->organisation_by_id && tables->country_by_code) {
        *out = tables;
        return DL_OK;
    }
    dl_tables_close(tables);
    return dl_fail(err, DL_NOMEM, "Memory ran out while the tables were read.");
}

void dl_tables_close(dl_tables *tables)
{
    if (tables == NULL) return;
    dl_gazetteer_close(&tables->gazetteer);
    dl_arena_free(tables->arena);
    free(tables);
}

void dl_tables_check(const dl_tables *tables, dl_buf *findings, uint32_t *finding_count)
{
    dl_error why;
    if (tables->gazetteer.place_count == 0 || dl_gazetteer_check(&tables->gazetteer, &why) == DL_OK) return;
    dl_buf_printf(findings, "gazetteer.bin: %s\n", why.text);
    ++*finding_count;
}

dl_str dl_tables_digest(const dl_tables *tables) { return dl_str_c(tables->digest); }

static void check_code(const dl_tables *tables, dl_findings *findings, dl_str code, uint32_t line)
{
    if (dl_str_has_word(DL_LIT("IGO UNO EUR NGO ISM IMG MNC"), code) || dl_map_get(tables->country_by_code, code)) return;
    dl_finding_add(findings, line, "countries.tsv has no `%.*s`", (int)code.n, code.p);
}

/* Rows with a country that countries.tsv lacks are kept: their names are of use even so. */
static void check_codes(const dl_tables *tables, dl_findings *findings)
{
    if (tables->country_count == 0) return;
    findings->file = "people.tsv";
    for (uint32_t i = 0; i < tables->person_count; i++) check_code(tables, findings, tables->people[i].code, tables->people[i].line);
    findings->file = "organisations.tsv";
    for (uint32_t i = 0; i < tables->organisation_count; i++) check_code(tables, findings, tables->organisations[i].code, tables->organisations[i].line);
    findings->file = "cities.tsv";
    for (uint32_t i = 0; i < tables->city_count; i++) check_code(tables, findings, tables->cities[i].code, tables->cities[i].line);
}

static void check_relations(const dl_tables *tables, dl_findings *findings)
{
    findings->file = "relations.tsv";
    for (uint32_t i = 0; i < tables->relation_count; i++) {
        const dl_relation *r = &tables->relations[i];
        const dl_str ends[2] = {r->from_id, r->to_id};
        for (int k = 0; k < 2; k++) {
            if (dl_map_get(tables->person_by_id, ends[k]) || dl_map_get(tables->organisation_by_id, ends[k])) continue;
            dl_finding_add(findings, r->line, "no row has the id %.*s", (int)ends[k].n, ends[k].p);
        }
    }
}

dl_status dl_tables_finish(dl_tables *tables, dl_findings *findings, dl_error *err)
{
    check_codes(tables, findings);
    check_relations(tables, findings);
    if (!dl_index_build(tables)) return dl_fail(err, DL_NOMEM, "Memory ran out while the tables were indexed.");
    return DL_OK;
}

/* One file of a folder. A table that is not there is a finding, not an error; where `may_lack`, not even that. `*read` counts files. */
static dl_status add_file(dl_tables *tables, const char *folder, const char *name, bool may_lack, uint32_t *read, dl_sha256 *sha, dl_findings *findings, dl_error *err)
{
    dl_str path = dl_arena_printf(tables->arena, "%s/%s", folder, name);
    if (path.p == NULL) return dl_fail(err, DL_NOMEM, "Memory ran out while the tables were read.");
    dl_file file;
    dl_error why;
    findings->file = name;
    if (dl_file_open(path.p, &file, &why) != DL_OK) {
        if (!may_lack) dl_finding_add(findings, 0, "%s", why.text);
        return DL_OK;
    }
    dl_sha256_add(sha, dl_str_c(name));
    dl_sha256_add(sha, file.bytes);
    dl_status status = dl_tables_add(tables, name, file.bytes, findings, err);
    dl_file_close(&file);
    ++*read;
    return status;
}

/* The gazetteer is mapped, not read; its head, which has the hash of the rest, stands for it in the digest. Places are those of cities.tsv without it. */
static dl_status add_gazetteer(dl_tables *tables, const char *folder, dl_sha256 *sha, dl_findings *findings, dl_error *err)
{
    dl_error why;
    dl_str path = dl_arena_printf(tables->arena, "%s/gazetteer.bin", folder);
    if (path.p == NULL) return dl_fail(err, DL_NOMEM, "Memory ran out while the tables were read.");
    findings->file = "gazetteer.bin";
    if (dl_gazetteer_open(path.p, &tables->gazetteer, &why) != DL_OK) dl_finding_add(findings, 0, "%s", why.text);
    dl_sha256_add(sha, dl_gazetteer_head(&tables->gazetteer));
    return DL_OK;
}

static dl_status add_folders(dl_tables *tables, const char *folder, const char *further, dl_findings *findings, dl_error *err)
{
    dl_sha256 sha;
    uint32_t read = 0;
    uint8_t bytes[32];
    dl_sha256_init(&sha);
    for (size_t i = 0; i < DL_COUNT(names); i++) DL_TRY(add_file(tables, folder, names[i], false, &read, &sha, findings, err));
    DL_TRY(add_gazetteer(tables, folder, &sha, findings, err));
    read = 0;
    for (size_t i = 0; further && i < DL_COUNT(names); i++) DL_TRY(add_file(tables, further, names[i], true, &read, &sha, findings, err));
    if (further && read == 0) return dl_fail(err, DL_IO, "The folder %s holds none of the tables.", further);
    DL_TRY(dl_tables_finish(tables, findings, err));
    dl_sha256_done(&sha, bytes);
    dl_hex(bytes, 8, tables->digest);
    return DL_OK;
}

dl_status dl_tables_open_all(const char *folder, const char *further, dl_tables **out, dl_buf *findings, uint32_t *finding_count, dl_error *err)
{
    dl_findings list = {.out = findings};
    dl_tables *tables;
    *out = NULL;
    DL_TRY(dl_tables_new(&tables, err));
    dl_status status = add_folders(tables, folder, further, &list, err);
    if (finding_count) *finding_count += list.count;
    if (status == DL_OK) *out = tables;
    else dl_tables_close(tables);
    return status;
}

dl_status dl_tables_open(const char *folder, dl_tables **out, dl_buf *findings, uint32_t *finding_count, dl_error *err)
{
    return dl_tables_open_all(folder, NULL, out, findings, finding_count, err);
}

uint32_t dl_person_on(const dl_tables *tables, uint32_t row, int32_t day, bool *inside)
{
    uint32_t best = row;
    int64_t nearest = INT64_MAX;
    *inside = false;
    for (uint32_t i = row; i != DL_NONE; i = tables->people[i].next) {
        const dl_person *p = &tables->people[i];
        if (day == DL_DAY_UNKNOWN) {
            if (i == row || p->to > tables->people[best].to || (p->to == tables->people[best].to && p->from > tables->people[best].from)) best = i;
            *inside = true;
            continue;
        }
        bool in = p->from <= day && day <= p->to;
        int64_t away = in ? 0 : p->from > day ? (int64_t)p->from - day : (int64_t)day - p->to;
        /* Of two offices at once the one taken up later says more. */
        if (away < nearest || (in && away == nearest && p->from > tables->people[best].from)) {
            best = i;
            nearest = away;
        }
        *inside |= in;
    }
    return best;
}

const dl_country *dl_country_by_code(const dl_tables *tables, dl_str code)
{
    const uint32_t *row = dl_map_get(tables->country_by_code, code);
    return row ? &tables->countries[*row] : NULL;
}

dl_str dl_phrase_code(const dl_tables *tables, const dl_phrase *phrase)
{
    switch ((dl_known)phrase->known) {
    case DL_KNOWN_COUNTRY: case DL_KNOWN_PEOPLE: case DL_KNOWN_ADJECTIVE: case DL_KNOWN_CAPITAL: case DL_KNOWN_SEAT: return tables->countries[phrase->row].code;
    case DL_KNOWN_CITY: return tables->cities[phrase->row].code;
    case DL_KNOWN_PERSON: case DL_KNOWN_SURNAME: return tables->people[phrase->row].code;
    case DL_KNOWN_ORGANISATION: return tables->organisations[phrase->row].code;
    default: return (dl_str){0};
    }
}

dl_str dl_known_text(dl_known known)
{
    static const char *const text[DL_KNOWN_COUNT] = {"country", "people", "adjective", "capital", "seat of government", "city", "person", "surname",
                                                     "organisation", "noun", "body"};
    return dl_str_c(text[known]);
}
