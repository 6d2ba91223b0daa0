/* when_feasts.c - feasts, days of remembrance and seasons of fasting. */
#include "mark/when.h"

#include <stdio.h>

typedef enum rule { FIXED, NTH, EASTER, ORTHODOX, ISLAMIC, PERSIAN, HEBREW } rule;

typedef struct feast {
    const char *words;
    uint8_t rule;
    int8_t a, b, c; /* FIXED month day; NTH month nth weekday (+ length 1 for the day after); others offset or month day */
    int8_t days;    /* how long it lasts */
} feast;

/* Longer names before shorter ones that begin alike. */
static const feast feasts[] = {
    {"christmas eve", FIXED, 12, 24, 0, 1},
    {"christmas day", FIXED, 12, 25, 0, 1},
    {"orthodox christmas", FIXED, 1, 7, 0, 1},
    {"christmas", FIXED, 12, 25, 0, 1},
    {"xmas", FIXED, 12, 25, 0, 1},
    {"boxing day", FIXED, 12, 26, 0, 1},
    {"new year eve", FIXED, 12, 31, 0, 1},
    {"new year day", FIXED, 1, 1, 0, 1},
    {"new year", FIXED, 1, 1, 0, 1},
    {"new years eve", FIXED, 12, 31, 0, 1},
    {"new years day", FIXED, 1, 1, 0, 1},
    {"halloween", FIXED, 10, 31, 0, 1},
    {"valentine day", FIXED, 2, 14, 0, 1},
    {"valentines day", FIXED, 2, 14, 0, 1},
    {"independence day", FIXED, 7, 4, 0, 1},
    {"international workers day", FIXED, 5, 1, 0, 1},
    {"may day", FIXED, 5, 1, 0, 1},
    {"international women day", FIXED, 3, 8, 0, 1},
    {"saint patrick day", FIXED, 3, 17, 0, 1},
    {"st patrick day", FIXED, 3, 17, 0, 1},
    {"saint patrick", FIXED, 3, 17, 0, 1},
    {"earth day", FIXED, 4, 22, 0, 1},
    {"veterans day", FIXED, 11, 11, 0, 1},
    {"armistice day", FIXED, 11, 11, 0, 1},
    {"juneteenth", FIXED, 6, 19, 0, 1},
    {"anzac day", FIXED, 4, 25, 0, 1},
    {"bastille day", FIXED, 7, 14, 0, 1},
    {"victory day", FIXED, 5, 9, 0, 1},
    {"epiphany", FIXED, 1, 6, 0, 1},
    {"all saints day", FIXED, 11, 1, 0, 1},
    {"thanksgiving", NTH, 11, 4, 3, 1},
    {"labor day", NTH, 9, 1, 0, 1},
    {"memorial day", NTH, 5, -1, 0, 1},
    {"black friday", NTH, 11, 4, 3, 2},
    {"martin luther king day", NTH, 1, 3, 0, 1},
    {"columbus day", NTH, 10, 2, 0, 1},
    {"mothers day", NTH, 5, 2, 6, 1},
    {"mother day", NTH, 5, 2, 6, 1},
    {"fathers day", NTH, 6, 3, 6, 1},
    {"father day", NTH, 6, 3, 6, 1},
    {"orthodox easter", ORTHODOX, 0, 0, 0, 1},
    {"good friday", EASTER, -2, 0, 0, 1},
    {"easter sunday", EASTER, 0, 0, 0, 1},
    {"easter monday", EASTER, 1, 0, 0, 1},
    {"palm sunday", EASTER, -7, 0, 0, 1},
    {"ash wednesday", EASTER, -46, 0, 0, 1},
    {"maundy thursday", EASTER, -3, 0, 0, 1},
    {"holy week", EASTER, -7, 0, 0, 7},
    {"easter", EASTER, 0, 0, 0, 1},
    {"pentecost", EASTER, 49, 0, 0, 1},
    {"ascension day", EASTER, 39, 0, 0, 1},
    {"eid al fitr", ISLAMIC, 10, 1, 0, 1},
    {"eid ul fitr", ISLAMIC, 10, 1, 0, 1},
    {"eid al adha", ISLAMIC, 12, 10, 0, 1},
    {"eid ul adha", ISLAMIC, 12, 10, 0, 1},
    {"eid e qurban", ISLAMIC, 12, 10, 0, 1},
    {"feast of the sacrifice", ISLAMIC, 12, 10, 0, 1},
    {"ashura", ISLAMIC, 1, 10, 0, 1},
    {"ashoura", ISLAMIC, 1, 10, 0, 1},
    {"arbaeen", ISLAMIC, 2, 20, 0, 1},
    {"arbain", ISLAMIC, 2, 20, 0, 1},
    {"mawlid", ISLAMIC, 3, 12, 0, 1},
    {"ramadan", ISLAMIC, 9, 1, 0, 29},
    {"ramazan", ISLAMIC, 9, 1, 0, 29},
    {"muharram", ISLAMIC, 1, 1, 0, 29},
    {"nowruz", PERSIAN, 1, 1, 0, 1},
    {"nawruz", PERSIAN, 1, 1, 0, 1},
    {"norouz", PERSIAN, 1, 1, 0, 1},
    {"nauroz", PERSIAN, 1, 1, 0, 1},
    {"newroz", PERSIAN, 1, 1, 0, 1},
    {"nowroz", PERSIAN, 1, 1, 0, 1},
    {"rosh hashanah", HEBREW, 0, 0, 0, 2},
    {"yom kippur", HEBREW, 9, 0, 0, 1},
    {"sukkot", HEBREW, 14, 0, 0, 7},
    {"passover", HEBREW, -1, 0, 0, 7},
    {"purim", HEBREW, -2, 0, 0, 1},
};

