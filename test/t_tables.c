/* t_tables.c - tables: what is read, what is refused and how it is told, how phrases match; then the shipped tables. */
#include "check.h"
#include "mark/tables.h"

#include <time.h>

#define COUNTRIES "code\tname\tfrom\tto\taliases\tpeoples\tadjectives\tcapital\tseats\tlat\tlon\n"
#define PEOPLE "id\tname\tcode\tsector\toffice\tfrom\tto\taliases\n"

/* One faulty table: the words that its finding must hold, and how many rows are left. */
typedef struct fault { const char *name, *text, *words; uint32_t rows; } fault;

static const fault faults[] = {
    {"countries.tsv", COUNTRIES "AFG\tAfghanistan\t\t\t\tAfghan\tAfghan\tKabul\t\t33\t65\nXX\tNowhere\t\t\t\t\t\t\t\t\t\n", "countries.tsv:3: `code` is not three capital letters: XX", 1},
    {"countries.tsv", COUNTRIES "AFG\tAfghanistan\t\t\n", "countries.tsv:2: 4 cells where the header has 11", 0},
    {"countries.tsv", COUNTRIES "AFG\tAfghanistan\t\t\t\t\t\t\t\t93\t65\n", "countries.tsv:2: `lat` and `lon` are not degrees: 93 65", 0},
    {"countries.tsv", "code\tname\n", "countries.tsv:1: the column `from` is missing", 0},
    {"countries.tsv", "# nothing\n", "countries.tsv:1: the table has no header", 0},
    {"people.tsv", PEOPLE "a-b\tA B\tAFG\tGOV\tpresident\t2014-13\t\t\n", "people.tsv:2: `from` is not a date: 2014-13", 0},
    {"people.tsv", PEOPLE "a-b\tA B\tAFG\tGOV\tpresident\t2014\t2013\t\n", "people.tsv:2: the period ends before it begins", 0},
    {"people.tsv", PEOPLE "a-b\tA B\tAFG\tKING\tpresident\t\t\t\n", "people.tsv:2: `sector` is not one of the codebook: KING", 0},
    {"people.tsv", PEOPLE "A B\tA B\tAFG\tGOV\t\t\t\t\n", "people.tsv:2: `id` may hold small letters", 0},
    {"people.tsv", PEOPLE "a\xff\tA B\tAFG\tGOV\t\t\t\t\n", "people.tsv:2: byte 2 is not UTF-8", 0},
};

static dl_tables *read_one(const char *name, const char *text, dl_buf *out, uint32_t *count)
{
    dl_tables *tables = NULL;
    dl_findings findings = {.out = out};
    if (dl_tables_new(&tables, NULL) != DL_OK) return NULL;
    CHECK(dl_tables_add(tables, name, dl_str_c(text), &findings, NULL) == DL_OK, "%s", name);
    CHECK(dl_tables_finish(tables, &findings, NULL) == DL_OK, "%s", name);
    *count = findings.count;
    return tables;
}

static void test_faults(void)
{
    for (size_t i = 0; i < DL_COUNT(faults); i++) {
        dl_buf out = {0};
        uint32_t count = 0;
        dl_tables *tables = read_one(faults[i].name, faults[i].text, &out, &count);
        CHECK(count == 1, "%s: %u findings", faults[i].words, (unsigned)count);
        CHECK(out.p && strstr(out.p, faults[i].words), "%s but: %s", faults[i].words, out.p ? out.p : "nothing");
        if (tables) CHECK(tables->country_count + tables->person_count == faults[i].rows, "%s", faults[i].words);
        dl_tables_close(tables);
        dl_buf_drop(&out);
    }
}

/* A text and what must be found in it: the phrase and its kind, or NULL. */
typedef struct sight { const char *text, *phrase; dl_known known; } sight;

