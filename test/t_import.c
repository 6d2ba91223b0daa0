/* t_import.c - dictionaries of PETRARCH and lines of Wikidata: the rows that come out, what is told, and that the tables read them again. */
#include "check.h"
#include "mark/import.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char lands[] = "code\tname\tfrom\tto\taliases\tpeoples\tadjectives\tcapital\tseats\tlat\tlon\twikidata\n"
                            "AFG\tAfghanistan\t\t\t\tAfghan|Afghans\tAfghan\tKabul\t\t33\t65\tQ889\nRUS\tRussia\t\t\t\tRussian\tRussian\tMoscow\t\t55\t37\tQ159\n"
                            "USA\tUnited States\t\t\t\tAmerican\tAmerican\tWashington\t\t38\t-77\tQ30\nGUM\tGuam\t\t\t\t\t\t\t\t13\t144\t\n";

/* The dictionary, one row that must come out of it (or NULL for none), and one finding (or NULL for none). */
typedef struct import { const char *text; dl_into into; const char *row, *finding; } import;

static const import imports[] = {
    {"OAKEN_LEAGUE_ [AFGREB]\n", DL_INTO_ORGANISATIONS, "petrarch:oaken-league\tOaken League\tAFG\tREB\t\t\t\timported\tpetrarch\n", NULL},
    {"OAKEN_LEAGUE [AFGREB]\n+LEAGUE_OF_OAK\n+Oaken League\n", DL_INTO_ORGANISATIONS, "\tOaken League\tAFG\tREB\t\t\tLeague of Oak\timported", NULL},
    {"OAKEN_LEAGUE_(OAL) [AFGREB]\n", DL_INTO_ORGANISATIONS, "\tOaken League\tAFG\tREB\t\t\tOAL\t", NULL},
    {"JANE_DOE\n\t[AFGGOV 010203-20041130]\n\t[AFGELI]\n", DL_INTO_PEOPLE, "petrarch:jane-doe\tJane Doe\tAFG\tGOV\t\t2001-02-03\t2004-11-30\t\tpetrarch\n", NULL},
    {"JANE_DOE\n\t[AFGGOV > 20010203]\t[AFGELI <010203]\nX_Y [AFGGOV 20060000-20070500]\n", DL_INTO_PEOPLE, "\tJane Doe\tAFG\tGOV\t\t2001-02-03\t2007-05-01\t", NULL},
    {"JANE_DOE\n\t[AFGGOV 010203-041130]\n\t[AFGGOV]\n", DL_INTO_PEOPLE, "\tAFG\tGOV\t\t\t\t\tpetrarch\n", NULL},
    {"VELKA [IMGMUSALQ]\n", DL_INTO_ORGANISATIONS, "\tVelka\tIMG\tREB\t", NULL},
    {"VELKA [MEAREB]\n", DL_INTO_ORGANISATIONS, "\tVelka\tIMG\tREB\t", NULL},
    {"VELKA [IGOUNOPKO]\n", DL_INTO_ORGANISATIONS, "\tVelka\tUNO\tGOV\t", NULL},
    {"VELKA [NGOHLH]\n", DL_INTO_ORGANISATIONS, "\tVelka\tNGO\tMED\t", NULL},
    {"HAGATNA [USAGUM]\n", DL_INTO_COUNTRIES, "GUM\tGuam\t\t\tHagatna\t", NULL},
    {"ROSSIYA [RUS >911226]\n", DL_INTO_COUNTRIES, "RUS\tRussia\t1991-12-26\t\tRossiya\t", NULL},
    {"AFGHANISTAN [AFG]\n+AFGANISTAN\n", DL_INTO_COUNTRIES, "AFG\tAfghanistan\t\t\tAfganistan\t", NULL},
    {"MUJAHIDI\xcc\x84N [AFGREB]\n", DL_INTO_ORGANISATIONS, "Mujahid", NULL},
    {"S\xc3\x83\xc2\xa3o Bento [AFGREB]\n", DL_INTO_ORGANISATIONS, "S\xc3\xa3o Bento", NULL},
    {"S\xe3o Bento [AFGREB]\n", DL_INTO_ORGANISATIONS, "S\xc3\xa3o Bento", NULL},
    {"<!-- [AFGREB]\nmore -->\nVELKA [AFGMIL] # [AFGREB]\n", DL_INTO_ORGANISATIONS, "\tVelka\tAFG\tMIL\t", NULL},
    {"\xEF\xBB\xBFVELKA [AFGMIL]\r\n", DL_INTO_ORGANISATIONS, "\tVelka\tAFG\tMIL\t", NULL},
    {"VELKA [ZZZREB]\n", DL_INTO_COUNT, NULL, "d:1: [ZZZREB]: no table has the country of the code\nd:1: no code of \"Velka\" can be used\n"},
    {"VELKA [SEAGOV]\n", DL_INTO_COUNT, NULL, "d:1: [SEAGOV]: the code names an area or a faith, no country\n"},
    {"VELKA [AFGXQZ]\n", DL_INTO_COUNT, NULL, "d:1: [AFGXQZ]: no role of the code is a sector of ours\n"},
    {"VELKA [AFGREB 20139999-x]\n", DL_INTO_COUNT, NULL, "d:1: [AFGREB 20139999-x]: the dates of the code are not dates\n"},
    {"VELKA [afg]\n", DL_INTO_COUNT, NULL, "d:1: [afg]: the code is not capital letters in threes\n"},
    {"VELKA [---]\n", DL_INTO_COUNT, NULL, "d:1: [---]: the code is empty on purpose (---)\n"},
    {"VELKA\nBOND [AFGREB]\n", DL_INTO_ORGANISATIONS, "\tBond\t", "d:1: \"Velka\" has no code\n"},
    {"VF [AFGREB]\n", DL_INTO_COUNT, NULL, "d:1: \"VF\" cannot be told from ordinary words\n"},
    {"SOUTH_ [AFG]\n+SOUTHLAND\n", DL_INTO_COUNTRIES, "AFG\tAfghanistan\t\t\tSouthland\t", "d:1: \"South\" cannot be told from ordinary words\n"},
    {"[AFG]\n", DL_INTO_COUNT, NULL, "d:1: a code stands before any name\n"},
    {"VELKA [AFGREB\n", DL_INTO_COUNT, NULL, "d:1: [AFGREB]: a bracket is not closed\n"},
    {"OX {OXEN} [~AGR]\n", DL_INTO_AGENTS, "ox\tAGR\toxen\t\timported\n", NULL},
    {"FISHERMAN {} [AGR~] ; note\n", DL_INTO_AGENTS, "fisherman\tAGR\t\t\timported\n", NULL},
    {"!PERSON! = MAN, WOMAN\nLEDGER!PERSON! [~BUS]\n", DL_INTO_AGENTS, "ledgerwoman\tBUS\t", NULL},
    {"LEDGER!PERSON! [~BUS]\n", DL_INTO_COUNT, NULL, "d:1: the set of words in \"LEDGER!PERSON!\" is not defined\n"},
    {"OX [~GGS]\n", DL_INTO_COUNT, NULL, "d:1: [GGS]: no role of the code is a sector of ours\n"},
    {"--- TAKE [042] ---\nTAKE\n", DL_INTO_COUNT, NULL, "d:0: the file is a dictionary of verbs"},
    {"<ISSUE CATEGORY=\"X\">\nn: [A]\n", DL_INTO_COUNT, NULL, "d:0: the file is a dictionary of issues"},
    {"FOOTBALL\n+TENNIS\n", DL_INTO_COUNT, NULL, "d:0: the file is a list without codes"},
    {"\x1f\x8b\x08", DL_INTO_COUNT, NULL, "d:0: the file is packed with gzip"},
    {"{\"id\":\"Q1\",\"label\":\"Jane Doe\",\"P31\":\"Q5\",\"P27\":\"Q889\",\"P39\":[{\"value\":\"Q2\",\"label\":\"minister of the interior\",\"P580\":\"+2014-09-00T00:00:00Z\",\"P582\":\"2016\"}]}\n",
     DL_INTO_PEOPLE, "wikidata:q1\tJane Doe\tAFG\tGOV\tminister of the interior\t2014-09-01\t2016-12-31\t\twikidata\n", NULL},
    {"[\n{\"id\":\"Q3\",\"labels\":{\"en\":{\"language\":\"en\",\"value\":\"Oaken League\"}},\"aliases\":{\"en\":[{\"value\":\"OAL\"},{\"value\":\"the Oaks\"}]},\"claims\":{\"P31\":[{\"mainsnak\":"
     "{\"datavalue\":{\"value\":{\"id\":\"Q4\"}}}}],\"P17\":[{\"mainsnak\":{\"datavalue\":{\"value\":{\"id\":\"Q889\"}}}}]}},\n{\"id\":\"Q4\",\"label\":\"armed group\"}\n]\n",
     DL_INTO_ORGANISATIONS, "wikidata:q3\tOaken League\tAFG\tREB\t\t\tOAL|the Oaks\timported\twikidata\n", NULL},
    {"{\"id\":\"Q3\",\"label\":\"O\\u00e4k\",\"P31\":{\"label\":\"police force\"},\"P17\":\"Afghanistan\",\"P576\":\"2001-12-22\"}\n", DL_INTO_ORGANISATIONS, "O\xc3\xa4k\tAFG\tCOP\t\t2001-12-22\t", NULL},
    {"{\"id\":\"Q7\",\"label\":\"Ruritania\",\"P298\":\"AFG\"}\n{\"id\":\"Q3\",\"label\":\"Oak\",\"P31\":{\"label\":\"militia\"},\"P17\":\"Q7\"}\n", DL_INTO_ORGANISATIONS, "\tOak\tAFG\tPRM\t", NULL},
    {"{\"id\":\"Q3\",\"label\":\"Oak\",\"P31\":{\"label\":\"mountain\"},\"P17\":\"Q889\"}\n", DL_INTO_COUNT, NULL, "d:1: what Oak is (P31) is no kind that the tables have a sector for\n"},
    {"{\"id\":\"Q3\",\"label\":\"Oak\",\"P31\":\"Q5\",\"P27\":\"Q99\",\"P39\":\"king\"}\n", DL_INTO_COUNT, NULL, "d:1: no country (P17, P27) of Oak is known to the tables or the file\n"},
    {"{\"id\":\"Q3\",\"label\":\"Oak\",\"P31\":\"Q5\",\"P27\":\"Q889\"}\n", DL_INTO_COUNT, NULL, "d:1: Oak has no office (P39) that could be used\n"},
    {"{\"id\":\"Q3\",\"label\":\"Oak\",\"P31\":\"Q5\",\"P27\":\"Q889\",\"P39\":{\"value\":\"king\",\"P580\":\"soon\"}}\n", DL_INTO_COUNT, NULL, "the dates of an office of Oak are not dates"},
    {"{\"id\":\"Q3\",\"P31\":\"Q5\",\"P27\":\"Q889\"}\n", DL_INTO_COUNT, NULL, "d:1: the item has no English label\n"},
    {"{\"id\":\"Q3\",\n{}\n", DL_INTO_COUNT, NULL, "d:1: not a JSON object: "},
};

