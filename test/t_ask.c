/* t_ask.c - a small store asked: questions, dyads, panels, one event, exports. */
#include "base/base.h"
#include "check.h"
#include "store_maker.h"

#include <unistd.h>

static char path[64];

static int keep(void *context, const char *bytes, size_t n)
{
    dl_buf_add(context, (dl_str){bytes, n});
    return 1;
}

static void party(store_maker *m, const char *event, const char *role, const char *position, const char *name, const char *code, const char *sector)
{
    STORE_ROW(m->party, event, role, position, name, code, sector);
}

static bool make(void)
{
    store_maker m;
    if (!store_maker_open(&m, path)) return false;
    STORE_ROW(m.document, "d1", "2018-01-06", "Talks refused", "Observer", "http://example.org/1", "The rebels refused to meet at the café in Kabul.");
    STORE_ROW(m.document, "d2", "2018-03-06", "Blast, \"12 dead\"", "Daily", NULL, "A blast killed 12 near Kunduz.");
    STORE_ROW(m.document, "d3", "2018-03-07", "Toll", "Evening", NULL, "The blast of Monday.");
    STORE_ROW(m.event, "00000000000000e1", "d1", "00000000000000a1", "2018-01-05", "2018-01-05", "REJECT", "meet", NULL, "1246", "=3", "Kabul", "AFG", "asserts", "refused to meet", "The rebels refused to meet.");
    STORE_ROW(m.event, "00000000000000e2", "d2", "00000000000000a2", "2018-03-05", "2018-03-05", "ASSAULT", "explosives", NULL, "1832", "=4", "Kunduz", "AFG", NULL, "blast killed", "A blast killed 12.");
    STORE_ROW(m.event, "00000000000000e3", "d3", "00000000000000a2", "2018-03-05", "2018-03-05", "ASSAULT", "explosives", NULL, "1832", "=4", "Kunduz", "AFG", NULL, "blast", "The blast of Monday.");
    STORE_ROW(m.event, "00000000000000e4", "d1", "00000000000000a4", "1989-06-01", "1989-06-03", "CONSULT", NULL, NULL, "040", "=1", "Bonn", "DEU", NULL, "talks", "Talks.");
    STORE_ROW(m.event, "00000000000000e5", "d1", "00000000000000a5", "2018-02-01", "2018-02-01", "ASSAULT", "aerial", "negation", "195", "=4", NULL, "PSE", "denies", "bombed", "It was not bombed.");
    STORE_ROW(m.group, "00000000000000a1", "00000000000000e1", "=1", "=1");
    STORE_ROW(m.group, "00000000000000a2", "00000000000000e2", "=2", "=2");
    STORE_ROW(m.group, "00000000000000a4", "00000000000000e4", "=1", "=1");
    STORE_ROW(m.group, "00000000000000a5", "00000000000000e5", "=1", "=1");
    STORE_ROW(m.size, "00000000000000e2", "=12");
    party(&m, "00000000000000e1", "actor", "=0", "Taliban", "AFG", "REB");
    party(&m, "00000000000000e1", "recipient", "=0", "Afghan government", "AFG", "GOV");
    party(&m, "00000000000000e2", "actor", "=0", "Taliban", "AFG", "REB");
    party(&m, "00000000000000e2", "recipient", "=0", NULL, "USA", "MIL");
    party(&m, "00000000000000e2", "recipient", "=1", NULL, "USA", "CVL");
    party(&m, "00000000000000e4", "actor", "=0", "Germany", "DEU", "GOV");
    party(&m, "00000000000000e4", "actor", "=1", "Romania", "ROU", "GOV");
    party(&m, "00000000000000e5", "actor", "=0", "Israel", "ISR", "MIL");
    store_maker_close(&m);
    return true;
}

/* ## Questions */

