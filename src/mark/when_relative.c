/* when_relative.c - times that stand on the day of writing or the day told last: "yesterday", "last Friday", "early next
 * week", "the following day", "the end of the year". */
#include "mark/when.h"

#include <stdio.h>

static bool is_singular_unit(const dl_when *w, uint32_t i)
{
    const dl_atom *a = dl_when_at(w, i);
    return a->word == DL_WORD_UNIT && a->length && a->low[a->length - 1] != 's' && a->value >= DL_UNIT_DAY;
}

static int32_t plus(int32_t day, int32_t n)
{
    return day == DL_DAY_UNKNOWN ? day : day + n;
}

/* "morning" after a day: "2018-09-04TMO". Returns the index after it. */
static uint32_t part_after(const dl_when *w, uint32_t i, dl_reading *r)
{
    static const char *const codes[] = {"TMO", "TMO", "TAF", "TEV", "TNI"};
    if (!dl_when_word(w, i, DL_WORD_PART)) return i;
    size_t n = strlen(r->value);
    snprintf(r->value + n, sizeof r->value - n, "%s", codes[dl_when_at(w, i)->value]);
    r->type = DL_TIME_TIME;
    return i + 1;
}

/* ## Words for a day */

static uint32_t named_day(const dl_when *w, uint32_t i, dl_reading *r)
{
    int n = 0;
    uint32_t j = i;
    bool night = false;
    if (dl_when_phrase(w, i, "the day before yesterday"))
        n = -2, j = i + 4;
    else if (dl_when_phrase(w, i, "the day after tomorrow"))
        n = 2, j = i + 4;
    else if (dl_when_phrase(w, i, "last night"))
        n = -1, night = true, j = i + 2;
    else if (dl_when_is(w, i, "this") && dl_when_word(w, i + 1, DL_WORD_PART))
        j = i + 1;
    else if (dl_when_is(w, i, "tonight"))
        night = true, j = i + 1;
    else if (dl_when_is(w, i, "overnight"))
        n = dl_when_tense(w, i) > 0 ? 0 : -1, night = true, j = i + 1;
    else if (dl_when_is(w, i, "otd"))
        j = i + 1;
    else if (dl_when_word(w, i, DL_WORD_NAMED))
        n = dl_when_at(w, i)->value, j = i + 1;
    else
        return 0;
    r->type = DL_TIME_DATE;
    r->why = "a day counted from the day of writing";
    dl_reading_day(r, plus(w->anchor, n));
    if (night) {
        size_t length = strlen(r->value);
        snprintf(r->value + length, sizeof r->value - length, "TNI");
        r->type = DL_TIME_TIME;
    } else {
        j = part_after(w, j, r);
    }
    dl_reading_anchor(w, r, "XXXX-XX-XX");
    return j;
}

/* "the next day", "the day before", "the same day": the day told last, else the day of writing. */
static uint32_t told_day(const dl_when *w, uint32_t i, dl_reading *r)
{
    int n = 0;
    uint32_t the = dl_when_any(w, i, "the a") ? i + 1 : i, j = 0;
    if (the > i && dl_when_any(w, the, "next following subsequent") && dl_when_is(w, the + 1, "day"))
        n = 1, j = the + 2;
    else if (the > i && dl_when_any(w, the, "previous preceding") && dl_when_is(w, the + 1, "day"))
        n = -1, j = the + 2;
    else if (dl_when_any(w, the, "same that") && dl_when_is(w, the + 1, "day"))
        j = the + 2;
    else if (the > i && dl_when_is(w, the, "day") && dl_when_any(w, the + 1, "before after earlier later")) {
        bool verb_next = dl_when_at(w, the + 2)->kind == DL_ATOM_WORD &&
                         !dl_when_any(w, the + 2, "in at and but that when by with on for from to as was were had");
        if (verb_next && dl_when_any(w, the + 1, "before after")) return 0;
        n = dl_when_any(w, the + 1, "before earlier") ? -1 : 1;
        j = the + 2;
    } else
        return 0;
    int32_t base = w->told != DL_DAY_UNKNOWN ? w->told : w->anchor;
    r->type = DL_TIME_DATE;
    r->why = w->told != DL_DAY_UNKNOWN ? "counted from the day told just before" : "counted from the day of writing";
    dl_reading_day(r, plus(base, n));
    if (w->told == DL_DAY_UNKNOWN) dl_reading_anchor(w, r, "XXXX-XX-XX");
    return j;
}

