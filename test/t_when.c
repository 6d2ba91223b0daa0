/* Times: written forms, values, bounds and spans, on sentences of our own. The report is of Thursday, 6 September 2018. */
#include "check.h"
#include "mark/calendar.h"
#include "mark/mark.h"

#define REPORT_DAY "2018-09-06"

/* `times`: each expected time as "words=value", separated by "; ". */
static const struct { const char *text, *times; } rows[] = {
    /* dates as written */
    {"The talks opened on September 4, 2018.", "September 4, 2018=2018-09-04"},
    {"The accord of 12 March 1994 failed.", "12 March 1994=1994-03-12"},
    {"They met on the 3rd of May in Geneva.", "the 3rd of May=2018-05-03"},
    {"The file says 2017-11-23 and 23/11/2017.", "2017-11-23=2017-11-23; 23/11/2017=2017-11-23"},
    {"The rebels seized it in Oct. 2016.", "Oct. 2016=2016-10"},
    {"The raid of Sept. 1-3 killed nine.", "Sept. 1-3=2018-09-01/2018-09-03"},
    {"The Sept. 11 attacks changed the law.", "Sept. 11=2001-09-11"},
    {"The army shelled it on 30 August.", "30 August=2018-08-30"},
    {"Elections will be held on October 20.", "October 20=2018-10-20"},
    {"Fighting in December killed dozens.", "December=2017-12"},
    {"He may resign and march on the town.", ""},
    /* weekdays and tense */
    {"Gunmen attacked the post on Wednesday.", "Wednesday=2018-09-05"},
    {"Gunmen attacked the post on Friday.", "Friday=2018-08-31"},
    {"The ministers will meet on Friday.", "Friday=2018-09-07"},
    {"The minister said she would attend talks on Monday.", "Monday=2018-09-10"},
    {"Police arrested him Tuesday night.", "Tuesday night=2018-09-04TNI"},
    {"He left last Friday and returns next Tuesday.", "last Friday=2018-08-31; next Tuesday=2018-09-11"},
    {"They meet on Tuesday of next week.", "Tuesday of next week=2018-09-11"},
    /* relative */
    {"He resigned yesterday and leaves tomorrow.", "yesterday=2018-09-05; tomorrow=2018-09-07"},
    {"Shells fell last week and this month.", "last week=2018-W35; this month=2018-09"},
    {"It began early next year.", "early next year=2019"},
    {"Two were hurt three days ago.", "three days ago=2018-09-03"},
    {"The war began five years ago.", "five years ago=2013"},
    {"He was held in the past three months.", "the past three months=P3M"},
    {"The deal ends by the end of the year.", "the end of the year=2018"},
    {"On Monday a bomb exploded. The day before, two men fled.", "Monday=2018-09-03; The day before=2018-09-02"},
    {"On August 1 they met. Two days later, the truce broke.", "August 1=2018-08-01; Two days later=2018-08-03"},
    {"The raid came two weeks after Easter.", "two weeks after Easter=2018-04-15"},
    {"The town has been besieged since Thursday.", "since Thursday=2018-09-06"},
    /* longer periods */
    {"The killings of the 1990s and of the 19th century.", "1990s=199; 19th century=18"},
    {"They fled in mid-2015 and in early May.", "mid-2015=2015; early May=2018-05"},
    {"It grew in the third quarter of 2017.", "third quarter of 2017=2017-Q3"},
    {"The offensive of summer 2014 stalled.", "summer 2014=2014-SU"},
    {"From 2011 to 2013 he led the party.", "2011=2011; 2013=2013"},
    {"About 2000 people fled.", ""},
    {"The budget of fiscal year 2017 fell.", "fiscal year 2017=FY2017"},
    /* lengths and sets */
    {"The three-day truce held for two weeks.", "three-day=P3D; two weeks=P2W"},
    {"A 16-year-old boy died.", ""},
    {"They march every Friday and meet annually.", "every Friday=XXXX-WXX-5; annually=P1Y"},
    {"The ship sank at 14:30 GMT.", "14:30 GMT=2018-09-06T14:30"},
    /* other calendars */
    {"The attack fell on Eid al-Fitr.", "Eid al-Fitr=2018-06-15"},
    {"They met at Nowruz 2017.", "Nowruz 2017=2017-03-21"},
    {"The Shah fell on 22 Bahman 1357.", "22 Bahman 1357=1979-02-11"},
    {"A truce for Orthodox Easter 2016 failed.", "Orthodox Easter 2016=2016-05-01"},
    {"", ""},
};

static dl_status read_text(dl_arena *arena, const char *text, const char *day, dl_doc *doc, dl_marks *marks)
{
    dl_error err;
    dl_arena_reset(arena);
    *doc = (dl_doc){.arena = arena, .text = dl_str_c(text), .day = dl_day_from_text(dl_str_c(day))};
    *marks = (dl_marks){0};
    DL_TRY(dl_blocks_plain(doc, &err));
    DL_TRY(dl_tokens_find(NULL, doc, &err));
    return dl_when_find(NULL, doc, marks, &err);
}