static void test_questions(void)
{
    static const struct { const char *question, *text; uint64_t events, reports; } want[] = {
        {"", NULL, 4, 5}, {"actor=AFG.REB", NULL, 2, 3}, {"actor=AFG.REB recipient=AFG.GOV", NULL, 1, 1}, {"party=USA", NULL, 1, 2}, {"actor=.REB type=ASSAULT", NULL, 1, 2},
        {"actor=\"Taliban\"", NULL, 2, 3}, {"actor=AFG,DEU", NULL, 3, 4}, {"actor!=AFG", NULL, 2, 2}, {"type=REJECT,CONSULT", NULL, 2, 2}, {"type!=ASSAULT", NULL, 2, 2},
        {"mode=meet", NULL, 1, 1}, {"aux=negation", NULL, 1, 1}, {"aux!=negation", NULL, 3, 4}, {"cameo=18", NULL, 1, 2}, {"quad=3,4", NULL, 3, 4}, {"date=2018", NULL, 3, 4},
        {"date=2018-03-05", NULL, 1, 2}, {"date>=2018-02", NULL, 2, 3}, {"date<=1989", NULL, 1, 1}, {"date=1990..2017", NULL, 0, 0}, {"date=2019", NULL, 0, 0},
        {"date=1989,2018-01", NULL, 2, 2}, {"country=AFG", NULL, 2, 3}, {"place=Kunduz", NULL, 1, 2}, {"publisher=Evening", NULL, 1, 2}, {"doc=d1", NULL, 3, 3},
        {"stance=denies", NULL, 1, 1}, {"confidence>=0.9", NULL, 0, 0}, {"reports>=2", NULL, 1, 2}, {"dead>=10", NULL, 1, 2}, {"id=00000000000000a4", NULL, 1, 1},
        {"actor=AFG date=2018-03 type=ASSAULT quad=4 dead<=12", NULL, 1, 2}, {"", "cafe", 3, 3}, {"type=ASSAULT", "\"a blast\"", 1, 2}, {"actor=\"Robert'); DROP TABLE events; --\"", NULL, 0, 0},
    };
    for (size_t i = 0; i < DL_COUNT(want); i++) {
        dl_buf out = {0};
        dl_error err = {0};
        dl_count count;
        const dl_ask ask = {.question = want[i].question, .text = want[i].text, .format = "csv"};
        const dl_sink sink = {&out, keep};
        dl_status status = dl_store_query(path, &ask, &sink, &count, &err);
        CHECK(status == DL_OK && count.events == want[i].events && count.reports == want[i].reports, "%s %s: %llu / %llu %s", want[i].question, want[i].text ? want[i].text : "",
              (unsigned long long)count.events, (unsigned long long)count.reports, err.text);
        dl_buf_drop(&out);
    }
}

static dl_status ask_for(dl_status (*call)(const char *, const dl_ask *, const dl_sink *, dl_count *, dl_error *), dl_ask ask, dl_buf *out, dl_count *count)
{
    dl_error err = {0};
    const dl_sink sink = {out, keep};
    out->n = 0;
    dl_status status = call(path, &ask, &sink, count, &err);
    if (status != DL_OK) dl_buf_printf(out, "%s", err.text);
    return status;
}

static bool holds(const dl_buf *buf, const char *words) { return buf->n && strstr(buf->p, words); }

/* Packed pages cannot be read here; where they lie, and how many rows there are, can. test/bench/reread_exports.py has other programs read such files. */
static void test_parquet(void)
{
    static const struct { const char *question; uint64_t rows; } want[] = {{"", 4}, {"type=REJECT", 1}, {"date=1700", 0}};
    for (size_t i = 0; i < DL_COUNT(want); i++) {
        dl_buf out = {0};
        dl_count count;
        CHECK(ask_for(dl_store_query, (dl_ask){.question = want[i].question, .format = "parquet"}, &out, &count) == DL_OK && count.rows == want[i].rows, "%s", want[i].question);
        bool whole = out.n > 12 && !memcmp(out.p, "PAR1", 4) && !memcmp(out.p + out.n - 4, "PAR1", 4);
        CHECK(whole, "%zu bytes", out.n);
        uint32_t footer = 0;
        for (int b = 3; whole && b >= 0; b--) footer = footer << 8 | (unsigned char)out.p[out.n - 8 + (size_t)b];
        CHECK(footer > 0 && footer <= out.n - 12, "a footer of %u bytes in %zu", footer, out.n);
        /* The version, then the list of columns and their parent. */
        if (whole && footer <= out.n - 12) CHECK(!memcmp(out.p + out.n - 8 - footer, "\x15\x02\x19\xFC\x23", 5), "the footer begins with 35 columns");
        dl_buf_drop(&out);
    }
    dl_buf out = {0};
    dl_count count;
    CHECK(ask_for(dl_store_panel, (dl_ask){.format = "parquet"}, &out, &count) == DL_USAGE, "panels are text");
    dl_buf_drop(&out);
}

static void test_dyads(void)
{
    dl_buf out = {0};
    dl_count count;
    CHECK(ask_for(dl_store_dyads, (dl_ask){.format = "csv"}, &out, &count) == DL_OK && count.rows == 5, "%s", out.p);
    CHECK(holds(&out, "AFG.REB,USA.MIL,1,2,0,0,0,0,0,0,1,2,2018-03-05,2018-03-05") && holds(&out, "ROU.GOV,DEU.GOV,1,1,1,1,0,0"), "%s", out.p);
    CHECK(ask_for(dl_store_dyads, (dl_ask){.question = "quad=3", .format = "csv"}, &out, &count) == DL_OK && count.rows == 1, "%s", out.p);
    CHECK(ask_for(dl_store_dyads, (dl_ask){.question = "date=2018", .format = "csv"}, &out, &count) == DL_OK && count.rows == 3, "%s", out.p);
    CHECK(ask_for(dl_store_dyads, (dl_ask){.question = "date=2018-03-01..2018-03-09"}, &out, &count) == DL_OK && holds(&out, "1 / 2"), "%s", out.p);
    dl_buf_drop(&out);
}