/* ## Last, this, next */

typedef enum rel { REL_NONE, REL_LAST, REL_PREVIOUS, REL_PAST, REL_THIS, REL_COMING, REL_NEXT } rel;

static uint32_t relation(const dl_when *w, uint32_t i, rel *out)
{
    if (dl_when_is(w, i, "this") && dl_when_any(w, i + 1, "past")) return *out = REL_PAST, i + 2;
    if (dl_when_any(w, i, "this the") && dl_when_any(w, i + 1, "coming upcoming")) return *out = REL_COMING, i + 2;
    if (dl_when_is(w, i, "the") && dl_when_any(w, i + 1, "next following previous preceding current")) i++;
    *out = dl_when_is(w, i, "last")                  ? REL_LAST
           : dl_when_any(w, i, "previous preceding") ? REL_PREVIOUS
           : dl_when_is(w, i, "past")                ? REL_PAST
           : dl_when_any(w, i, "this current")       ? REL_THIS
           : dl_when_any(w, i, "coming upcoming")    ? REL_COMING
           : dl_when_any(w, i, "next following")     ? REL_NEXT
                                                     : REL_NONE;
    return *out == REL_NONE ? 0 : i + 1;
}

static int32_t weekday_day(int32_t anchor, int weekday, rel how, int tense)
{
    if (anchor == DL_DAY_UNKNOWN) return anchor;
    int today = dl_day_weekday(anchor);
    int32_t monday = anchor - today, latest = anchor - (today - weekday + 7) % 7, first = anchor + (weekday - today + 7) % 7;
    switch (how) {
    case REL_LAST: return anchor - latest >= 2 ? latest : latest - 7;
    case REL_PREVIOUS: return monday - 7 + weekday;
    case REL_PAST: return latest == anchor ? latest - 7 : latest;
    case REL_THIS: return tense < 0 && monday + weekday > anchor ? latest : monday + weekday;
    case REL_COMING: return first == anchor ? first + 7 : first;
    case REL_NEXT: return monday + 7 + weekday;
    default: return tense > 0 ? first : latest;
    }
}

static int32_t week_of(int32_t anchor, rel how)
{
    return plus(anchor, how == REL_LAST || how == REL_PREVIOUS || how == REL_PAST ? -7
                        : how == REL_NEXT || how == REL_COMING                    ? 7
                                                                                  : 0);
}

/* "Mon", "Sun", "Sat" are names and verbs too. */
static bool is_weekday_for_sure(const dl_when *w, uint32_t i)
{
    if (dl_when_at(w, i)->length > 5 || dl_when_is(w, i, "thurs")) return true;
    if (i == 0 || !dl_when_at(w, i)->capital) return false;
    return dl_when_is(w, i - 1, "on") ||
           (!dl_when_any(w, i, "sun sat wed mon") && dl_when_any(w, i - 1, "or and since until till by ,"));
}

