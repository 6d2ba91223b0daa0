/* when_spans.c - durations, distances ("two days ago", "a week after Easter"), sets ("every Friday"), clock times. */
#include "mark/when.h"

#include <math.h>
#include <stdio.h>

static bool is_unit(const dl_when *w, uint32_t i)
{
    return dl_when_word(w, i, DL_WORD_UNIT) || dl_when_any(w, i, "second night");
}

static dl_unit unit_at(const dl_when *w, uint32_t i)
{
    if (dl_when_is(w, i, "second")) return DL_UNIT_SECOND;
    return dl_when_is(w, i, "night") ? DL_UNIT_DAY : (dl_unit)dl_when_at(w, i)->value;
}

typedef struct length {
    double count;
    bool vague, bare, one; /* bare: "weeks"; one: "a week" */
    dl_unit unit;
    char more[24]; /* second part of "1 hour and 30 minutes", as in a TIMEX3 value */
    double more_days;
} length;

/* ## Lengths of time */

static bool has_plural(const dl_when *w, uint32_t i)
{
    const dl_atom *a = dl_when_at(w, i);
    return a->word == DL_WORD_UNIT && a->length > 3 && (a->low[a->length - 1] == 's');
}

static uint32_t glued_unit(const dl_when *w, uint32_t i, length *out)
{
    static const char *const letters = "hdwy";
    static const dl_unit units[] = {DL_UNIT_HOUR, DL_UNIT_DAY, DL_UNIT_WEEK, DL_UNIT_YEAR};
    const dl_atom *a = dl_when_at(w, i), *b = dl_when_at(w, i + 1);
    if (a->kind != DL_ATOM_NUMBER || a->number < 0 || !b->glued || b->length != 1 || i == 0) return 0;
    const char *letter = strchr(letters, b->low[0]);
    if (!letter || !*letter || !dl_when_any(w, i - 1, "for lasted in last past next")) return 0;
    *out = (length){.count = a->number, .unit = units[letter - letters]};
    return i + 2;
}

/* "and 30 minutes", "1 month 21 days" */
static uint32_t more_units(const dl_when *w, uint32_t i, length *out)
{
    static const char *const letters[] = {"S", "M", "H", "D", "W", "W", "W", "M", "Q", "Y", "Y", "Y"};
    static const double days[] = {0, 0, 0, 1, 7, 14, 7, 30.44, 91.3, 365.25, 3652.5, 36525};
    double count;
    bool vague;
    dl_unit before = out->unit;
    uint32_t j = i, end = i;
    while (end - i < 12) {
        j = dl_when_skip(w, dl_when_skip(w, end, ","), "and");
        uint32_t k = dl_when_count(w, j, &count, &vague);
        if (!k || vague || dl_when_any(w, j, "a an half") || !is_unit(w, k) || unit_at(w, k) >= before) break;
        before = unit_at(w, k);
        size_t n = strlen(out->more);
        bool clock = before <= DL_UNIT_HOUR && out->unit > DL_UNIT_HOUR && !strchr(out->more, 'T');
        snprintf(out->more + n, sizeof out->more - n, "%s%g%s", clock ? "T" : "", count, letters[before]);
        out->more_days += count * days[before];
        end = k + 1;
    }
    return end;
}