static void test_panels(void)
{
    dl_buf out = {0};
    dl_count count;
    const char *data = TEST_SOURCE "/data";
    CHECK(ask_for(dl_store_panel, (dl_ask){.question = "date=2018", .data = data}, &out, &count) == DL_OK && count.rows == 12, "%llu rows: %s", (unsigned long long)count.rows, out.p);
    CHECK(holds(&out, "AFG,2018,3,1,2,0,0,0,0,0,0,1,2,12\r\n") && holds(&out, "AFG,2018,2,0,0,0,0,0,0,0,0,0,0,0\r\n") && count.events == 2 && count.reports == 3, "%s", out.p);
    dl_buf first = {0};
    dl_buf_add(&first, dl_buf_str(&out));
    CHECK(ask_for(dl_store_panel, (dl_ask){.question = "date=2018 quad=1,2,3,4", .data = data}, &out, &count) == DL_OK && dl_str_eq(dl_buf_str(&out), dl_buf_str(&first)),
          "counts kept ready differ from counts made: %s", out.p);
    CHECK(ask_for(dl_store_panel, (dl_ask){.unit = "dyad-year", .codes = "cown", .data = data}, &out, &count) == DL_OK && count.rows == 3 * 30, "%llu rows", (unsigned long long)count.rows);
    CHECK(holds(&out, "\r\n260,360,1989,1,1,") && holds(&out, "\r\n255,360,1991,0,0,") && holds(&out, "\r\n700,2,2018,1,2,"), "%s", out.p);
    CHECK(ask_for(dl_store_panel, (dl_ask){.question = "aux=negation", .unit = "country-year", .codes = "gwcode", .data = data}, &out, &count) == DL_OK && count.left_out == 1, "%s", out.p);
    CHECK(ask_for(dl_store_panel, (dl_ask){.unit = "week", .data = data}, &out, &count) == DL_USAGE && holds(&out, "The units are"), "%s", out.p);
    dl_buf_drop(&out);
    dl_buf_drop(&first);
}

static void test_show(void)
{
    dl_buf out = {0};
    dl_error err = {0};
    const dl_sink sink = {&out, keep};
    const dl_ask ask = {0};
    CHECK(dl_store_show(path, "00000000000000e3", &ask, &sink, &err) == DL_OK && holds(&out, "event 00000000000000a2: 1 event / 2 reports") && holds(&out, "12 or more dead"), "%s %s", err.text, out.p);
    CHECK(dl_store_show(path, "0000", &ask, &sink, &err) == DL_USAGE && strstr(err.text, "More than one"), "%s", err.text);
    CHECK(dl_store_show(path, "ffff", &ask, &sink, &err) == DL_USAGE && strstr(err.text, "no event"), "%s", err.text);
    CHECK(dl_store_show(path, "x'; --", &ask, &sink, &err) == DL_USAGE, "%s", err.text);
    dl_buf_drop(&out);
}

static void test_export(void)
{
    static const struct { const char *to; uint64_t rows, left_out; const char *holds; } want[] = {
        {"plover", 4, 0, "\"mode\":[\"aerial\",\"negation\"]"}, {"icews", 5, 1, "Reject (meet)"}, {"gdelt", 5, 1, "\tAFGREB\t"}, {"gdelt-mentions", 7, 1, "\tEvening\t"},
        {"polecat", 3, 1, "\tUSA; USA\t"}, {"ucdp-ged", 1, 3, "Government of United States"}, {"ucdp-ged@19.1", 1, 3, "POINT (69.2 34.5)"}, {"phoenix", 5, 1, "d2_2;d3_2"},
        {"timelinejs", 3, 1, "1 event / 2 reports"}, {"gexf", 4, 1, "label=\"USA.MIL\""},
    };
    for (size_t i = 0; i < DL_COUNT(want); i++) {
        dl_buf out = {0};
        dl_error err = {0};
        dl_count count;
        const dl_sink sink = {&out, keep};
        const dl_ask ask = {.data = TEST_SOURCE "/data"};
        dl_status status = dl_store_export(path, want[i].to, NULL, &ask, &sink, &count, &err);
        CHECK(status == DL_OK && count.rows == want[i].rows && count.left_out == want[i].left_out && holds(&out, want[i].holds), "%s: %llu rows, %llu left out %s %s", want[i].to,
              (unsigned long long)count.rows, (unsigned long long)count.left_out, err.text, out.p);
        dl_buf_drop(&out);
    }
}

int main(void)
{
    char beside[80];
    snprintf(path, sizeof path, "/tmp/t_ask_%d.db", (int)getpid());
    snprintf(beside, sizeof beside, "%s.ask", path);
    if (!make()) return printf("no store could be made\n"), 1;
    test_questions();
    test_parquet();
    test_dyads();
    test_panels();
    test_show();
    test_export();
    remove(path);
    remove(beside);
    return check_done();
}