static dl_tables *base_tables(void)
{
    dl_tables *tables = NULL;
    dl_buf told = {0};
    dl_findings findings = {.out = &told};
    CHECK(dl_tables_new(&tables, NULL) == DL_OK && dl_tables_add(tables, "countries.tsv", dl_str_c(lands), &findings, NULL) == DL_OK &&
          dl_tables_finish(tables, &findings, NULL) == DL_OK && findings.count == 0, "%s", told.p ? told.p : "");
    dl_buf_drop(&told);
    return tables;
}

static void test_imports(const dl_tables *tables)
{
    for (size_t i = 0; i < DL_COUNT(imports); i++) {
        const import *w = &imports[i];
        dl_buf told = {0};
        dl_findings findings = {.out = &told};
        dl_importer im;
        dl_error err = {0};
        CHECK(dl_importer_open(tables, false, &findings, &im, &err) == DL_OK && dl_import_bytes(&im, "d", dl_str_c(w->text), &err) == DL_OK, "%s", err.text);
        const char *out = w->into < DL_INTO_COUNT && im.out[w->into].p ? im.out[w->into].p : "";
        if (w->row) CHECK(strstr(out, w->row) != NULL, "%s: %s", w->text, out);
        else CHECK(im.rows[0] + im.rows[1] + im.rows[2] + im.rows[3] == 0, "%s gives rows", w->text);
        if (w->finding) CHECK(told.p && strstr(told.p, w->finding), "%s: told %s", w->text, told.p ? told.p : "nothing");
        else CHECK(findings.count == 0, "%s: told %s", w->text, told.p);
        CHECK(findings.count == im.unusable, "%s: %u findings, %u counted", w->text, (unsigned)findings.count, (unsigned)im.unusable);
        dl_importer_close(&im);
        dl_buf_drop(&told);
    }
}

