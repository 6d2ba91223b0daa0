/* t_export.c - exporters: exact columns, rows of the right width, codes of the right system. `t_export show NAME` prints a format. */
#include "table/export.h"
#include "check.h"

#include <stdlib.h>

static dl_codes *codes;

static dl_out_party party(const char *text, const char *name, const char *code, const char *sector)
{
    return (dl_out_party){.text = dl_str_c(text), .name = dl_str_c(name), .code = dl_str_c(code), .sector = dl_str_c(sector), .start = 4};
}

static dl_out_event attack(void)
{
    dl_out_event e = {.id = DL_LIT("0123456789abcdef"), .type = DL_TYPE_ASSAULT, .modes = {DL_LIT("explosives")}, .mode_count = 1,
                      .contexts = {DL_LIT("terrorism"), DL_LIT("military")}, .context_count = 2, .cameo = DL_LIT("1832"), .precision = DL_PRECISION_DAY};
    e.low = e.high = dl_day_from_ymd(2018, 9, 4);
    e.actors[0] = party("the rebels", "Taliban", "AFG", "REB");
    e.actors[0].id = DL_LIT("organisation:taliban");
    e.recipients[0] = party("soldiers", "", "DEU", "MIL");
    e.recipients[1] = party("a \"driver\"\tof\nthe UN", "", "UNO", "CVL");
    e.actor_count = 1;
    e.recipient_count = 2;
    e.place = (dl_out_place){DL_LIT("Berlin"), DL_LIT("Berlin"), DL_LIT("DEU"), DL_LIT(""), DL_LIT("PPLC"), 52.52, 13.405, true};
    e.dead = (dl_out_number){12, -1, true};
    e.source = party("the army", "", "DEU", "MIL");
    e.stance = DL_LIT("asserts");
    e.reports[0] = (dl_out_report){.event = DL_LIT("00000000000000aa"), .doc = DL_LIT("d1"), .publisher = DL_LIT("Daily, Evening"), .title = DL_LIT("Bomb \"kills\" 12"),
        .url = DL_LIT("http://example.org/1"), .date = DL_LIT("2018-09-05"), .language = DL_LIT("en"), .sentence_text = DL_LIT("A bomb killed <12> soldiers."),
        .words = DL_LIT("bomb killed"), .sentence = 2, .start = 40, .end = 51, .length = 900, .confidence = 0.876};
    e.reports[1] = (dl_out_report){.event = DL_LIT("00000000000000bb"), .doc = DL_LIT("d2"), .publisher = DL_LIT("Observer"), .date = DL_LIT("2018-09-06"), .sentence = 1,
        .start = 3, .end = 9, .length = -1, .confidence = 0.5};
    e.kept = e.report_count = e.publisher_count = 2;
    e.rule = DL_LIT("assault.bomb");
    e.coder = DL_LIT("dateline 0.1.0");
    return e;
}

static dl_out_event talks(void)
{
    dl_out_event e = attack();
    e.id = DL_LIT("fedcba9876543210");
    e.type = DL_TYPE_CONSULT;
    e.modes[0] = DL_LIT("multilateral");
    e.cameo = DL_LIT("046");
    e.actors[1] = party("Romania", "Romania", "ROU", "GOV");
    e.actors[2] = party("the U.N.", "United Nations", "UNO", "GOV");
    e.actor_count = 3;
    e.recipient_count = 0;
    e.high = e.low + 2;
    e.place = (dl_out_place){.text = DL_LIT("Gaza City"), .name = DL_LIT("Gaza"), .code = DL_LIT("PSE"), .feature = DL_LIT("PPLA"), .lat = 31.5, .lon = 34.47, .located = true};
    e.dead.known = false;
    e.kept = e.report_count = e.publisher_count = 1;
    return e;
}

static dl_export run(const char *format, dl_buf *out, dl_buf *sidecar)
{
    dl_export x;
    dl_out_event first = attack(), second = talks();
    CHECK(dl_export_begin(&x, dl_format_find(format), codes, out, sidecar), "%s does not begin", format);
    dl_export_event(&x, &first);
    dl_export_event(&x, &second);
    dl_export_end(&x);
    CHECK(!out->failed, "%s ran out of memory", format);
    return x;
}

/* Line `line` (from 0), cell `cell` (from 0) of a table without quoted separators. */
static dl_str cell_of(const dl_buf *table, char separator, uint32_t line, uint32_t cell)
{
    dl_str rest = dl_buf_str(table), row = {0}, found = {0};
    for (uint32_t i = 0; i <= line; i++) row = dl_str_cut(&rest, '\n');
    for (uint32_t i = 0; i <= cell; i++) found = dl_str_cut(&row, separator);
    return found;
}