static uint32_t read_length(const dl_when *w, uint32_t i, length *out)
{
    *out = (length){0};
    uint32_t j = glued_unit(w, i, out);
    if (j) return j;
    if (dl_when_any(w, i, "all whole entire full") && is_unit(w, i + 1) && !has_plural(w, i + 1)) {
        *out = (length){.count = 1, .unit = unit_at(w, i + 1)};
        return i + 2;
    }
    if (has_plural(w, i)) {
        *out = (length){.count = 3, .vague = true, .bare = true, .unit = unit_at(w, i)};
        return i + 1;
    }
    j = dl_when_count(w, i, &out->count, &out->vague);
    if (!j) return 0;
    out->one = dl_when_any(w, i, "a an") && j == i + 1;
    j = dl_when_skip(w, j, "-");
    j = dl_when_skip(w, j, "full whole more consecutive straight further additional solid long other");
    if (!is_unit(w, j) || (dl_when_is(w, j, "second") && !dl_when_any(w, i, "one 1 a"))) return 0;
    if (dl_when_is(w, j, "second") && (dl_when_is(w, i, "a") || dl_when_is(w, j + 1, "term"))) return 0;
    if (dl_when_is(w, j, "quarter") && !has_plural(w, j)) return 0;
    out->unit = unit_at(w, j++);
    if (dl_when_is(w, j, "and") && dl_when_is(w, j + 1, "a") && dl_when_any(w, j + 2, "half quarter")) {
        out->count += dl_when_is(w, j + 2, "half") ? 0.5 : 0.25;
        return j + 3;
    }
    return out->vague ? j : more_units(w, j, out);
}

static void set_duration(dl_reading *r, const length *l)
{
    dl_reading_duration(r, l->count, l->vague, l->unit);
    size_t n = strlen(r->value);
    snprintf(r->value + n, sizeof r->value - n, "%s", l->more);
    r->why = "a length of time";
}

static int32_t moved(int32_t day, const length *l, int sign)
{
    int32_t to = dl_when_shift(day, l->unit, sign * l->count);
    if (to == DL_DAY_UNKNOWN || !l->more[0]) return to;
    return (int32_t)(to + sign * (int32_t)l->more_days);
}

/* ## Distances */

/* A distance in years is a year, in months a month; `exact` keeps the day. Vague lengths are the past or the future at
 * large. */
static void set_distance(const dl_when *w, dl_reading *r, const length *l, int32_t base, int sign, bool exact)
{
    r->type = DL_TIME_DATE;
    r->why = "a distance from the day of writing";
    if (l->vague) {
        dl_reading_reference(r, sign < 0 ? "PAST_REF" : "FUTURE_REF");
        return;
    }
    int32_t day = moved(base, l, sign);
    dl_unit unit = l->unit >= DL_UNIT_DECADE ? DL_UNIT_YEAR : l->unit;
    if (exact || l->unit <= DL_UNIT_DAY || l->count != floor(l->count))
        dl_reading_day(r, day);
    else
        dl_reading_unit(r, unit, day);
    if (l->unit < DL_UNIT_DAY && !exact) r->type = DL_TIME_TIME;
    if (base == w->anchor) dl_reading_anchor(w, r, r->value);
}

/* "later", "earlier", "afterwards" with nothing to count from but what was told. */
static uint32_t told_distance(const dl_when *w, uint32_t j, const length *l, dl_reading *r)
{
    int sign = dl_when_any(w, j, "later afterwards afterward thereafter")  ? 1
               : dl_when_any(w, j, "earlier previously before beforehand") ? -1
               : dl_when_is(w, j, "after")                                 ? 1
                                                                           : 0;
    if (!sign || (dl_when_any(w, j, "later earlier") && dl_when_any(w, j + 1, "this in next"))) return 0;
    if (dl_when_any(w, j, "before after")) { /* "two days before." but not "two days before the vote" */
        const dl_atom *a = dl_when_at(w, j + 1);
        if (a->kind == DL_ATOM_WORD || a->kind == DL_ATOM_NUMBER) return 0;
    }
    int32_t base = w->told != DL_DAY_UNKNOWN ? w->told : w->anchor;
    if (l->vague && l->unit < DL_UNIT_DAY) { /* "minutes later" is the same day */
        dl_reading_day(r, base);
        r->type = DL_TIME_TIME;
        r->relative = true;
        r->why = "shortly before or after what was told";
        return j + 1;
    }
    set_distance(w, r, l, base, sign, sign > 0);
    if (w->told != DL_DAY_UNKNOWN && !l->vague) r->why = "a distance from the day told just before";
    return j + 1;
}