/* "[last] Friday [night]", "Tuesday of next week", "next week [on] Tuesday" */
static uint32_t weekday(const dl_when *w, uint32_t i, dl_reading *r)
{
    rel how = REL_NONE, week = REL_NONE;
    uint32_t start = dl_when_any(w, i, "early late mid") ? dl_when_skip(w, i + 1, "- on") : i;
    uint32_t j = relation(w, start, &how), k, end;
    if (!j) j = start;
    int32_t day;
    r->type = DL_TIME_DATE;
    if (dl_when_is(w, j, "week") && how != REL_NONE) {
        k = dl_when_skip(w, dl_when_skip(w, j + 1, "- ,"), "on");
        if (!dl_when_word(w, k, DL_WORD_WEEKDAY)) return 0;
        day = plus(week_of(w->anchor, how), 0);
        if (day != DL_DAY_UNKNOWN) day += dl_when_at(w, k)->value - dl_day_weekday(day);
        end = k + 1;
    } else if (dl_when_word(w, j, DL_WORD_WEEKDAY)) {
        end = j + 1;
        k = dl_when_skip(w, end, ",");
        k = dl_when_skip(w, dl_when_skip(w, k, "of"), "the");
        uint32_t l = how == REL_NONE ? relation(w, k, &week) : 0;
        if (l && dl_when_is(w, l, "week")) {
            day = week_of(w->anchor, week);
            if (day != DL_DAY_UNKNOWN) day += dl_when_at(w, j)->value - dl_day_weekday(day);
            end = l + 1;
        } else {
            if (how == REL_NONE && !is_weekday_for_sure(w, j)) return 0;
            day = weekday_day(w->anchor, dl_when_at(w, j)->value, how,
                              how == REL_NONE || how == REL_THIS ? dl_when_tense(w, j) : 0);
        }
    } else
        return 0;
    r->why = "a weekday near the day of writing, chosen by tense";
    dl_reading_day(r, day);
    end = part_after(w, end, r);
    dl_reading_anchor(w, r, "XXXX-WXX-X");
    return end;
}

static int32_t shift_units(int32_t day, dl_unit unit, int n)
{
    if (unit == DL_UNIT_QUARTER || unit >= DL_UNIT_MONTH) {
        int y, m, d;
        if (day == DL_DAY_UNKNOWN) return day;
        dl_day_to_ymd(day, &y, &m, &d);
        day = dl_day_from_ymd(y, m, 1);
    }
    return dl_when_shift(day, unit, n);
}

/* "the weekend" is the one just past from Monday to Thursday, unless it is to come. */
static int weekend_shift(const dl_when *w, uint32_t i)
{
    return w->anchor != DL_DAY_UNKNOWN && dl_day_weekday(w->anchor) < 4 && dl_when_tense(w, i) <= 0 ? -1 : 0;
}

/* "[earlier] this week", "late last year", "the week after next", "that month" */
static uint32_t unit(const dl_when *w, uint32_t i, dl_reading *r)
{
    rel how = REL_NONE;
    int n = 0;
    uint32_t j = dl_when_any(w, i, "early earlier late later mid sometime") ? dl_when_skip(w, i + 1, "-") : i;
    bool modified = j > i;
    if (modified) j = dl_when_skip(w, j, "in");
    uint32_t at = relation(w, j, &how);
    int32_t base = w->anchor;
    bool told = false;
    r->type = DL_TIME_DATE;
    r->why = "a period counted from the day of writing";
    if (at) {
        at = dl_when_skip(w, at, "calendar working fiscal financial");
        if (how == REL_PAST && !(j > 0 && dl_when_is(w, j, "this"))) return 0;
        n = how == REL_THIS ? 0 : how == REL_COMING || how == REL_NEXT ? 1 : -1;
        if (!is_singular_unit(w, at) || dl_when_at(w, at)->value == DL_UNIT_DAY) return 0;
        if (how == REL_LAST && j > 0 && dl_when_is(w, j - 1, "the") && !dl_when_is(w, at + 1, "of")) return 0;
        if (w->told != DL_DAY_UNKNOWN && dl_when_any(w, at - 1, "following preceding")) base = w->told, told = true;
    } else if (dl_when_any(w, j, "that same") && is_singular_unit(w, j + 1) && dl_when_at(w, j + 1)->value > DL_UNIT_DAY &&
               w->told != DL_DAY_UNKNOWN) {
        base = w->told;
        told = true;
        at = j + 1;
    } else if (dl_when_is(w, j, "the") && is_singular_unit(w, j + 1)) {
        uint32_t u = j + 1;
        dl_unit period = (dl_unit)dl_when_at(w, u)->value;
        uint32_t end = u + 1;
        if (dl_when_is(w, end, "after") && dl_when_is(w, end + 1, "next"))
            n = 2, end += 2;
        else if (dl_when_is(w, end, "before") && dl_when_is(w, end + 1, "last"))
            n = -2, end += 2;
        else if (!modified && !(j > 0 && dl_when_any(w, j - 1, "of for in during end")) && period != DL_UNIT_WEEKEND)
            return 0;
        else if (dl_when_any(w, end, "of since when that to in ahead - s ' before after earlier later and"))
            return 0;
        if (!n && !modified && period == DL_UNIT_DAY && dl_when_is(w, j - 1, "in")) return 0;
        if (!n && !modified && period >= DL_UNIT_DECADE) return 0;
        if (dl_when_at(w, end)->kind == DL_ATOM_NUMBER) return 0; /* "the year 2008" */
        if (period == DL_UNIT_WEEKEND && !n) n = weekend_shift(w, i);
        if (modified && period == DL_UNIT_DAY && w->told != DL_DAY_UNKNOWN) base = w->told;
        dl_reading_unit(r, period, shift_units(base, period, n));
        dl_reading_anchor(w, r, r->value);
        return end;
    } else if (!modified && dl_when_is(w, j, "weekend") && !(j > 0 && dl_when_any(w, j - 1, "a every each"))) {
        n = weekend_shift(w, i);
        at = j;
    } else
        return 0;
    dl_unit period = (dl_unit)dl_when_at(w, at)->value;
    if (period == DL_UNIT_FORTNIGHT) return 0;
    dl_reading_unit(r, period, shift_units(base, period, n));
    if (!told)
        dl_reading_anchor(w, r, r->value);
    else
        r->why = "a period counted from the day told just before";
    return at + 1;
}

