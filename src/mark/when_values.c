/* when_values.c - from a day or period to a reading: TIMEX3 value, bounds, precision; shifting; the tense of a clause. */
#include "mark/when.h"

#include <math.h>
#include <stdio.h>

void dl_reading_range(dl_reading *r, int32_t low, int32_t high)
{
    r->low = low;
    r->high = high;
    r->precision = DL_PRECISION_UNKNOWN;
    if (low == DL_DAY_UNKNOWN || high == DL_DAY_UNKNOWN || low > high) return;
    int32_t days = high - low + 1;
    r->precision = days == 1    ? DL_PRECISION_DAY
                   : days <= 7  ? DL_PRECISION_WEEK
                   : days <= 31 ? DL_PRECISION_MONTH
                   : days <= 93 ? DL_PRECISION_SEASON
                                : DL_PRECISION_YEAR;
}

void dl_reading_day(dl_reading *r, int32_t day)
{
    char text[11];
    dl_reading_range(r, day, day);
    dl_day_to_text(day, text);
    snprintf(r->value, sizeof r->value, "%s", text[0] ? text : "XXXX-XX-XX");
}

void dl_reading_week(dl_reading *r, int32_t any_day)
{
    int year, week;
    if (any_day == DL_DAY_UNKNOWN) {
        dl_reading_range(r, DL_DAY_UNKNOWN, DL_DAY_UNKNOWN);
        snprintf(r->value, sizeof r->value, "XXXX-WXX");
        return;
    }
    int32_t monday = any_day - dl_day_weekday(any_day);
    dl_iso_week(any_day, &year, &week);
    dl_reading_range(r, monday, monday + 6);
    snprintf(r->value, sizeof r->value, "%04d-W%02d", year, week);
}

void dl_reading_weekend(dl_reading *r, int32_t any_day)
{
    dl_reading_week(r, any_day);
    if (r->low != DL_DAY_UNKNOWN) r->low += 5;
    size_t n = strlen(r->value);
    snprintf(r->value + n, sizeof r->value - n, "-WE");
}

/* Whole months, `months` of them. */
static void set_months(dl_reading *r, int year, int month, int months)
{
    int last = year * 12 + month - 1 + months - 1;
    dl_reading_range(r, dl_day_from_ymd(year, month, 1),
                     dl_day_from_ymd(last / 12, last % 12 + 1, dl_month_length(last / 12, last % 12 + 1)));
    r->precision = months == 1 ? DL_PRECISION_MONTH : months == 3 ? DL_PRECISION_SEASON : DL_PRECISION_YEAR;
}

void dl_reading_month(dl_reading *r, int year, int month)
{
    set_months(r, year, month, 1);
    snprintf(r->value, sizeof r->value, "%04d-%02d", year, month);
}

void dl_reading_quarter(dl_reading *r, int year, int quarter)
{
    set_months(r, year, quarter * 3 - 2, 3);
    snprintf(r->value, sizeof r->value, "%04d-Q%d", year, quarter);
}

void dl_reading_half(dl_reading *r, int year, int half)
{
    set_months(r, year, half * 6 - 5, 6);
    snprintf(r->value, sizeof r->value, "%04d-H%d", year, half);
}

void dl_reading_season(dl_reading *r, int year, int season)
{
    static const char *const name[4] = {"SP", "SU", "FA", "WI"};
    set_months(r, year, season * 3 + 3, 3);
    snprintf(r->value, sizeof r->value, "%04d-%s", year, name[season]);
}

void dl_reading_year(dl_reading *r, int year)
{
    set_months(r, year, 1, 12);
    snprintf(r->value, sizeof r->value, "%04d", year);
}

void dl_reading_decade(dl_reading *r, int first_year)
{
    set_months(r, first_year, 1, 120);
    snprintf(r->value, sizeof r->value, "%03d", first_year / 10);
}

void dl_reading_century(dl_reading *r, int first_year)
{
    set_months(r, first_year, 1, 1200);
    snprintf(r->value, sizeof r->value, "%02d", first_year / 100);
}