/* "two weeks after Easter", "3 days from Tuesday", "two years since 2011" */
static uint32_t date_distance(const dl_when *w, uint32_t j, const length *l, dl_reading *r)
{
    dl_reading from = {.low = DL_DAY_UNKNOWN, .high = DL_DAY_UNKNOWN};
    int sign = dl_when_any(w, j, "after from since following") ? 1 : dl_when_any(w, j, "before prior ahead") ? -1 : 0;
    if (!sign) return 0;
    uint32_t k = dl_when_skip(w, j + 1, "to of");
    k = dl_when_is(w, k, "the") && dl_when_is(w, k + 1, "year") ? k + 1 : k;
    if (dl_when_any(w, k, "now today")) {
        set_distance(w, r, l, w->anchor, sign, true);
        return k + 1;
    }
    uint32_t end = dl_when_date(w, k, &from);
    if (!end || from.low == DL_DAY_UNKNOWN || (from.precision != DL_PRECISION_DAY && !dl_when_is(w, j, "since"))) return 0;
    set_distance(w, r, l, from.low, sign, true);
    r->relative = from.relative;
    r->why = "a distance from another time";
    return end;
}

/* "on Friday" after a distance moves to that weekday. */
static uint32_t weekday_after(const dl_when *w, uint32_t i, dl_reading *r)
{
    uint32_t k = dl_when_skip(w, i, "on");
    if (k == i || !dl_when_word(w, k, DL_WORD_WEEKDAY) || r->low == DL_DAY_UNKNOWN || r->low != r->high) return i;
    dl_reading_day(r, r->low + dl_when_at(w, k)->value - dl_day_weekday(r->low));
    return k + 1;
}

static uint32_t ago(const dl_when *w, const length *l, uint32_t j, dl_reading *r)
{
    uint32_t end = 0;
    if (dl_when_is(w, j, "ago")) {
        set_distance(w, r, l, w->anchor, -1, false);
        return j + 1;
    }
    if (dl_when_is(w, j, "hence")) {
        set_distance(w, r, l, w->anchor, 1, true);
        return j + 1;
    }
    if ((end = date_distance(w, j, l, r))) return weekday_after(w, end, r);
    return told_distance(w, j, l, r);
}

/* "in two days": ahead, unless the clause is past or the words say how long. */
static uint32_t ahead(const dl_when *w, uint32_t i, dl_reading *r)
{
    length l;
    if (!dl_when_any(w, i, "in within")) return 0;
    uint32_t j = read_length(w, i + 1, &l);
    if (!j || l.bare || l.vague) return 0;
    uint32_t end = date_distance(w, j, &l, r);
    if (end) return dl_when_is(w, j, "since") ? end : 0;
    if (dl_when_any(w, j, "of - old to for") || dl_when_is(w, i, "within")) return 0;
    if (i > 0 &&
        dl_when_any(
            w, i - 1,
            "time first once twice times most worst biggest largest highest lowest more attack strike second third fourth"))
        return 0;
    if (dl_when_tense(w, i) < 0) return 0;
    set_distance(w, r, &l, w->anchor, 1, true);
    return weekday_after(w, j, r);
}

/* "[the] past three years", "the next two weeks", "the last decade" */
static uint32_t window(const dl_when *w, uint32_t i, dl_reading *r)
{
    length l;
    uint32_t j = dl_when_skip(w, i, "the these");
    bool past = dl_when_any(w, j, "last past previous preceding recent"), next = dl_when_any(w, j, "next coming following");
    if ((!past && !next) ||
        (j == i && !(i > 0 && dl_when_any(w, i - 1, "in over during for within s")) && !dl_when_any(w, j, "past")))
        return 0;
    uint32_t k = dl_when_is(w, j + 1, "couple") ? 0 : read_length(w, j + 1, &l);
    if (dl_when_is(w, j + 1, "couple")) {
        uint32_t u = dl_when_skip(w, j + 2, "of");
        if (!has_plural(w, u)) return 0;
        l = (length){.count = 2, .unit = unit_at(w, u)};
        k = u + 1;
    }
    if (!k && dl_when_word(w, j + 1, DL_WORD_UNIT) && !has_plural(w, j + 1) && (j > i || dl_when_is(w, j, "past")) &&
        dl_when_any(w, j, "past last") && unit_at(w, j + 1) > DL_UNIT_HOUR &&
        !(dl_when_is(w, j, "last") && unit_at(w, j + 1) == DL_UNIT_DAY)) {
        if (dl_when_is(w, j + 2, "of")) return 0;
        l = (length){.count = 1, .unit = unit_at(w, j + 1)};
        k = j + 2;
    }
    if (!k || l.one) return 0;
    set_duration(r, &l);
    r->why = "a stretch of time that ends or begins on the day of writing";
    if (!l.vague && w->anchor != DL_DAY_UNKNOWN) {
        int32_t other = moved(w->anchor, &l, past ? -1 : 1);
        if (other != DL_DAY_UNKNOWN) dl_reading_range(r, past ? other : w->anchor, past ? w->anchor : other);
    }
    r->relative = true;
    return k;
}