/* What the tables have is left alone; codes of the dictionary's own are taken when that is asked for. */
static void test_known_and_new(const dl_tables *tables)
{
    dl_buf told = {0};
    dl_findings findings = {.out = &told};
    dl_importer im;
    dl_error err = {0};
    CHECK(dl_importer_open(tables, true, &findings, &im, &err) == DL_OK && dl_import_bytes(&im, "d", dl_str_c("KABUL [AFG]\nGONDAR [GDR]\nGONDARS_GUARD [GDRZZZ]\n"), &err) == DL_OK, "%s", err.text);
    CHECK(im.known_lines == 1 && findings.count == 0, "%u known, %u findings", (unsigned)im.known_lines, (unsigned)findings.count);
    CHECK(im.out[DL_INTO_COUNTRIES].p && strcmp(im.out[DL_INTO_COUNTRIES].p, "GDR\tGondar\t\t\t\t\t\t\t\t\t\tpetrarch\n") == 0, "%s", im.out[DL_INTO_COUNTRIES].p);
    CHECK(im.out[DL_INTO_ORGANISATIONS].p && strstr(im.out[DL_INTO_ORGANISATIONS].p, "\tGondars Guard\tGDR\tUNK\t"), "%s", im.out[DL_INTO_ORGANISATIONS].p);
    dl_importer_close(&im);
    dl_buf_drop(&told);
}