/* "last September", "this August", "next summer" */
static uint32_t month_or_season(const dl_when *w, uint32_t i, dl_reading *r)
{
    rel how = REL_NONE;
    int y, m, d;
    uint32_t j = dl_when_any(w, i, "early late mid earlier later") ? dl_when_skip(w, i + 1, "-") : i;
    uint32_t at = relation(w, j, &how);
    const dl_atom *a = dl_when_at(w, at);
    if (!at || (a->word != DL_WORD_MONTH && a->word != DL_WORD_SEASON)) return 0;
    if (dl_when_any(w, at, "may march mar sun fall spring") && !a->capital && a->word == DL_WORD_MONTH) return 0;
    if (dl_when_at(w, at + 1)->kind == DL_ATOM_NUMBER && a->word == DL_WORD_MONTH) return 0;
    r->type = DL_TIME_DATE;
    r->why = "a month or season counted from the day of writing";
    if (w->anchor == DL_DAY_UNKNOWN) {
        dl_reading_range(r, DL_DAY_UNKNOWN, DL_DAY_UNKNOWN);
        dl_reading_anchor(w, r, "XXXX-XX");
        return at + 1;
    }
    dl_day_to_ymd(w->anchor, &y, &m, &d);
    int first = a->word == DL_WORD_MONTH ? a->value : a->value * 3 + 3, length = a->word == DL_WORD_MONTH ? 1 : 3;
    if (how == REL_LAST || how == REL_PREVIOUS || how == REL_PAST)
        y -= first + length > m ? 1 : 0;
    else if (how == REL_NEXT || how == REL_COMING)
        y += first <= m ? 1 : 0;
    if (a->word == DL_WORD_MONTH)
        dl_reading_month(r, y, a->value);
    else
        dl_reading_season(r, y, a->value);
    r->relative = true;
    return at + 1;
}

/* ## Ends and parts of other periods */