/* Cells of every row, quotes heeded. */
static void check_width(const dl_format *f, const dl_buf *table)
{
    uint32_t cells = 1, line = 1;
    bool inside = false;
    for (size_t i = 0; i < table->n; i++) {
        char c = table->p[i];
        if (c == '"') {
            CHECK(f->quoted, "%s holds a quote", f->name);
            inside = !inside;
        }
        if (inside) continue;
        cells += c == f->separator;
        if (c != '\n') continue;
        CHECK(cells == f->column_count, "%s line %u has %u cells, not %u", f->name, (unsigned)line, (unsigned)cells, (unsigned)f->column_count);
        cells = 1;
        line++;
    }
}

/* ## Columns, against the schema files where they are at hand */

static const struct { const char *format, *schema; } schemas[] = {
    {"gdelt", "gdelt2_events_export.tsv"}, {"gdelt-mentions", "gdelt2_mentions.tsv"}, {"icews", "icews_events.tab.tsv"}, {"polecat", "polecat_ngec_events.tsv"},
    {"ucdp-ged", "ucdp_ged_current.tsv"}, {"ucdp-ged@19.1", "ucdp_ged_19.1.tsv"}, {"phoenix", "phoenix_oeda.tsv"},
};

static void check_columns(const dl_format *f, dl_str schema, const char *name)
{
    uint32_t count = 0;
    while (schema.n) {
        dl_str line = dl_str_cut(&schema, '\n');
        int64_t position = 0;
        if (!dl_str_to_int(dl_str_cut(&line, '\t'), &position)) continue;
        dl_str column = dl_str_trim(dl_str_cut(&line, '\t')), first = dl_str_cut(&column, '|');
        CHECK(count < f->column_count && dl_str_is(first, f->columns[count].name), "%s: column %u is %.*s", name, (unsigned)count + 1, (int)first.n, first.p);
        count++;
    }
    CHECK(count == f->column_count, "%s has %u columns, %s %u", name, (unsigned)count, f->name, (unsigned)f->column_count);
}

static void test_columns(void)
{
    for (size_t i = 0; i < DL_COUNT(schemas); i++) {
        dl_file file;
        dl_buf path = {0};
        dl_buf_printf(&path, "%s/schemas/%s", TEST_SHARED, schemas[i].schema);
        if (dl_file_open(path.p, &file, NULL) == DL_OK) {
            check_columns(dl_format_find(schemas[i].format), file.bytes, schemas[i].schema);
            dl_file_close(&file);
        } else {
            check_skip("the schema files are not here");
        }
        dl_buf_drop(&path);
    }
}

static void test_widths(void)
{
    static const struct { const char *name; uint64_t rows; uint32_t columns; } want[] = {
        {"icews", 8, 20}, {"gdelt", 8, 61}, {"gdelt-mentions", 10, 16}, {"polecat", 2, 40}, {"ucdp-ged", 1, 49}, {"ucdp-ged@25", 1, 49}, {"ucdp-ged@19.1", 1, 42},
        {"phoenix", 8, 26}, {"timelinejs", 2, 18}, {"plover", 2, 17},
    };
    for (size_t i = 0; i < DL_COUNT(want); i++) {
        dl_buf out = {0}, sidecar = {0};
        dl_export x = run(want[i].name, &out, &sidecar);
        uint64_t lines = 0, notes = 0;
        CHECK(x.rows == want[i].rows, "%s: %llu rows", want[i].name, (unsigned long long)x.rows);
        CHECK(x.format->column_count == want[i].columns, "%s: %u columns", want[i].name, (unsigned)x.format->column_count);
        CHECK(x.events + x.left_out == 2, "%s: events", want[i].name);
        if (x.format->separator) check_width(x.format, &out);
        for (size_t k = 0; k < out.n; k++) lines += out.p[k] == '\n';
        for (size_t k = 0; k < sidecar.n; k++) notes += sidecar.p[k] == '\n';
        CHECK(lines == x.rows + x.format->header, "%s: %llu lines", want[i].name, (unsigned long long)lines);
        CHECK(notes == x.rows, "%s: %llu lines of provenance", want[i].name, (unsigned long long)notes);
        dl_buf_drop(&out);
        dl_buf_drop(&sidecar);
    }
}

/* ## Cells */