static bool is_age(const dl_when *w, uint32_t j)
{
    return dl_when_is(w, dl_when_skip(w, j, "-"), "old") || dl_when_any(w, j, "older younger");
}

/* "..., two days after the arrest": still a length, but its bounds are those of the earlier event. */
static void set_before_main(const dl_when *w, dl_reading *r, const length *l)
{
    dl_reading day = {0};
    int32_t base = w->told != DL_DAY_UNKNOWN ? w->told : w->anchor;
    if (base == DL_DAY_UNKNOWN || l->unit < DL_UNIT_DAY) return;
    dl_reading_unit(&day, l->unit >= DL_UNIT_DECADE ? DL_UNIT_YEAR : l->unit, moved(base, l, -1));
    r->low = day.low;
    r->high = day.high;
    r->precision = day.precision;
    r->relative = true;
    r->why = "a length of time; the bounds are those of the earlier event, counted back from the day told just before or of "
             "writing";
}

/* May a bare plural or "a week" stand for a length here? */
static bool is_led(const dl_when *w, uint32_t i, uint32_t j)
{
    if (i > 0 &&
        dl_when_any(
            w, i - 1,
            "for in within after over about than least nearly almost and half around roughly lasted last took every take"))
        return true;
    return dl_when_any(w, j, "long of ago later earlier after before since - s '");
}

/* "more than two weeks", "a three-day visit", "for months", "3 weeks ago" */
static uint32_t duration(const dl_when *w, uint32_t i, dl_reading *r)
{
    length l;
    uint32_t j = i;
    if (dl_when_any(w, j, "more less") && dl_when_is(w, j + 1, "than"))
        j += 2;
    else if (dl_when_is(w, j, "at") && dl_when_any(w, j + 1, "least most"))
        j += 2;
    else if (dl_when_any(w, j, "about around nearly almost roughly approximately just only some") &&
             dl_when_at(w, j + 1)->kind != DL_ATOM_MARK)
        j = dl_when_skip(w, j + 1, "over under about");
    uint32_t end = read_length(w, j, &l), k;
    if (!end && j == i + 1 && dl_when_is(w, i, "some")) end = read_length(w, j = i, &l);
    if (!end || is_age(w, end)) return 0;
    if (j > i && dl_when_is(w, i, "some") && !l.bare) j = i;
    k = ago(w, &l, end, r);
    if (k) return k;
    if ((l.bare || l.one) && !is_led(w, j, end)) return 0;
    if (l.bare && dl_when_any(w, end, "- s '")) return 0;
    if (l.one && dl_when_is(w, end, "of") && l.unit == DL_UNIT_DAY && j > 0 && dl_when_any(w, j - 1, "after and")) return 0;
    set_duration(r, &l);
    if (dl_when_is(w, end, "after") && !l.vague) set_before_main(w, r, &l);
    if (dl_when_is(w, end, "-") && dl_when_is(w, end + 1, "long") && dl_when_at(w, end)->glued) end += 2;
    return end;
}

