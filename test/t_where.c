/* Places: the mapped file, made and read and damaged, and which of the places that bear a name is meant. In the reports of the table words in
 * brackets are names of places, as the model would mark them. */
#include "check.h"
#include "mark/gazetteer.h"
#include "mark/mark.h"

#include <stdlib.h>

/* ## The file */

static const dl_str seaport_others[] = {{"Porto Caribe", 12}, {"San-Pablo", 9}};
static const dl_site_row rows[] = {
    {{.name = {"Northland", 9}, .code = {"NLD", 3}, .feature = {"PCLI", 4}, .lat = 500000, .lon = 100000, .people = 9000000}, NULL, 0},
    {{.name = {"Sealand", 7}, .code = {"BEL", 3}, .feature = {"PCLI", 4}, .lat = -500000, .lon = -1000000, .people = 100}, NULL, 0},
    {{.name = {"Saint Paul", 10}, .code = {"BEL", 3}, .province = {"West", 4}, .feature = {"PPLA", 4}, .lat = -501234, .lon = -1005678, .people = 16777215}, seaport_others, 2},
    {{.name = {"St. Paul", 8}, .code = {"NLD", 3}, .province = {"East", 4}, .feature = {"PPL", 3}, .lat = 510000, .lon = 110000, .people = 5}, NULL, 0},
};

static void test_keys(void)
{
    static const struct { const char *name, *key; } keys[] = {
        {"Saint-Denis", "saint denis"}, {"St. Denis", "saint denis"}, {"saint denis", "saint denis"}, {"L'Aquila", "laquila"}, {"W.Va.", "wva"}, {"Al-Minya", "al minya"},
        {"Mt. Pleasant", "mount pleasant"}, {"S\xc3\xa3o Paulo", "sao paulo"}, {"42", ""}, {"", ""}, {"Ste", "sainte"}};
    char room[DL_KEY_MAX];
    for (size_t i = 0; i < DL_COUNT(keys); i++) {
        dl_str key = {room, dl_place_key(dl_str_c(keys[i].name), room)};
        CHECK(dl_str_is(key, keys[i].key), "%s: %.*s", keys[i].name, (int)key.n, key.p);
    }
    char large[400];
    memset(large, 'a', sizeof large);
    CHECK(dl_place_key((dl_str){large, sizeof large}, room) == 0, "too long");
}

static void test_look_up(const dl_gazetteer *g)
{
    dl_site site;
    uint32_t place;
    bool other;
    dl_error err;
    CHECK(dl_gazetteer_check(g, &err) == DL_OK, "%s", err.text);
    CHECK(g->place_count == 4 && g->country_count == 2 && dl_str_is(g->date, "2023-03-05"), "head");
    dl_names both = dl_gazetteer_find(g, DL_LIT("St Paul"));
    CHECK(both.count == 2, "two bear it: %u", (unsigned)both.count);
    CHECK(dl_gazetteer_find(g, DL_LIT("Sankt Paul")).count == 0 && dl_gazetteer_find(g, DL_LIT("")).count == 0, "nobody does");
    dl_names one = dl_gazetteer_find(g, DL_LIT("san pablo"));
    CHECK(one.count == 1 && dl_gazetteer_at(g, one.first, &site, &place, &other) && other, "an other name");
    CHECK(site.lat == -501234 && site.lon == -1005678 && site.people == 16777215 && dl_str_is(site.province, "West") && dl_str_is(site.code, "BEL"), "what it is");
    CHECK(dl_str_is(site.name, "Saint Paul") && dl_str_is(site.feature, "PPLA"), "how it is called");
    CHECK(dl_gazetteer_country(g, DL_LIT("NLD"), &site) && dl_str_is(site.name, "Northland"), "a country");
    CHECK(!dl_gazetteer_country(g, DL_LIT("XXX"), &site) && !dl_gazetteer_at(g, 99, &site, &place, &other), "none");
}