static void test_cells(void)
{
    static const struct { const char *format; char separator; uint32_t line, cell; const char *want; } want[] = {
        {"gdelt", '\t', 0, 1, "20180904"}, {"gdelt", '\t', 0, 2, "201809"}, {"gdelt", '\t', 0, 4, "2018.7507"}, {"gdelt", '\t', 0, 5, "AFGTALREB"},
        {"gdelt", '\t', 0, 6, "TALIBAN"}, {"gdelt", '\t', 0, 7, "AFG"}, {"gdelt", '\t', 0, 8, "TAL"}, {"gdelt", '\t', 0, 12, "REB"}, {"gdelt", '\t', 0, 15, "DEUMIL"},
        {"gdelt", '\t', 1, 15, "IGOUNOCVL"}, {"gdelt", '\t', 1, 16, "A 'DRIVER' OF THE UN"}, {"gdelt", '\t', 1, 17, ""}, {"gdelt", '\t', 1, 18, "UNO"},
        {"gdelt", '\t', 0, 25, "1"}, {"gdelt", '\t', 0, 26, "1832"}, {"gdelt", '\t', 0, 27, "183"}, {"gdelt", '\t', 0, 28, "18"}, {"gdelt", '\t', 0, 29, "4"},
        {"gdelt", '\t', 0, 30, "-9"}, {"gdelt", '\t', 0, 33, "2"}, {"gdelt", '\t', 0, 51, "4"}, {"gdelt", '\t', 0, 52, "Berlin, Germany"}, {"gdelt", '\t', 0, 53, "GM"},
        {"gdelt", '\t', 0, 59, "20180905000000"}, {"gdelt", '\t', 0, 60, "http://example.org/1"}, {"gdelt", '\t', 2, 15, "ROMGOV"}, {"gdelt", '\t', 2, 53, "GZ"},
        {"gdelt", '\t', 2, 26, "046"}, {"gdelt-mentions", '\t', 0, 7, "4"}, {"gdelt-mentions", '\t', 0, 9, "40"}, {"gdelt-mentions", '\t', 0, 11, "88"},
        {"gdelt-mentions", '\t', 1, 7, "-1"}, {"gdelt-mentions", '\t', 1, 5, "d2"}, {"gdelt-mentions", '\t', 1, 3, "2"},
        {"icews", '\t', 0, 0, "Event ID"}, {"icews", '\t', 1, 1, "2018-09-04"}, {"icews", '\t', 1, 2, "Taliban"}, {"icews", '\t', 1, 3, "Rebels"},
        {"icews", '\t', 1, 4, "Afghanistan"}, {"icews", '\t', 1, 5, "Assault (explosives)"}, {"icews", '\t', 1, 6, "1832"}, {"icews", '\t', 1, 14, "Berlin"},
        {"icews", '\t', 1, 17, "Germany"}, {"icews", '\t', 3, 8, "Romania"}, {"icews", '\t', 5, 8, "Taliban"},
        {"polecat", '\t', 1, 2, "ASSAULT"}, {"polecat", '\t', 1, 6, "terrorism; military"}, {"polecat", '\t', 1, 9, "700"}, {"polecat", '\t', 1, 16, "DEU; UNO"},
        {"polecat", '\t', 1, 17, "255"}, {"polecat", '\t', 1, 14, "None"}, {"phoenix", '\t', 0, 5, "AFGREB"}, {"phoenix", '\t', 0, 17, "terrorism,1;military,1"},
        {"phoenix", '\t', 0, 23, "d1_2;d2_1"}, {"ucdp-ged", ',', 1, 2, "2018"}, {"ucdp-ged", ',', 1, 5, "1"}, {"ucdp-ged", ',', 1, 11, "Taliban - Government of Germany"},
        {"timelinejs", ',', 1, 9, "Assault (explosives): Taliban to soldiers and a \"\"driver\"\" of the UN"},
    };
    for (size_t i = 0; i < DL_COUNT(want); i++) {
        dl_buf out = {0};
        run(want[i].format, &out, NULL);
        dl_str got = cell_of(&out, want[i].separator, want[i].line, want[i].cell);
        if (got.n && got.p[0] == '"') got = dl_str_part(got, 1, got.n - 1);
        CHECK(dl_str_is(got, want[i].want), "%s line %u cell %u: %.*s, not %s", want[i].format, (unsigned)want[i].line, (unsigned)want[i].cell, (int)got.n, got.p, want[i].want);
        dl_buf_drop(&out);
    }
}

static bool holds(const dl_buf *buf, const char *words) { return buf->p && strstr(buf->p, words); }