/* "[the] end of 2000", "the beginning of next month", "EOY" */
static uint32_t edge(const dl_when *w, uint32_t i, dl_reading *r)
{
    uint32_t j = dl_when_skip(w, i, "the");
    if (dl_when_is(w, i, "eoy") || dl_when_is(w, i, "eom")) {
        dl_reading_unit(r, dl_when_is(w, i, "eoy") ? DL_UNIT_YEAR : DL_UNIT_MONTH, w->anchor);
        dl_reading_anchor(w, r, r->value);
        r->type = DL_TIME_DATE;
        r->why = "the end of a period";
        return i + 1;
    }
    if (j > i && !(i > 0 && dl_when_any(w, i - 1, "since by before after until"))) return 0;
    bool bare = dl_when_any(w, j, "early mid late");
    if (!bare && !(dl_when_any(w, j, "end beginning middle start close eve") && dl_when_any(w, j + 1, "of this last next")))
        return 0;
    uint32_t k = bare ? dl_when_skip(w, j + 1, "-") : dl_when_skip(w, j + 1, "of");
    uint32_t end = bare ? 0 : unit(w, k, r);
    uint32_t noun = dl_when_skip(w, k, "the");
    if (!end && !bare && is_singular_unit(w, noun) && dl_when_at(w, noun)->value > DL_UNIT_DAY &&
        !dl_when_any(w, noun + 1, "of")) {
        dl_reading_unit(r, (dl_unit)dl_when_at(w, noun)->value, w->anchor);
        dl_reading_anchor(w, r, r->value);
        end = noun + 1;
    }
    if (!end) end = dl_when_calendar(w, k, r);
    if (!end && bare) end = month_or_season(w, k, r);
    if (!end && !bare) end = dl_when_feast(w, k, r);
    if (!end) return 0;
    r->type = DL_TIME_DATE;
    if (!bare) r->why = "the beginning, middle or end of a period";
    return end;
}

/* What the parts of a period may be counted in. No rule here comes back to ordinal_unit, so that the depth is bounded. */
static uint32_t whole_period(const dl_when *w, uint32_t i, dl_reading *r)
{
    uint32_t end = dl_when_calendar(w, i, r);
    if (!end) end = unit(w, i, r);
    if (!end) end = month_or_season(w, i, r);
    if (end || !dl_when_is(w, i, "the") || !is_singular_unit(w, i + 1)) return end;
    dl_reading_unit(r, (dl_unit)dl_when_at(w, i + 1)->value, w->anchor);
    r->relative = true;
    return i + 2;
}

/* "[the] first week of 2021", "the 15th day of next month", "week 31 [of 2027]", "the last week of May" */
static uint32_t ordinal_unit(const dl_when *w, uint32_t i, dl_reading *r)
{
    dl_reading whole = {0};
    int nth = 0;
    uint32_t j = dl_when_skip(w, i, "the"), at;
    if (dl_when_is(w, j, "week") && dl_when_at(w, j + 1)->kind == DL_ATOM_NUMBER && dl_when_at(w, j + 1)->digits <= 2) {
        nth = dl_when_at(w, j + 1)->number;
        if (j > i || nth < 1 || nth > 53 || w->anchor == DL_DAY_UNKNOWN) return 0;
        uint32_t end = dl_when_is(w, j + 2, "of") ? whole_period(w, j + 3, &whole) : 0;
        int y, m, d;
        dl_day_to_ymd(end && whole.low != DL_DAY_UNKNOWN ? whole.low : w->anchor, &y, &m, &d);
        dl_reading_week(r, dl_iso_week_monday(y, nth));
        r->type = DL_TIME_DATE;
        r->why = "a numbered week";
        r->relative = !end;
        return end ? end : j + 2;
    }
    if (dl_when_is(w, j, "last"))
        nth = -1, at = j + 1;
    else if (!(at = dl_when_ordinal(w, j, &nth)))
        return 0;
    if (!is_singular_unit(w, at) || dl_when_at(w, at)->value > DL_UNIT_MONTH || !dl_when_is(w, at + 1, "of")) return 0;
    dl_unit part = (dl_unit)dl_when_at(w, at)->value;
    uint32_t end = whole_period(w, at + 2, &whole);
    if (!end || whole.low == DL_DAY_UNKNOWN || whole.high == whole.low) return 0;
    int32_t day = nth < 0                 ? whole.high
                  : part == DL_UNIT_MONTH ? dl_day_add_months(whole.low, nth - 1)
                                          : plus(whole.low, part == DL_UNIT_WEEK ? 7 * (nth - 1) : nth - 1);
    if (part == DL_UNIT_WEEK && nth > 0 && whole.precision == DL_PRECISION_YEAR) {
        int y, m, d;
        dl_day_to_ymd(whole.low, &y, &m, &d);
        day = dl_iso_week_monday(y, nth);
    }
    if (part == DL_UNIT_WEEK && nth < 0 && dl_day_weekday(day) < 3) day -= 7; /* its last week lies mostly inside it */
    if (day == DL_DAY_UNKNOWN || day < whole.low - 6 || day > whole.high) return 0;
    r->type = DL_TIME_DATE;
    r->why = "a numbered part of a period";
    dl_reading_unit(r, part, day);
    r->relative = whole.relative;
    return end;
}

