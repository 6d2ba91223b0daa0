/* store_million.c - a store of a million events, and how long questions to it take.
 *
 *     make bench_store_million && ./bench_store_million [EVENTS [FILE]]
 *
 * Actors are as uneven as in news: the k-th of 150 countries has a share of 1/k, and each has few kinds of parties. Prints one JSON line a question:
 * the median of five runs, each opening the store anew. */
#include "base/base.h"
#include "store_maker.h"

#include <time.h>

enum { COUNTRIES = 150, RUNS = 5 };

static uint64_t state = 0x9E3779B97F4A7C15u;
static uint64_t roll(uint64_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 11) % below;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

/* A country by its share, 1/k. */
static uint32_t country(void)
{
    static double sums[COUNTRIES];
    if (sums[0] == 0)
        for (uint32_t i = 0; i < COUNTRIES; i++) sums[i] = (i ? sums[i - 1] : 0) + 1.0 / (i + 1);
    double at = (double)roll(1u << 30) / (1u << 30) * sums[COUNTRIES - 1];
    uint32_t i = 0;
    while (i + 1 < COUNTRIES && sums[i] < at) i++;
    return i;
}

static void code_of(uint32_t i, char out[4])
{
    const char letters[4] = {(char)('A' + i / 25 % 26), (char)('A' + i / 5 % 5), (char)('A' + i % 5), 0};
    memcpy(out, letters, 4);
}

static void add_party(store_maker *m, const char *event, const char *role)
{
    static const char *const sectors[] = {"GOV", "GOV", "GOV", "GOV", "MIL", "MIL", "REB", "REB", "CVL", "PTY"};
    const char *sector = sectors[roll(DL_COUNT(sectors))];
    char code[4], name[32];
    code_of(country(), code);
    snprintf(name, sizeof name, "%s of %s", sector, code);
    STORE_ROW(m->party, event, role, "=0", name, code, sector);
}

static void add_event(store_maker *m, uint64_t number)
{
    char event[20], group[20], doc[24], day[11], place[24], code[4], quad[4], reports[24];
    dl_type type = (dl_type)roll(DL_TYPE_COUNT);
    dl_str name = dl_type_text(type);
    uint64_t mixed = (number + 1) * 0x9E3779B97F4A7C15u;
    snprintf(event, sizeof event, "%016llx", (unsigned long long)mixed);
    snprintf(group, sizeof group, "%016llx", (unsigned long long)(mixed ^ 0x5555u));
    snprintf(doc, sizeof doc, "d%llu", (unsigned long long)(number / 4));
    snprintf(place, sizeof place, "Town %u", (unsigned)roll(3000));
    snprintf(quad, sizeof quad, "=%d", dl_type_quad(type));
    snprintf(reports, sizeof reports, "=%u", 1 + (unsigned)(roll(10) ? roll(4) : roll(60)));
    code_of(country(), code);
    dl_day_to_text(dl_day_from_ymd(2000, 1, 1) + (int32_t)roll(7300), day);
    STORE_ROW(m->event, event, doc, group, day, day, name.p, type == DL_TYPE_REJECT ? "meet" : NULL, roll(20) ? NULL : "future", "12", quad, place, code, NULL, "words", "A sentence.");
    STORE_ROW(m->group, group, event, reports, reports);
    if (type == DL_TYPE_ASSAULT && roll(2)) STORE_ROW(m->size, event, roll(8) ? "=3" : "=40");
    add_party(m, event, "actor");
    add_party(m, event, "recipient");
    if (number % 4 == 0) STORE_ROW(m->document, doc, day, "A title", roll(2) ? "Observer" : "Daily", NULL, roll(1000) ? "Plain words of a report." : "A rare armistice was told of.");
}

static int drop(void *context, const char *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)context += n;
    return 1;
}

typedef dl_status call(const char *, const dl_ask *, const dl_sink *, dl_count *, dl_error *);

static int compare(const void *a, const void *b) { return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b); }

static void time_one(const char *path, const char *name, call *ask_it, dl_ask ask)
{
    double times[RUNS];
    dl_count count = {0};
    dl_error err = {0};
    for (int i = 0; i < RUNS; i++) {
        size_t bytes = 0;
        const dl_sink sink = {&bytes, drop};
        double begin = now();
        if (ask_it(path, &ask, &sink, &count, &err) != DL_OK) printf("%s\n", err.text);
        times[i] = now() - begin;
    }
    qsort(times, RUNS, sizeof *times, compare);
    printf("{\"command\":\"%s\",\"question\":\"%s\",\"text\":\"%s\",\"unit\":\"%s\",\"rows\":%llu,\"ms\":%.1f}\n", name, ask.question ? ask.question : "", ask.text ? ask.text : "",
           ask.unit ? ask.unit : "", (unsigned long long)count.rows, times[RUNS / 2]);
}

int main(int argc, char **argv)
{
    uint64_t events = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    const char *path = argc > 2 ? argv[2] : "store_million.db";
    store_maker m;
    double begin = now();
    if (!store_maker_open(&m, path)) return 1;
    for (uint64_t i = 0; i < events; i++) add_event(&m, i);
    store_maker_close(&m);
    printf("{\"made\":%llu,\"s\":%.1f}\n", (unsigned long long)events, (now() - begin) / 1000);
    begin = now();
    size_t bytes = 0;
    const dl_sink sink = {&bytes, drop};
    dl_count count;
    dl_error err = {0};
    if (dl_store_query(path, &(dl_ask){.question = "date=2018-05-17"}, &sink, &count, &err) != DL_OK) return printf("%s\n", err.text), 1;
    printf("{\"rolled_up_s\":%.1f}\n", (now() - begin) / 1000);
    time_one(path, "query", dl_store_query, (dl_ask){.question = ""});
    time_one(path, "query", dl_store_query, (dl_ask){.question = "actor=AAA.GOV recipient=AAB.REB type=REJECT date=2018"});
    time_one(path, "query", dl_store_query, (dl_ask){.question = "party=AEE.MIL quad=3,4"});
    time_one(path, "query", dl_store_query, (dl_ask){.question = "actor=AAA recipient=EAA type=ASSAULT"});
    time_one(path, "query", dl_store_query, (dl_ask){.question = "type=ASSAULT dead>=10 country=AAB date=2010..2012"});
    time_one(path, "query", dl_store_query, (dl_ask){.question = "actor=.REB mode=meet", .format = "jsonl", .limit = 100});
    time_one(path, "query", dl_store_query, (dl_ask){.question = "country=AAC", .text = "armistice"});
    time_one(path, "dyads", dl_store_dyads, (dl_ask){.question = "date=2018"});
    time_one(path, "panel", dl_store_panel, (dl_ask){.unit = "country-year"});
    time_one(path, "panel", dl_store_panel, (dl_ask){.question = "actor=AAA.GOV date=2018", .unit = "dyad-month"});
    return 0;
}