/* "year-long", "weeklong", "decades-old" */
static uint32_t long_word(const dl_when *w, uint32_t i, dl_reading *r)
{
    static const struct {
        const char *word;
        dl_unit unit;
    } joined[] = {{"daylong", DL_UNIT_DAY},
                  {"weeklong", DL_UNIT_WEEK},
                  {"monthlong", DL_UNIT_MONTH},
                  {"yearlong", DL_UNIT_YEAR},
                  {"overnight", DL_UNIT_DAY}};
    for (size_t k = 0; k < DL_COUNT(joined) - 1; k++) {
        if (!dl_when_is(w, i, joined[k].word)) continue;
        dl_reading_duration(r, 1, false, joined[k].unit);
        r->why = "a length of time";
        return i + 1;
    }
    if (!dl_when_word(w, i, DL_WORD_UNIT) || !dl_when_is(w, i + 1, "-") || !dl_when_any(w, i + 2, "long old")) return 0;
    if (i > 0 && dl_when_any(w, i - 1, "-")) return 0;
    dl_reading_duration(r, 1, has_plural(w, i), unit_at(w, i));
    r->why = "a length of time";
    return i + 3;
}

/* ## Sets */

static uint32_t repeated(const dl_when *w, uint32_t i, dl_reading *r)
{
    double count = 1;
    bool vague = false;
    const dl_atom *a = dl_when_at(w, i);
    if (a->word == DL_WORD_OFTEN && a->capital && dl_when_at(w, i + 1)->capital) return 0; /* names of newspapers */
    r->type = DL_TIME_SET;
    r->why = "something that comes again and again";
    if (a->word == DL_WORD_OFTEN || (a->word == DL_WORD_WEEKDAYS && a->length > 4)) {
        if (a->word == DL_WORD_WEEKDAYS)
            snprintf(r->value, sizeof r->value, "XXXX-WXX-%d", a->value + 1);
        else
            dl_reading_duration(r, 1, false, (dl_unit)a->value);
        r->type = DL_TIME_SET;
        return i + 1;
    }
    bool times = i > 0 && dl_when_any(w, i - 1, "once twice times") && dl_when_any(w, i, "a an per");
    if (!dl_when_any(w, i, "every each per") && !times) return 0;
    uint32_t j = i + 1;
    if (dl_when_is(w, j, "other")) count = 2, j++;
    uint32_t k = dl_when_count(w, j, &count, &vague);
    if (k && !vague) j = k;
    if (dl_when_word(w, j, DL_WORD_WEEKDAY)) {
        snprintf(r->value, sizeof r->value, "XXXX-WXX-%d", dl_when_at(w, j)->value + 1);
        dl_reading_range(r, DL_DAY_UNKNOWN, DL_DAY_UNKNOWN);
        return j + 1;
    }
    if (dl_when_word(w, j, DL_WORD_MONTH)) {
        snprintf(r->value, sizeof r->value, "XXXX-%02d", (unsigned)dl_when_at(w, j)->value % 100);
        return j + 1;
    }
    if (dl_when_word(w, j, DL_WORD_PART) || dl_when_word(w, j, DL_WORD_SEASON)) {
        dl_reading_duration(r, 1, false, dl_when_word(w, j, DL_WORD_PART) ? DL_UNIT_DAY : DL_UNIT_YEAR);
        r->type = DL_TIME_SET;
        return j + 1;
    }
    if (!dl_when_word(w, j, DL_WORD_UNIT)) return 0;
    dl_reading_duration(r, count, false, unit_at(w, j));
    r->type = DL_TIME_SET;
    return j + 1;
}

/* ## Clock times */

static uint32_t half_of_day(const dl_when *w, uint32_t i, bool *pm)
{
    bool a = dl_when_any(w, i, "am a"), p = dl_when_any(w, i, "pm p");
    if (!a && !p) return 0;
    *pm = p;
    if (dl_when_any(w, i, "am pm")) return i + 1;
    uint32_t j = i + 1;
    if (!dl_when_is(w, j, ".") || !dl_when_at(w, j)->glued || !dl_when_is(w, j + 1, "m")) return 0;
    bool dot = dl_when_is(w, j + 2, ".") && dl_when_at(w, j + 2)->glued && j + 3 < w->count;
    return j + 2 + dot;
}