void dl_reading_unit(dl_reading *r, dl_unit unit, int32_t day)
{
    static const char *const without[] = {"XXXX-XX-XX",  "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-XX-XX", "XXXX-WXX", "XXXX-WXX",
                                          "XXXX-WXX-WE", "XXXX-XX",    "XXXX-QX",    "XXXX",       "XXX",      "XX"};
    int y, m, d;
    if (day == DL_DAY_UNKNOWN) {
        dl_reading_range(r, day, day);
        snprintf(r->value, sizeof r->value, "%s", without[unit]);
        return;
    }
    dl_day_to_ymd(day, &y, &m, &d);
    switch (unit) {
    case DL_UNIT_WEEK:
    case DL_UNIT_FORTNIGHT: dl_reading_week(r, day); break;
    case DL_UNIT_WEEKEND: dl_reading_weekend(r, day); break;
    case DL_UNIT_MONTH: dl_reading_month(r, y, m); break;
    case DL_UNIT_QUARTER: dl_reading_quarter(r, y, (m + 2) / 3); break;
    case DL_UNIT_YEAR: dl_reading_year(r, y); break;
    case DL_UNIT_DECADE: dl_reading_decade(r, y / 10 * 10); break;
    case DL_UNIT_CENTURY: dl_reading_century(r, DL_MAX(y / 100, 1) * 100); break;
    default: dl_reading_day(r, day); break;
    }
}

void dl_reading_duration(dl_reading *r, double count, bool vague, dl_unit unit)
{
    static const char *const letters[] = {"TS", "TM", "TH", "D", "W", "W", "WE", "M", "Q", "Y", "DE", "CE"};
    const char *letter = letters[unit];
    bool clock = letter[0] == 'T';
    if (unit == DL_UNIT_FORTNIGHT) count *= 2;
    r->type = DL_TIME_DURATION;
    dl_reading_range(r, DL_DAY_UNKNOWN, DL_DAY_UNKNOWN);
    if (vague)
        snprintf(r->value, sizeof r->value, "P%sX%s", clock ? "T" : "", letter + clock);
    else
        snprintf(r->value, sizeof r->value, "P%s%.10g%s", clock ? "T" : "", DL_MIN(count, 1e9), letter + clock);
}

void dl_reading_reference(dl_reading *r, const char *value)
{
    r->type = DL_TIME_DATE;
    r->relative = true;
    dl_reading_range(r, DL_DAY_UNKNOWN, DL_DAY_UNKNOWN);
    snprintf(r->value, sizeof r->value, "%s", value);
}

void dl_reading_anchor(const dl_when *w, dl_reading *r, const char *without)
{
    r->relative = true;
    if (w->anchor != DL_DAY_UNKNOWN) return;
    dl_reading_range(r, DL_DAY_UNKNOWN, DL_DAY_UNKNOWN);
    snprintf(r->value, sizeof r->value, "%s", without);
}

int32_t dl_when_shift(int32_t day, dl_unit unit, double count)
{
    static const double days[] = {1.0 / 86400, 1.0 / 1440, 1.0 / 24, 1, 7, 14, 7, 0, 0, 0, 0, 0};
    static const double months[] = {0, 0, 0, 0, 0, 0, 0, 1, 3, 12, 120, 1200};
    if (day == DL_DAY_UNKNOWN || !(fabs(count) < 1e6)) return DL_DAY_UNKNOWN;
    if (months[unit] > 0) return dl_day_add_months(day, (int64_t)(count * months[unit]));
    double moved = day + trunc(count * days[unit]);
    return fabs(moved) < 2e6 ? (int32_t)moved : DL_DAY_UNKNOWN;
}

/* ## Tense */

#define PAST_WORDS                                                                                                          \
    "was were had did said told announced reported killed died began held met came went took left made found fell broke "   \
    "struck shot won lost put sent brought led saw told gave became got fought seized hit fled knew kept stood rose spoke " \
    "wrote"

static bool is_past_form(const dl_when *w, uint32_t i)
{
    const dl_atom *a = dl_when_at(w, i);
    if (a->kind != DL_ATOM_WORD || !a->length) return false;
    return dl_when_any(w, i, PAST_WORDS) ||
           (a->length > 4 && !memcmp(a->low + a->length - 2, "ed", 2) && !dl_when_is(w, i, "united"));
}