static const sight sights[] = {
    {"in Ruritania today", "Ruritania", DL_KNOWN_COUNTRY},       {"RURITANIA", "Ruritania", DL_KNOWN_COUNTRY},
    {"the U.R.K. said", "URK", DL_KNOWN_COUNTRY},                {"the urk said", NULL, DL_KNOWN_COUNT},
    {"two Ruritanians", "Ruritanian", DL_KNOWN_PEOPLE},          {"Strel-Sau's port", "Strel Sau", DL_KNOWN_CAPITAL},
    {"Strel, Sau", NULL, DL_KNOWN_COUNT},                        {"Pr\xc3\xa9tendre Ruritania", "Ruritania", DL_KNOWN_COUNTRY},
};

static void test_matching(void)
{
    static const char table[] = COUNTRIES "RUR\tRuritania\t\t\tURK\tRuritanian\tRuritanian\tStrel Sau\t\t\t\n";
    uint32_t count = 0;
    dl_tables *tables = read_one("countries.tsv", table, NULL, &count);
    dl_arena *arena = dl_arena_new(0);
    for (size_t i = 0; tables && arena && i < DL_COUNT(sights); i++) {
        dl_run *runs = NULL;
        dl_match *matches = NULL;
        uint32_t run_count = 0, run_room = 0, match_count = 0, match_room = 0;
        bool apart = false;
        dl_str text = dl_str_c(sights[i].text);
        CHECK(dl_runs_add(arena, text, 0, (uint32_t)text.n, 0, &apart, &runs, &run_count, &run_room) &&
              dl_matches_add(tables, arena, text, runs, run_count, &matches, &match_count, &match_room), "memory");
        CHECK(match_count == (sights[i].phrase ? 1u : 0u), "%s: %u matches", sights[i].text, (unsigned)match_count);
        if (match_count == 0 || !sights[i].phrase) continue;
        CHECK(matches[0].knowns & DL_KNOWN_BIT(sights[i].known), "%s", sights[i].text);
        CHECK(dl_str_is(tables->phrases[matches[0].phrase[0]].text, sights[i].phrase), "%s", sights[i].text);
    }
    dl_arena_free(arena);
    dl_tables_close(tables);
}

static void test_periods(void)
{
    static const char table[] = PEOPLE "x-y\tXen Ypsilon\tRUR\tGOV\tminister\t2010\t2012-06\t\nx-y\tXen Ypsilon\tRUR\tGOV\tpresident\t2012-07-01\t2016\t\n";
    static const struct { const char *day, *office; bool inside; } asked[] = {
        {"2011-05-01", "minister", true}, {"2012-06-30", "minister", true}, {"2012-07-01", "president", true}, {"2016-12-31", "president", true},
        {"2017-01-01", "president", false}, {"2009-12-31", "minister", false}};
    uint32_t count = 0;
    dl_tables *tables = read_one("people.tsv", table, NULL, &count);
    for (size_t i = 0; tables && i < DL_COUNT(asked); i++) {
        bool inside;
        uint32_t row = dl_person_on(tables, 0, dl_day_from_text(dl_str_c(asked[i].day)), &inside);
        CHECK(dl_str_is(tables->people[row].office, asked[i].office) && inside == asked[i].inside, "%s", asked[i].day);
    }
    dl_tables_close(tables);
}

static void test_shipped(void)
{
    dl_tables *tables = NULL;
    dl_buf findings = {0};
    uint32_t count = 0;
    dl_error err = {0};
    clock_t start = clock();
    CHECK(dl_tables_open(TEST_SOURCE "/data", &tables, &findings, &count, &err) == DL_OK, "%s", err.text);
    double ms = (double)(clock() - start) * 1e3 / CLOCKS_PER_SEC;
    if (findings.p) printf("%s", findings.p);
    if (tables) {
        printf("%u phrases in %.1f ms\n", (unsigned)tables->phrase_count, ms);
        CHECK(tables->country_count > 200 && tables->agent_count > 500, "tables are there");
        CHECK(dl_country_by_code(tables, DL_LIT("AFG")) != NULL, "AFG");
        CHECK(dl_tables_digest(tables).n == 16, "digest");
    }
    dl_tables_close(tables);
    dl_buf_drop(&findings);
}

int main(void)
{
    test_faults();
    test_matching();
    test_periods();
    test_shipped();
    return check_done();
}