/* The first day of the feast in a year: Gregorian, except that two Islamic feasts may fall into one. */
static int32_t first_day(const feast *f, int year)
{
    int iy, im, id;
    int32_t start;
    switch ((rule)f->rule) {
    case FIXED: return dl_day_from_ymd(year, f->a, f->b);
    case NTH:
        start = dl_nth_weekday(year, f->a, f->b, f->c);
        return f->days == 2 && start != DL_DAY_UNKNOWN ? start + 1 : start;
    case EASTER: return dl_easter(year, false) + f->a;
    case ORTHODOX: return dl_easter(year, true);
    case ISLAMIC:
        dl_islamic_from_day(dl_day_from_ymd(year, 1, 15), &iy, &im, &id);
        start = dl_islamic_observed(iy, f->a) + f->b - 1;
        return start >= dl_day_from_ymd(year, 1, 1) ? start : dl_islamic_observed(iy + 1, f->a) + f->b - 1;
    case PERSIAN: return dl_persian_day(year - 621, f->a, f->b);
    case HEBREW:
        if (f->a >= 0) return dl_rosh_hashanah(year) + f->a;
        return dl_rosh_hashanah(year) - 163 -
               (f->a == -2 ? 30 : 0); /* Passover is 163 days before the next new year, Purim 30 earlier */
    }
    return DL_DAY_UNKNOWN;
}

/* -1: the last one before the anchor, 1: the first after it, 0: the nearest with a lean to the tense. */
static int choose_year(const dl_when *w, uint32_t i, const feast *f, int direction)
{
    int y, m, d;
    if (w->anchor == DL_DAY_UNKNOWN) return -1;
    dl_day_to_ymd(w->anchor, &y, &m, &d);
    int past = y + 1, next = y - 1;
    while (past > y - 2 && first_day(f, past) > w->anchor) past--;
    while (next < y + 2 && first_day(f, next) < w->anchor) next++;
    if (direction) return direction < 0 ? past : next;
    int32_t back = w->anchor - first_day(f, past), ahead = first_day(f, next) - w->anchor;
    if (back <= f->days + 5 || ahead <= 14) return back <= f->days + 5 ? past : next;
    int tense = dl_when_tense(w, i);
    return tense > 0 || (tense == 0 && ahead < back) ? next : past;
}

static const feast *find(const dl_when *w, uint32_t i, uint32_t *end)
{
    if (!dl_when_at(w, i)->length) return NULL;
    for (size_t k = 0; k < DL_COUNT(feasts); k++) {
        if (feasts[k].words[0] == dl_when_at(w, i)->low[0] && (*end = dl_when_phrase(w, i, feasts[k].words)))
            return &feasts[k];
    }
    return NULL;
}

static void set(dl_reading *r, const feast *f, int year)
{
    char to[11];
    int32_t low = first_day(f, year), days = f->rule == NTH ? 1 : f->days;
    r->type = DL_TIME_DATE;
    r->why = "a feast or season of the calendar";
    dl_reading_day(r, low);
    if (days == 1 || low == DL_DAY_UNKNOWN) return;
    if (f->days == 29) { /* an Islamic month: 29 or 30 days */
        int y, m, d;
        dl_islamic_from_day(low + 3, &y, &m, &d);
        days = dl_islamic_observed(m == 12 ? y + 1 : y, m % 12 + 1) - low;
    }
    dl_day_to_text(low + days - 1, to);
    size_t n = strlen(r->value);
    snprintf(r->value + n, sizeof r->value - n, "/%s", to);
    dl_reading_range(r, low, low + days - 1);
}

uint32_t dl_when_feast(const dl_when *w, uint32_t i, dl_reading *r)
{
    int direction = 0, year = -1;
    uint32_t j = i, end = 0, k;
    bool weekend = false;
    if (dl_when_is(w, j, "the") && dl_when_is(w, j + 1, "weekend")) j++;
    if (dl_when_is(w, j, "weekend") && dl_when_is(w, j + 1, "of")) weekend = true, j += 2;
    if (dl_when_any(w, j, "last previous"))
        direction = -1, j++;
    else if (dl_when_any(w, j, "next following coming"))
        direction = 1, j++;
    const feast *f = find(w, j, &end);
    if (!f || (j > 0 && dl_when_any(w, j - 1, "lunar chinese jewish islamic tibetan persian iranian kurdish"))) return 0;
    if (dl_when_is(w, end, "day") && f->days == 1) end++;
    if (dl_when_is(w, end, "weekend")) weekend = true, end++;
    if ((k = dl_when_year(w, dl_when_skip(w, dl_when_skip(w, end, ","), "of in"), &year)) &&
        dl_when_at(w, k - 1)->kind == DL_ATOM_NUMBER)
        end = k;
    else if (dl_when_is(w, end, "of") && dl_when_is(w, end + 1, "this") && dl_when_is(w, end + 2, "year")) {
        end += 3;
        int m, d;
        if (w->anchor != DL_DAY_UNKNOWN) dl_day_to_ymd(w->anchor, &year, &m, &d);
    } else
        year = -1;
    if (dl_when_is(w, end, "weekend")) weekend = true, end++;
    bool said = year >= 0;
    if (!said) year = choose_year(w, i, f, direction);
    if (year < 0) return dl_reading_reference(r, "XXXX-XX-XX"), end;
    set(r, f, year);
    if (weekend && r->low != DL_DAY_UNKNOWN) dl_reading_weekend(r, dl_day_weekday(r->low) == 0 ? r->low - 1 : r->low);
    if (!said) dl_reading_anchor(w, r, "XXXX-XX-XX");
    return end;
}