/* ## Words for now, the past, the future */

static uint32_t reference(const dl_when *w, uint32_t i, dl_reading *r)
{
    r->why = "the present, past or future at large";
    if (dl_when_any(w, i, "now currently nowadays presently")) {
        if (i > 0 && dl_when_is(w, i - 1, "from")) return 0;
        return dl_reading_reference(r, "PRESENT_REF"), i + 1;
    }
    if (dl_when_any(w, i, "recently lately formerly")) return dl_reading_reference(r, "PAST_REF"), i + 1;
    if (dl_when_any(w, i, "recent previous") && dl_when_word(w, i + 1, DL_WORD_UNIT) &&
        dl_when_at(w, i + 1)->low[dl_when_at(w, i + 1)->length - 1] == 's')
        return dl_reading_reference(r, "PAST_REF"), i + 2;
    if (dl_when_any(w, i, "coming") && dl_when_word(w, i + 1, DL_WORD_UNIT) &&
        dl_when_at(w, i + 1)->low[dl_when_at(w, i + 1)->length - 1] == 's')
        return dl_reading_reference(r, "FUTURE_REF"), i + 2;
    if (dl_when_is(w, i, "the") && i > 0 && dl_when_any(w, i - 1, "in for of") && dl_when_is(w, i + 1, "future"))
        return dl_reading_reference(r, "FUTURE_REF"), i + 2;
    if (dl_when_is(w, i, "the") && i > 0 && dl_when_is(w, i - 1, "in") && dl_when_is(w, i + 1, "past") &&
        dl_when_at(w, i + 2)->kind != DL_ATOM_NUMBER && !dl_when_word(w, i + 2, DL_WORD_UNIT) &&
        !dl_when_word(w, i + 2, DL_WORD_ONES) && !dl_when_any(w, i + 2, "few several couple decade"))
        return dl_reading_reference(r, "PAST_REF"), i + 2;
    return 0;
}

uint32_t dl_when_relative(const dl_when *w, uint32_t i, dl_reading *r)
{
    static uint32_t (*const rules[])(const dl_when *, uint32_t, dl_reading *) = {
        named_day, told_day, edge, ordinal_unit, weekday, month_or_season, unit, reference};
    uint32_t best = 0;
    for (size_t k = 0; k < DL_COUNT(rules); k++) {
        dl_reading try = {.first = i, .low = DL_DAY_UNKNOWN, .high = DL_DAY_UNKNOWN};
        uint32_t end = rules[k](w, i, &try);
        if (end > best) best = end, *r = try;
    }
    return best;
}

uint32_t dl_when_date(const dl_when *w, uint32_t i, dl_reading *r)
{
    static uint32_t (*const rules[])(const dl_when *, uint32_t, dl_reading *) = {dl_when_calendar, dl_when_feast,
                                                                                 dl_when_relative};
    uint32_t best = 0;
    for (size_t k = 0; k < DL_COUNT(rules); k++) {
        dl_reading try = {.first = i, .low = DL_DAY_UNKNOWN, .high = DL_DAY_UNKNOWN};
        uint32_t end = rules[k](w, i, &try);
        if (end > best) best = end, *r = try;
    }
    return best;
}
