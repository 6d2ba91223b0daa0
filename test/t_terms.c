/* t_terms.c - questions to a store, as they are read. */
#include "store/terms.h"
#include "check.h"

static dl_arena *arena;

static const struct { const char *question; uint32_t terms; dl_field field; dl_compare compare; uint32_t values; const char *text, *sector; } good[] = {
    {"", 0, 0, 0, 0, "", ""},
    {"   ", 0, 0, 0, 0, "", ""},
    {"actor=AFG.GOV recipient=AFG.REB type=REJECT date=2018", 4, DL_FIELD_ACTOR, DL_IS, 1, "AFG", "GOV"},
    {"party=.REB", 1, DL_FIELD_PARTY, DL_IS, 1, "", "REB"},
    {"actor=AFG,PAK,IND", 1, DL_FIELD_ACTOR, DL_IS, 3, "AFG", ""},
    {"actor=\"Ashraf Ghani\"", 1, DL_FIELD_ACTOR, DL_IS, 1, "Ashraf Ghani", ""},
    {"actor=\"the \"\"Front\"\"\"", 1, DL_FIELD_ACTOR, DL_IS, 1, "the \"Front\"", ""},
    {"actor!=organisation:nato", 1, DL_FIELD_ACTOR, DL_IS_NOT, 1, "organisation:nato", ""},
    {"mode=martial-law", 1, DL_FIELD_MODE, DL_IS, 1, "martial-law", ""},
    {"dead>=10\tquad=4", 2, DL_FIELD_DEAD, DL_AT_LEAST, 1, "10", ""},
    {"cameo=1211,18", 1, DL_FIELD_CAMEO, DL_IS, 2, "1211", ""},
    {"publisher=\"\"", 1, DL_FIELD_PUBLISHER, DL_IS, 1, "", ""},
    {"place=Kabul", 1, DL_FIELD_PLACE, DL_IS, 1, "Kabul", ""},
};

static const struct { const char *question, *words; } bad[] = {
    {"colour=red", "does not begin with a field"}, {"actor", "no =, !=, >= or <="}, {"actor=", "has no value"}, {"actor=\"Ghani", "not closed"},
    {"actor=\"a\"b", "no blank after"}, {"type=MARCH", "There is no type"}, {"type=reject", "There is no type"}, {"date=2018-13", "is no date"},
    {"date=2018-2-1", "is no date"}, {"date=..", "is no date"}, {"date=2018-02-30", "is no date"}, {"date=2019..2018", "ends before it begins"},
    {"country=Chad", "three capital letters"}, {"quad=5", "no quad class"}, {"cameo=1", "no CAMEO code"}, {"actor=AFG.GOVX", "is no party"},
    {"answer=maybe", "is one of"}, {"confidence>=high", "takes a number"}, {"actor>=AFG", "has no order"}, {"dead>=1,2", "takes one value"},
    {"mode=Meet", "small letters"}, {"actor=AFG;drop table events", "does not begin with a field"}, {"'; drop table events; --", "does not begin with a field"},
    {"aux=historical future", "does not begin"}, {"=", "does not begin"}, {"date=2018,", "has no value"},
};

static const struct { const char *question; int low[3], high[3]; } dates[] = {
    {"date=2018", {2018, 1, 1}, {2018, 12, 31}}, {"date=2016-02", {2016, 2, 1}, {2016, 2, 29}}, {"date=2018-09-04", {2018, 9, 4}, {2018, 9, 4}},
    {"date=2018-05..2019", {2018, 5, 1}, {2019, 12, 31}}, {"date=2018-05-03..2018-05-09", {2018, 5, 3}, {2018, 5, 9}},
};

static void test_good(void)
{
    for (size_t i = 0; i < DL_COUNT(good); i++) {
        dl_terms terms;
        dl_error err = {0};
        dl_status status = dl_terms_read(arena, dl_str_c(good[i].question), &terms, &err);
        CHECK(status == DL_OK && terms.count == good[i].terms, "%s: %s", good[i].question, err.text);
        if (status != DL_OK || terms.count == 0) continue;
        const dl_term *t = &terms.terms[0];
        CHECK(t->field == good[i].field && t->compare == good[i].compare && t->count == good[i].values, "%s", good[i].question);
        CHECK(dl_str_is(t->values[0].text, good[i].text) && dl_str_is(t->values[0].sector, good[i].sector), "%s", good[i].question);
    }
}

static void test_bad(void)
{
    for (size_t i = 0; i < DL_COUNT(bad); i++) {
        dl_terms terms;
        dl_error err = {0};
        dl_status status = dl_terms_read(arena, dl_str_c(bad[i].question), &terms, &err);
        CHECK(status == DL_USAGE && strstr(err.text, bad[i].words), "%s: %s", bad[i].question, err.text);
    }
    dl_terms terms;
    CHECK(dl_terms_read(arena, DL_LIT("place=\xff"), &terms, NULL) == DL_USAGE, "malformed text");
    CHECK(dl_terms_read(arena, DL_LIT("id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1 id=1"), &terms, NULL) == DL_LIMIT, "17 terms");
}

static void test_dates(void)
{
    for (size_t i = 0; i < DL_COUNT(dates); i++) {
        dl_terms terms;
        CHECK(dl_terms_read(arena, dl_str_c(dates[i].question), &terms, NULL) == DL_OK, "%s", dates[i].question);
        const dl_value *v = &terms.terms[0].values[0];
        CHECK(v->low == dl_day_from_ymd(dates[i].low[0], dates[i].low[1], dates[i].low[2]), "%s", dates[i].question);
        CHECK(v->high == dl_day_from_ymd(dates[i].high[0], dates[i].high[1], dates[i].high[2]), "%s", dates[i].question);
    }
    dl_terms terms;
    CHECK(dl_terms_read(arena, DL_LIT("date=..2018"), &terms, NULL) == DL_OK && terms.terms[0].values[0].low < -1000000, "open period");
}

int main(void)
{
    arena = dl_arena_new(0);
    if (!arena) return 1;
    test_good();
    test_bad();
    test_dates();
    dl_arena_free(arena);
    return check_done();
}