/* Whatever byte is damaged, the file is refused by the full check, and looking up stays inside it. */
static void test_damage(const dl_buf *file)
{
    dl_gazetteer g;
    dl_error err;
    dl_site site;
    uint32_t place, refused = 0;
    bool other;
    char *bytes = malloc(file->n);
    if (bytes == NULL) return;
    for (size_t i = 0; i < file->n; i++) {
        memcpy(bytes, file->p, file->n);
        bytes[i] = (char)(bytes[i] ^ 0xff);
        if (dl_gazetteer_read((dl_str){bytes, file->n}, &g, &err) != DL_OK) {
            refused++;
            continue;
        }
        dl_names found = dl_gazetteer_find(&g, DL_LIT("Saint Paul"));
        for (uint32_t k = 0; k < found.count; k++) (void)!dl_gazetteer_at(&g, found.first + k, &site, &place, &other);
        refused += dl_gazetteer_check(&g, &err) != DL_OK;
    }
    CHECK(refused >= file->n - 12, "only the day and the zeros behind it may differ: %u of %zu", (unsigned)refused, file->n);
    for (size_t n = 0; n < file->n; n++) CHECK(dl_gazetteer_read((dl_str){file->p, n}, &g, &err) == DL_FORMAT, "cut at %zu", n);
    free(bytes);
}

static void test_file(void)
{
    dl_buf file = {0};
    dl_error err = {0};
    dl_gazetteer g;
    CHECK(dl_gazetteer_make(rows, DL_COUNT(rows), DL_LIT("2023-03-05"), &file, &err) == DL_OK, "%s", err.text);
    CHECK(dl_gazetteer_read(dl_buf_str(&file), &g, &err) == DL_OK, "%s", err.text);
    test_look_up(&g);
    test_damage(&file);
    dl_buf_drop(&file);
}

/* ## Reports */

/* `words`: the place that is asked for, the last of its name. `want`: "CODE province feature", a dash for what is not looked at, empty: no place. */
static const struct { const char *text, *words, *want; } reports[] = {
    {"Two shops burned in [Paris], [Texas], on Monday.", "Paris", "USA Texas -"},
    {"Two shops burned in [Paris] on Monday.", "Paris", "FRA - PPLC"},
    {"A fair opened in [Paris], [Texas]. Many came to [Paris].", "Paris", "USA Texas -"},
    {"Georgian soldiers left [Tbilisi]. [Georgia] sent more.", "Georgia", "GEO - PCLI"},
    {"Police in [Atlanta], [Georgia], closed a road.", "Georgia", "USA Georgia ADM1"},
    {"Clashes in [Tripoli] spread to [Sidon] and [Beirut].", "Tripoli", "LBN - -"},
    {"Militias from [Misrata] and [Benghazi] entered [Tripoli].", "Tripoli", "LBY - -"},
    {"Workers struck in [Hyderabad], [Sukkur] and [Karachi].", "Hyderabad", "PAK Sindh -"},
    {"Workers struck in [Hyderabad], [Bangalore] and [Chennai].", "Hyderabad", "IND Telangana -"},
    {"BEIRUT (Newswire) - Gunmen opened fire in [Tripoli] on Friday.", "Tripoli", "LBN - -"},
    {"Shells fell in [Idlib] province.", "Idlib", "SYR - ADM1"},
    {"Shells fell in the city of [Idlib], Syria.", "Idlib", "SYR - PPLA"},
    {"Rebels hold [Sangin] in [Helmand] province, [Afghanistan].", "Sangin", "AFG Helmand -"},
    {"Snow fell in [Dayton], [Ohio], and in [Springfield].", "Springfield", "USA Ohio -"},
    {"They met in [London], [Ontario].", "London", "CAN Ontario -"},
    {"Troops moved into [Scotland] and [Wales].", "Scotland", "GBR Scotland ADM1"},
    {"Boats left [New South Wales] on Monday.", "New South Wales", "AUS New South Wales ADM1"},
    {"Soldiers patrol the [Gaza Strip].", "Gaza Strip", "PSE - RGN"},
    {"The fleet sailed to the [Black Sea].", "Black Sea", "- - SEA"},
    {"The fire began in [Lewisburg], [W.Va.], they said.", "Lewisburg", "USA West Virginia -"},
    {"The [EU] sent envoys.", "EU", ""},
    {"They walked [North] for a day.", "North", ""},
    {"It cost US$30.", "US", ""},
};

/* The text without brackets, and where names of places begin and end in it. */
static dl_str strip(dl_arena *arena, const char *marked, dl_span names[16], uint32_t *count)
{
    char *out = dl_arena_get(arena, strlen(marked) + 1);
    uint32_t n = 0;
    *count = 0;
    for (const char *p = marked; *p; p++) {
        if (*p == '[') names[*count].start = n;
        else if (*p == ']') names[(*count)++].end = n;
        else out[n++] = *p;
    }
    return (dl_str){out, n};
}