/* A modal or "to" shortly before the participle or verb at i makes it future. */
static bool under_modal(const dl_when *w, uint32_t i)
{
    for (uint32_t back = 1; back <= 4 && back <= i; back++) {
        if (dl_when_any(w, i - back, "will shall ll would to")) return true;
        if (!dl_when_any(w, i - back, "be been have not also then soon likely n't n t '")) return false;
    }
    return false;
}

/* From the forms alone: the nearest verb before, else the nearest after, stopping where the clause does. */
static int tense_by_forms(const dl_when *w, uint32_t i)
{
    for (uint32_t back = 1; back <= 12 && back <= i; back++) {
        uint32_t k = i - back;
        if (dl_when_any(w, k, "; :")) break;
        if (is_past_form(w, k) && !dl_when_any(w, k, "scheduled planned expected slated")) return under_modal(w, k) ? 1 : -1;
        if (dl_when_any(w, k, "will shall ll would scheduled planned expected expects slated due upcoming plans intends"))
            return 1;
        if (dl_when_is(w, k, "set") && dl_when_any(w, k + 1, "for to")) return 1;
        if (dl_when_is(w, k, "ahead") && dl_when_is(w, k + 1, "of")) return 1;
        if (dl_when_any(w, k, "has have is are")) return dl_when_is(w, k + 1, "to") ? 1 : 0;
    }
    for (uint32_t k = i + 1; k < i + 14 && k < w->count; k++) {
        if (dl_when_any(w, k, "; :")) break;
        if (dl_when_any(w, k, "will shall ll would")) return 1;
        if (is_past_form(w, k)) return under_modal(w, k) ? 1 : -1;
    }
    return 0;
}

static int tense_of_verb(const dl_doc *doc, uint32_t verb, const dl_sentence *s)
{
    bool past = dl_str_is(doc->tokens[verb].xpos, "VBD");
    for (uint32_t t = s->first; t < s->first + s->count; t++) {
        if (doc->tokens[t].head != verb) continue;
        dl_str lemma = doc->tokens[t].lemma;
        if (doc->tokens[t].rel == DL_REL_AUX || doc->tokens[t].rel == DL_REL_AUX_PASS || doc->tokens[t].rel == DL_REL_COP) {
            if (dl_str_is(lemma, "will") || dl_str_is(lemma, "shall") || dl_str_is(lemma, "would")) return 1;
            if (dl_str_is(doc->tokens[t].xpos, "VBD") || dl_str_is(lemma, "have")) past = true;
        } else if (doc->tokens[t].upos == DL_UPOS_PART && dl_str_is(lemma, "to") &&
                   dl_str_is(doc->tokens[verb].xpos, "VB")) {
            return 1;
        }
    }
    if (dl_str_is(doc->tokens[verb].lemma, "schedule") || dl_str_is(doc->tokens[verb].lemma, "expect")) return 1;
    return past ? -1 : 0;
}

/* Up the tree to the first verb whose tense tells. -2: no tree, ask the forms. */
static int tense_by_tree(const dl_when *w, uint32_t i)
{
    if (w->sentence == DL_NONE) return -2;
    const dl_doc *doc = w->doc;
    const dl_sentence *s = &doc->sentences[w->sentence];
    uint32_t t = s->first;
    while (t < s->first + s->count && doc->tokens[t].end <= dl_when_at(w, i)->start) t++;
    if (t >= s->first + s->count || doc->tokens[t].xpos.n == 0) return -2;
    for (int steps = 0; steps < 12 && t != DL_NONE && t >= s->first && t < s->first + s->count; steps++) {
        if (doc->tokens[t].upos == DL_UPOS_VERB || doc->tokens[t].upos == DL_UPOS_AUX) {
            int tense = tense_of_verb(doc, t, s);
            if (tense) return tense;
        }
        t = doc->tokens[t].head;
    }
    return 0;
}

int dl_when_tense(const dl_when *w, uint32_t i)
{
    int tense = tense_by_tree(w, i);
    return tense == -2 ? tense_by_forms(w, i) : tense;
}