static void test_rows(dl_arena *arena)
{
    for (size_t i = 0; i < DL_COUNT(rows); i++) {
        dl_doc doc;
        dl_marks marks;
        dl_buf have = {0};
        CHECK(read_text(arena, rows[i].text, REPORT_DAY, &doc, &marks) == DL_OK, "row %zu", i);
        for (uint32_t k = 0; k < marks.time_count; k++) {
            const dl_time *t = &marks.times[k];
            dl_buf_printf(&have, "%s%.*s=%.*s", k ? "; " : "", (int)(t->span.end - t->span.start), doc.text.p + t->span.start, (int)t->value.n, t->value.p);
            CHECK(marks.time_at[t->first] == k && marks.time_at[t->last] == k && t->why.n > 0, "tokens of %zu", i);
        }
        CHECK(dl_str_is(dl_buf_str(&have), rows[i].times), "%s\n  want %s\n  have %.*s", rows[i].text, rows[i].times, (int)have.n, have.p ? have.p : "");
        dl_buf_drop(&have);
    }
}

static void test_bounds(dl_arena *arena)
{
    static const struct { const char *text, *low, *high; dl_precision precision; } bounds[] = {
        {"Shells fell last week.", "2018-08-27", "2018-09-02", DL_PRECISION_WEEK},
        {"He fled in March 2015.", "2015-03-01", "2015-03-31", DL_PRECISION_MONTH},
        {"He fled in 2001.", "2001-01-01", "2001-12-31", DL_PRECISION_YEAR},
        {"Seven died since Monday.", "2018-09-03", "2018-09-06", DL_PRECISION_WEEK},
        {"They talked from May 3 to May 7.", "2018-05-03", "2018-05-07", DL_PRECISION_DAY},
        {"They fasted in Ramadan 2018.", "2018-05-17", "2018-06-14", DL_PRECISION_MONTH},
    };
    for (size_t i = 0; i < DL_COUNT(bounds); i++) {
        dl_doc doc;
        dl_marks marks;
        char low[11] = "", high[11] = "";
        CHECK(read_text(arena, bounds[i].text, REPORT_DAY, &doc, &marks) == DL_OK && marks.time_count > 0, "%s", bounds[i].text);
        if (!marks.time_count) continue;
        dl_day_to_text(marks.times[0].low, low);
        dl_day_to_text(marks.times[0].high, high);
        CHECK(!strcmp(low, bounds[i].low) && !strcmp(high, bounds[i].high), "%s: %s to %s", bounds[i].text, low, high);
        CHECK(marks.times[0].precision == bounds[i].precision, "%s: precision %d", bounds[i].text, (int)marks.times[0].precision);
    }
}

/* Without a day of writing relative words have no bounds, full dates keep theirs. */
static void test_undated(dl_arena *arena)
{
    dl_doc doc;
    dl_marks marks;
    dl_error err;
    CHECK(read_text(arena, "Rebels in the city last week, and on 4 May 2015.", REPORT_DAY, &doc, &marks) == DL_OK, "read");
    doc.sentences[0].undated = 1;
    CHECK(dl_when_find(NULL, &doc, &marks, &err) == DL_OK && marks.time_count == 2, "two times");
    CHECK(marks.times[0].unanchored && marks.times[0].low == DL_DAY_UNKNOWN, "last week has no anchor");
    CHECK(read_text(arena, "He spoke last year, after the offer in February.", REPORT_DAY, &doc, &marks) == DL_OK, "read");
    doc.sentences[0].undated = 1;
    CHECK(dl_when_find(NULL, &doc, &marks, &err) == DL_OK && marks.time_count == 2 && marks.times[0].unanchored && marks.times[0].low != DL_DAY_UNKNOWN && marks.times[1].low != DL_DAY_UNKNOWN,
          "years and months are bounded by the report's");
    CHECK(read_text(arena, "Rebels in the city last week, and on 4 May 2015.", REPORT_DAY, &doc, &marks) == DL_OK && marks.time_count == 2, "read");
    CHECK(!marks.times[1].unanchored && marks.times[1].low == dl_day_from_ymd(2015, 5, 4), "a full date has no need of one");
}

static void test_calendars(void)
{
    CHECK(dl_easter(2018, false) == dl_day_from_ymd(2018, 4, 1) && dl_easter(2024, true) == dl_day_from_ymd(2024, 5, 5), "Easter");
    CHECK(dl_persian_day(1399, 1, 1) == dl_day_from_ymd(2020, 3, 20) && dl_persian_day(1404, 1, 1) == dl_day_from_ymd(2025, 3, 21), "Nowruz");
    CHECK(dl_rosh_hashanah(2018) == dl_day_from_ymd(2018, 9, 10) && dl_rosh_hashanah(1973) == dl_day_from_ymd(1973, 9, 27), "Rosh Hashanah");
    CHECK(dl_islamic_observed(1436, 9) == dl_day_from_ymd(2015, 6, 18), "Ramadan");
    CHECK(dl_nth_weekday(2018, 11, 4, 3) == dl_day_from_ymd(2018, 11, 22) && dl_nth_weekday(2018, 5, -1, 0) == dl_day_from_ymd(2018, 5, 28), "nth weekday");
    int bad = 0, y, m, d;
    for (int32_t day = -20000; day < 30000; day++) {
        dl_islamic_from_day(day, &y, &m, &d);
        bad += dl_islamic_day(y, m, d) != day;
        dl_persian_from_day(day, &y, &m, &d);
        bad += dl_persian_day(y, m, d) != day;
    }
    CHECK(bad == 0, "%d days do not come back", bad);
}

int main(void)
{
    dl_arena *arena = dl_arena_new(1 << 24);
    test_rows(arena);
    test_bounds(arena);
    test_undated(arena);
    test_calendars();
    dl_arena_free(arena);
    return check_done();
}