/* 54,000 lines as a large dictionary has them; the folder is written and read beside the shipped tables. */
static void test_large(void)
{
    char folder[] = "/tmp/t_import.XXXXXX", path[64];
    dl_buf text = {0}, told = {0};
    for (unsigned i = 0; i < 13500; i++) dl_buf_printf(&text, "PERSON_NUMBER_%u_ # note\n+P._N._%u\n\t[AFGGOV 20%02u0101-20%02u1231]\n\t[AFGELI]\n", i, i, i % 20, i % 20 + 1);
    CHECK(mkdtemp(folder) != NULL, "%s", folder);
    snprintf(path, sizeof path, "%s/actors", folder);
    FILE *file = fopen(path, "w");
    bool written = file && fwrite(text.p, 1, text.n, file) == text.n;
    CHECK(file && fclose(file) == 0 && written, "%s", path);
    const char *files[] = {path};
    dl_import_ask ask = {.files = files, .file_count = 1, .folder = folder, .data = TEST_SOURCE "/data"};
    dl_import_count count;
    dl_error err = {0};
    struct timespec start, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    CHECK(dl_tables_import(&ask, &told, &count, &err) == DL_OK && told.n == 0, "%s %.200s", err.text, told.p ? told.p : "");
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    double took = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9;
    CHECK(count.lines == 54000 && count.people == 13500 && took < 1, "%u lines, %u people, %.2f s", count.lines, count.people, took);
    dl_buf out = {0};
    uint32_t found = 0;
    dl_who_ask who = {.name = "P. N. 13", .day = "2013-06-01", .format = "jsonl", .data = ask.data, .tables = folder};
    CHECK(dl_tables_who(&who, &out, &found, &err) == DL_OK && found == 1 && strstr(out.p, "petrarch:person-number-13\""), "%s %s", err.text, out.p ? out.p : "");
    dl_buf_drop(&out);
    dl_buf_drop(&text);
    dl_buf_drop(&told);
    remove(path);
    snprintf(path, sizeof path, "%s/people.tsv", folder);
    remove(path);
    rmdir(folder);
}

int main(void)
{
    dl_tables *tables = base_tables();
    if (tables == NULL) return 1;
    test_imports(tables);
    test_known_and_new(tables);
    dl_tables_close(tables);
    test_large();
    return check_done();
}