static void test_ends(void)
{
    dl_buf out = {0}, sidecar = {0}, package = {0};
    dl_export x = run("ucdp-ged", &out, &sidecar);
    CHECK(holds(&out, "POINT (13.405 52.52)") && holds(&out, ",205587,Germany,260,Europe,"), "UCDP place: %s", out.p);
    CHECK(holds(&out, ",0,0,0,12,12,12,12,,260\r\n"), "UCDP deaths: %s", out.p);
    CHECK(holds(&sidecar, "\"quote\":\"bomb killed\"") && holds(&sidecar, "\"n_reports\":2") && holds(&sidecar, "\"stance\":\"asserts\""), "sidecar: %s", sidecar.p);
    const dl_package_file table = {"GEDEvent_v25_1.csv", out.n, "00"}, side = {"x.jsonl", sidecar.n, "11"};
    dl_package_add(&x, &table, &side, "dateline 0.1.0", &package);
    CHECK(holds(&package, "{\"name\":\"gwnob\",\"type\":\"integer\"}") && holds(&package, "UCDP GED 25.1"), "package: %s", package.p);
    out.n = 0;
    run("gexf", &out, NULL);
    CHECK(holds(&out, "<edge id=\"e0\" source=\"n0\" target=\"n1\" weight=\"1\">") && holds(&out, "<spell start=\"2018-09-04\" end=\"2018-09-06\"/>"), "gexf: %s", out.p);
    CHECK(holds(&out, "</gexf>\n"), "gexf ends");
    out.n = 0;
    run("plover", &out, NULL);
    CHECK(holds(&out, "\"mode\":[\"explosives\"]") && holds(&out, "\"size\":{\"dead\":12}") && holds(&out, "1 event / 2 reports"), "plover: %s", out.p);
    dl_buf_drop(&out);
    dl_buf_drop(&sidecar);
    dl_buf_drop(&package);
}

/* What did not happen is told by PLOVER alone. */
static void test_modal(void)
{
    for (size_t i = 0; dl_formats[i]; i++) {
        dl_buf out = {0};
        dl_export x;
        dl_out_event e = attack();
        e.aux = DL_AUX_NEGATION;
        CHECK(dl_export_begin(&x, dl_formats[i], codes, &out, NULL), "%s", dl_formats[i]->name);
        dl_export_event(&x, &e);
        CHECK(x.events == dl_formats[i]->modal, "%s takes a denied event", dl_formats[i]->name);
        e.aux = 0;
        e.low = DL_DAY_UNKNOWN;
        dl_export_event(&x, &e);
        CHECK(x.events == dl_formats[i]->modal && x.events + x.left_out == 2, "%s takes an undated event", dl_formats[i]->name);
        dl_export_end(&x);
        dl_buf_drop(&out);
    }
}

static void test_codes(void)
{
    static const struct { const char *code; int year; int32_t cow, gw; const char *fips; } want[] = {
        {"DEU", 2018, 255, 260, "GM"}, {"AUS", 2018, 900, 900, "AS"}, {"AUT", 2018, 305, 305, "AU"}, {"SRB", 1999, 345, 345, ""}, {"SRB", 2018, 345, 340, "RI"},
        {"COD", 1990, 490, 490, "CG"}, {"CZE", 1980, 315, 315, ""}, {"PSE", 2018, 0, 0, "WE"}, {"KOS", 2018, 347, 347, "KV"}, {"YEM", 2018, 679, 678, "YM"}, {"YEM", 1980, 678, 678, ""}, {"DEU", 1980, 260, 260, ""}, {"SDN", 2018, 625, 625, "SU"},
    };
    for (size_t i = 0; i < DL_COUNT(want); i++) {
        const dl_code_row *row = dl_codes_get(codes, dl_str_c(want[i].code), dl_day_from_ymd(want[i].year, 6, 1));
        CHECK(row && row->cow == want[i].cow && row->gw == want[i].gw && dl_str_is(row->fips, want[i].fips), "%s in %d", want[i].code, want[i].year);
    }
    CHECK(!dl_codes_get(codes, DL_LIT("IGO"), 0), "IGO is no country");
    const dl_code_row *row = dl_codes_by_number(codes, true, 678);
    CHECK(row && dl_str_is(row->code, "YEM"), "678 is Yemen");
    CHECK(dl_str_is(dl_cameo_country(DL_LIT("ROU")), "ROM") && dl_str_is(dl_cameo_country(DL_LIT("AFG")), "AFG"), "CAMEO countries");
}

int main(int argc, char **argv)
{
    dl_error err = {0};
    if (dl_codes_open(TEST_SOURCE "/data", &codes, &err) != DL_OK) return printf("%s\n", err.text), 1;
    if (argc == 3 && !strcmp(argv[1], "show") && dl_format_find(argv[2])) {
        dl_buf out = {0};
        run(argv[2], &out, NULL);
        fwrite(out.p, 1, out.n, stdout);
        dl_buf_drop(&out);
    } else {
        test_columns();
        test_widths();
        test_cells();
        test_ends();
        test_modal();
        test_codes();
    }
    dl_codes_close(codes);
    return check_done();
}