/* "10:30 a.m. [GMT]", "5 pm", "1430 GMT", "at 14:30", "noon" */
static uint32_t clock_time(const dl_when *w, uint32_t i, dl_reading *r)
{
    const dl_atom *a = dl_when_at(w, i), *b = dl_when_at(w, i + 2);
    int hour = 0, minute = 0;
    bool pm = false, sure = false;
    uint32_t j = i + 1, k;
    if (dl_when_any(w, i, "noon midday midnight") && !(i > 0 && dl_when_word(w, i - 1, DL_WORD_WEEKDAY))) {
        hour = dl_when_is(w, i, "midnight") ? 0 : 12;
        sure = true;
    } else if (a->kind == DL_ATOM_NUMBER && a->number >= 0 && a->number < 24 && a->digits <= 2) {
        hour = a->number;
        if (dl_when_any(w, j, ": .") && dl_when_at(w, j)->glued && b->glued && b->kind == DL_ATOM_NUMBER && b->digits == 2 &&
            b->number < 60) {
            minute = b->number;
            sure = dl_when_is(w, j, ":") && i > 0 && dl_when_any(w, i - 1, "at around about by until from to between and");
            if (dl_when_is(w, j, ".")) sure = false;
            j += 2;
        }
        k = half_of_day(w, j, &pm);
        if (k && hour >= 1 && hour <= 12)
            hour = hour % 12 + (pm ? 12 : 0), sure = true, j = k;
        else if (dl_when_is(w, j, "o") && dl_when_is(w, j + 1, "'") && dl_when_is(w, j + 2, "clock"))
            sure = true, j += 3;
    } else if (a->kind == DL_ATOM_NUMBER && a->digits == 4 && a->number / 100 < 24 && a->number % 100 < 60) {
        hour = a->number / 100;
        minute = a->number % 100;
    } else
        return 0;
    if (dl_when_any(w, j, "gmt utc est edt") && a->kind == DL_ATOM_NUMBER)
        sure = true, j++;
    else if (sure && dl_when_any(w, j, "local") && dl_when_is(w, j + 1, "time"))
        j += 2;
    if (dl_when_any(w, j, "hrs") && a->digits == 4) sure = true, j++;
    if (!sure) return 0;
    r->type = DL_TIME_TIME;
    r->why = "a time of day";
    dl_reading_day(r, w->told != DL_DAY_UNKNOWN ? w->told : w->anchor);
    size_t n = strlen(r->value);
    snprintf(r->value + n, sizeof r->value - n, "T%02d:%02d", (unsigned)hour % 24, (unsigned)minute % 60);
    r->relative = true;
    return j;
}

/* "Monday two weeks from now" */
static uint32_t weekday_and_distance(const dl_when *w, uint32_t i, dl_reading *r)
{
    length l;
    if (!dl_when_word(w, i, DL_WORD_WEEKDAY)) return 0;
    uint32_t j = read_length(w, dl_when_skip(w, i + 1, ","), &l);
    uint32_t end = j && !l.vague ? date_distance(w, j, &l, r) : 0;
    if (!end || r->low == DL_DAY_UNKNOWN || r->low != r->high) return 0;
    dl_reading_day(r, r->low + dl_when_at(w, i)->value - dl_day_weekday(r->low));
    return end;
}

uint32_t dl_when_span(const dl_when *w, uint32_t i, dl_reading *r)
{
    static uint32_t (*const rules[])(const dl_when *, uint32_t, dl_reading *) = {
        weekday_and_distance, ahead, window, duration, long_word, repeated, clock_time};
    uint32_t best = 0;
    for (size_t k = 0; k < DL_COUNT(rules); k++) {
        dl_reading try = {.first = i, .low = DL_DAY_UNKNOWN, .high = DL_DAY_UNKNOWN};
        uint32_t end = rules[k](w, i, &try);
        if (end > best) best = end, *r = try;
    }
    return best;
}