static bool read_report(dl_arena *arena, const dl_tables *tables, const char *marked, dl_doc *doc, dl_marks *marks)
{
    dl_error err = {0};
    dl_span names[16];
    uint32_t count;
    dl_arena_reset(arena);
    *doc = (dl_doc){.arena = arena, .text = strip(arena, marked, names, &count), .day = dl_day_from_ymd(2018, 9, 6)};
    bool good = dl_blocks_find(doc, &err) == DL_OK && dl_tokens_find(NULL, doc, &err) == DL_OK;
    for (uint32_t t = 0; good && t < doc->token_count; t++) {
        for (uint32_t i = 0; i < count; i++) {
            if (doc->tokens[t].start < names[i].start || doc->tokens[t].end > names[i].end) continue;
            doc->tokens[t].name = doc->tokens[t].start == names[i].start ? DL_NAME_B_LOC : DL_NAME_I_LOC;
            doc->tokens[t].upos = DL_UPOS_PROPN;
        }
    }
    good = good && dl_marks_find(tables, NULL, NULL, doc, marks, &err) == DL_OK;
    CHECK(good, "%s: %s", marked, err.text);
    return good;
}

static void test_reports(const dl_tables *tables)
{
    dl_arena *arena = dl_arena_new(1 << 26);
    for (size_t i = 0; i < DL_COUNT(reports); i++) {
        dl_doc doc;
        dl_marks marks;
        const dl_place *found = NULL;
        if (!read_report(arena, tables, reports[i].text, &doc, &marks)) continue;
        for (uint32_t k = 0; k < marks.place_count; k++) {
            const dl_place *p = &marks.places[k];
            bool asked = dl_str_is(dl_str_part(doc.text, p->span.start, p->span.end), reports[i].words);
            if (asked && p->resolved && (found == NULL || p->first > found->first)) found = p;
        }
        CHECK((found != NULL) == (reports[i].want[0] != 0), "%s: %s", reports[i].text, reports[i].words);
        if (found == NULL || !reports[i].want[0]) continue;
        dl_str want = dl_str_c(reports[i].want), code = dl_str_cut(&want, ' ');
        size_t at = want.n;
        while (at && want.p[at - 1] != ' ') at--;
        dl_str feature = dl_str_part(want, at, want.n), province = dl_str_part(want, 0, at ? at - 1 : 0);
        bool good = (dl_str_is(code, "-") || dl_str_eq(code, found->code)) && (dl_str_is(province, "-") || dl_str_eq(province, found->province)) &&
                    (dl_str_is(feature, "-") || dl_str_eq(feature, found->feature));
        CHECK(good, "%s: %s is %.*s, %.*s, %.*s", reports[i].text, reports[i].words, (int)found->code.n, found->code.p, (int)found->province.n, found->province.p,
              (int)found->feature.n, found->feature.p);
        CHECK(found->name.n && found->why.n, "%s has a name and says why", reports[i].words);
    }
    dl_arena_free(arena);
}

/* The file that comes with the tables is whole. */
static void test_own(const char *path)
{
    dl_gazetteer g;
    dl_error err = {0};
    dl_site site;
    CHECK(dl_gazetteer_open(path, &g, &err) == DL_OK && dl_gazetteer_check(&g, &err) == DL_OK, "%s", err.text);
    CHECK(dl_gazetteer_country(&g, DL_LIT("AFG"), &site) && g.place_count > 100000, "%u places", (unsigned)g.place_count);
    dl_gazetteer_close(&g);
    CHECK(dl_gazetteer_open(TEST_SOURCE "/data/cities.tsv", &g, &err) == DL_FORMAT && g.place_count == 0, "a table is no gazetteer");
    CHECK(dl_gazetteer_open(TEST_SOURCE "/data/nothing.bin", &g, &err) == DL_IO, "no file");
}

int main(void)
{
    dl_tables *tables;
    dl_error err;
    test_keys();
    test_file();
    test_own(TEST_SOURCE "/data/gazetteer.bin");
    if (dl_tables_open(TEST_SOURCE "/data", &tables, NULL, NULL, &err) != DL_OK) return puts(err.text), 1;
    test_reports(tables);
    dl_tables_close(tables);
    return check_done();
}
