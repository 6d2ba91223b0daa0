/* when_dates.c - dates of any calendar in all written forms, months, quarters, years, decades, centuries. */
#include "mark/when.h"

#include <stdio.h>
#include <stdlib.h>

/* What a written date says: -1 an unsaid year, 0 an unsaid month or day. */
typedef struct written {
    int year, month, day;
    int day_to; /* last day of "May 3-7", 0 none */
} written;

/* ## Choosing the year that is not said */

/* The nearest one when the other is far off; else tense decides, and the past without one. */
static int choose_year(const dl_when *w, uint32_t i, int month, int day)
{
    int y, m, d;
    if (w->anchor == DL_DAY_UNKNOWN) return -1;
    dl_day_to_ymd(w->anchor, &y, &m, &d);
    int past = y, next = y;
    while (past > y - 9 &&
           (dl_day_from_ymd(past, month, day) == DL_DAY_UNKNOWN || dl_day_from_ymd(past, month, day) > w->anchor))
        past--;
    while (next < y + 9 &&
           (dl_day_from_ymd(next, month, day) == DL_DAY_UNKNOWN || dl_day_from_ymd(next, month, day) < w->anchor))
        next++;
    int32_t back = dl_day_from_ymd(past, month, day), ahead = dl_day_from_ymd(next, month, day);
    if (back == DL_DAY_UNKNOWN || ahead == DL_DAY_UNKNOWN) return -1;
    bool near_past = w->anchor - back <= 100, near_future = ahead - w->anchor <= 100;
    if (near_past != near_future) return near_past ? past : next;
    return dl_when_tense(w, i) > 0 ? next : past;
}

static int choose_month_year(const dl_when *w, uint32_t i, int month)
{
    int y, m, d;
    if (w->anchor == DL_DAY_UNKNOWN) return -1;
    dl_day_to_ymd(w->anchor, &y, &m, &d);
    int past = month <= m ? y : y - 1, ahead = (month - m + 12) % 12;
    int tense = dl_when_tense(w, i);
    return ahead > 0 && (tense > 0 || (tense == 0 && ahead <= 2)) ? past + 1 : past;
}

/* False: the text is only a shape without days, such as February 30. */
static bool finish(const dl_when *w, uint32_t i, const written *d, dl_reading *r)
{
    char without[12];
    int year = d->year;
    r->type = DL_TIME_DATE;
    r->why = year < 0 ? "a date whose year is chosen by nearness and tense" : "a full date";
    if (year < 0) year = d->day ? choose_year(w, i, d->month, d->day) : choose_month_year(w, i, d->month);
    snprintf(without, sizeof without, d->day ? "XXXX-%02d-%02d" : "XXXX-%02d", (unsigned)d->month % 100,
             (unsigned)d->day % 100);
    if (year < 0) {
        dl_reading_range(r, DL_DAY_UNKNOWN, DL_DAY_UNKNOWN);
        snprintf(r->value, sizeof r->value, "%s", without);
        r->relative = true;
        return true;
    }
    if (d->day == 0) {
        dl_reading_month(r, year, d->month);
    } else {
        int32_t day = dl_day_from_ymd(year, d->month, d->day);
        dl_reading_day(r, day);
        if (day == DL_DAY_UNKNOWN) snprintf(r->value, sizeof r->value, "%04d-%02d-%02d", year, d->month, d->day);
        if (d->day_to > d->day && dl_day_from_ymd(year, d->month, d->day_to) != DL_DAY_UNKNOWN) {
            size_t n = strlen(r->value);
            r->high = day + d->day_to - d->day;
            snprintf(r->value + n, sizeof r->value - n, "/%04d-%02d-%02d", year, d->month, d->day_to);
            dl_reading_range(r, r->low, r->high);
        }
    }
    if (d->year < 0) dl_reading_anchor(w, r, without);
    return true;
}

/* ## Figures and names with separators */

static int full_year(int number, int digits)
{
    return digits > 2 ? number : number + (number < 40 ? 2000 : 1900);
}

/* "05-Aug-2016", "2019/aug/01", "9/4/2018", "4.9.2018", "2018-09-04": month first with slashes unless it cannot be. */
static bool three_parts(const dl_atom *part[3], char mark, written *out)
{
    int month_at = -1, year_at = -1;
    for (int k = 0; k < 3; k++) {
        if (part[k]->word == DL_WORD_MONTH)
            month_at = k;
        else if (part[k]->kind != DL_ATOM_NUMBER || part[k]->number < 0 || (part[k]->digits != 4 && part[k]->digits > 2))
            return false;
        else if (part[k]->digits == 4)
            year_at = year_at < 0 ? k : 3;
    }
    if (year_at == 3) return false;
    if (year_at < 0) year_at = 2;
    if (year_at == month_at) return false;
    if (month_at < 0) {
        int a = year_at == 0 ? 1 : 0, b = year_at == 2 ? 1 : 2;
        if (year_at == 1) return false;
        month_at = year_at == 0 ? 1 : (mark == '.' || part[a]->number > 12) && part[b]->number <= 12 ? b : a;
    }
    const dl_atom *y = part[year_at], *m = part[month_at], *d = part[3 - year_at - month_at];
    *out = (written){full_year(y->number, y->digits), m->word == DL_WORD_MONTH ? m->value : m->number, d->number, 0};
    bool sure = y->digits == 4 || m->word == DL_WORD_MONTH || mark == '/';
    return sure && out->month >= 1 && out->month <= 12 && out->day >= 1 && out->day <= 31 && out->year >= 1000 &&
           out->year < 2200;
}

static bool is_separator(const dl_when *w, uint32_t i, const char *marks)
{
    return dl_when_any(w, i, marks) && dl_when_at(w, i)->glued && dl_when_at(w, i + 1)->glued &&
           dl_when_at(w, i + 1)->kind != DL_ATOM_MARK;
}

/* Part of something longer in front, such as a telephone number? */
static bool is_glued_before(const dl_when *w, uint32_t i)
{
    return i >= 2 && dl_when_at(w, i)->glued && dl_when_any(w, i - 1, "- / . ,") &&
           dl_when_at(w, i - 2)->kind == DL_ATOM_NUMBER && dl_when_at(w, i - 1)->glued;
}

static uint32_t separated(const dl_when *w, uint32_t i, bool weekday, written *out)
{
    if (!is_separator(w, i + 1, "- / .") || is_glued_before(w, i)) return 0;
    const dl_atom *part[3] = {dl_when_at(w, i), dl_when_at(w, i + 2), dl_when_at(w, i + 4)};
    char mark = dl_when_at(w, i + 1)->low[0];
    char marks[2] = {mark, 0};
    if (is_separator(w, i + 3, marks) && (part[2]->kind == DL_ATOM_NUMBER || part[2]->word == DL_WORD_MONTH))
        return three_parts(part, mark, out) ? i + 5 : 0;
    if (is_separator(w, i + 3, "- / .") && part[2]->kind == DL_ATOM_NUMBER) return 0;
    int a = part[0]->number, b = part[1]->number;
    if (part[0]->word == DL_WORD_MONTH && part[1]->kind == DL_ATOM_NUMBER && b > 0) {
        if (part[1]->digits == 4 && b > 1000 && b < 2200) return *out = (written){b, part[0]->value, 0, 0}, i + 3;
        return b <= 31 ? (*out = (written){-1, part[0]->value, b, 0}, i + 3) : 0;
    }
    if (part[1]->word == DL_WORD_MONTH && part[0]->kind == DL_ATOM_NUMBER && a >= 1 && a <= 31)
        return *out = (written){-1, part[1]->value, a, 0}, i + 3;
    if (part[0]->kind != DL_ATOM_NUMBER || part[1]->kind != DL_ATOM_NUMBER || a < 1 || b < 1) return 0;
    if (mark != '.' && part[0]->digits == 4 && part[1]->digits <= 2 && b <= 12 && a >= 1900 && a < 2200)
        return (a + 1) % 100 == b && part[1]->digits == 2 ? 0 : (*out = (written){a, b, 0, 0}, i + 3);
    if (mark != '.' && part[1]->digits == 4 && a <= 12 && b >= 1900 && b < 2200) return *out = (written){b, a, 0, 0}, i + 3;
    if (part[0]->digits > 2 || part[1]->digits > 2 || a > 31 || b > 31 || (a > 12 && b > 12) || (a == 24 && b == 7))
        return 0;
    bool led = i > 0 && dl_when_any(w, i - 1, "on by until since this") && !is_separator(w, i + 3, "- / . ,");
    bool listed =
        i > 0 && mark == '/' && dl_when_any(w, i - 1, ", or and ?") && part[1]->digits == 2 && part[0]->digits == 2;
    if (!weekday && !(mark == '/' && i == 2 && part[1]->digits == 2) && !listed && !(led && mark != '-') &&
        !(i == 0 && w->count == 3))
        return 0;
    return *out = a > 12 ? (written){-1, b, a, 0} : (written){-1, a, b, 0}, i + 3;
}

/* ## Names of months */

/* "may" and "march" are verbs unless a number or the right word stands beside them; "dec", "mar" and "sun" want a number
 * too. */
static bool is_month(const dl_when *w, uint32_t i, bool beside_number)
{
    const dl_atom *a = dl_when_at(w, i);
    if (a->word != DL_WORD_MONTH) return false;
    bool verb = dl_when_any(w, i, "may march mar");
    if (beside_number) return !verb || a->capital || !dl_when_is(w, i, "may");
    if (verb && !a->capital) return false;
    if (a->length == 3 && !dl_when_is(w, i, "may"))
        return a->capital && (dl_when_is(w, i + 1, ".") || (i > 0 && dl_when_any(w, i - 1, "in since")));
    if (!verb && !dl_when_is(w, i, "august")) return true;
    return i > 0 &&
           dl_when_any(w, i - 1,
                       "in of since early late mid - last next this by until till from to and between before after during "
                       "through for on") &&
           !dl_when_any(w, i + 1, "i you we he she they it");
}

static uint32_t day_number(const dl_when *w, uint32_t i, int *day)
{
    double value;
    bool vague;
    uint32_t j = dl_when_ordinal(w, i, day);
    if (j) return *day <= 31 ? j : 0;
    const dl_atom *a = dl_when_at(w, i);
    if (a->kind == DL_ATOM_NUMBER)
        return a->digits <= 2 && a->number >= 1 && a->number <= 31 ? (*day = a->number, i + 1) : 0;
    if (a->word != DL_WORD_ONES && a->word != DL_WORD_TENS) return 0;
    j = dl_when_count(w, i, &value, &vague);
    *day = (int)value;
    return j && value <= 31 ? j : 0;
}

/* [,] [of|in] year after a day or month. */
static uint32_t year_after(const dl_when *w, uint32_t i, bool after_month, int *year)
{
    uint32_t j = dl_when_skip(w, i, ", . -");
    uint32_t k = dl_when_skip(w, j, "of in");
    if (dl_when_is(w, k, "the") && dl_when_is(w, k + 1, "year")) k += 2;
    uint32_t end = dl_when_year(w, k, year);
    if (end) {
        bool counted = k > i && dl_when_is(w, k - 1, ",") && dl_when_any(w, end, "people troops soldiers men percent");
        return *year >= 1000 && *year < 2200 && !counted ? end : 0;
    }
    const dl_atom *a = dl_when_at(w, k);
    bool of = k > j && dl_when_is(w, k - 1, "of");
    bool apostrophe = dl_when_is(w, k, "'") && dl_when_at(w, k + 1)->glued;
    if (apostrophe) a = dl_when_at(w, ++k);
    if (!(of || apostrophe) || a->kind != DL_ATOM_NUMBER || a->digits != 2 || (after_month && !of && !apostrophe)) return 0;
    return *year = full_year(a->number, 2), k + 1;
}

/* "[the] 4th [day] of September [2018]", "3-7 May", "3 and 4 May" */
static uint32_t day_month(const dl_when *w, uint32_t i, written *out)
{
    uint32_t j = i;
    if (i > 0 && dl_when_any(w, i - 1, "$")) return 0;
    *out = (written){-1, 0, 0, 0};
    j = day_number(w, j, &out->day);
    if (!j) return 0;
    uint32_t k = dl_when_skip(w, j, "- to and or &");
    if (k > j) {
        uint32_t end = day_number(w, k, &out->day_to);
        if (!end || out->day_to <= out->day) return 0;
        if (dl_when_any(w, j, "and or") && out->day_to != out->day + 1) return 0;
        j = end;
    }
    j = dl_when_skip(w, j, "day");
    j = dl_when_skip(w, j, "of");
    if (!is_month(w, j, true)) return 0;
    out->month = dl_when_at(w, j)->value;
    j = dl_when_at(w, j + 1)->glued && dl_when_is(w, j + 1, ".") && dl_when_at(w, j)->length < 5 &&
                dl_when_at(w, j + 2)->kind == DL_ATOM_NUMBER
            ? j + 2
            : j + 1;
    k = year_after(w, j, false, &out->year);
    return k ? k : j;
}

/* "September [the] 4[th] [,] [2018]", "Sept. 3-7, 2018" */
static uint32_t month_day(const dl_when *w, uint32_t i, written *out)
{
    if (!is_month(w, i, true)) return 0;
    *out = (written){-1, dl_when_at(w, i)->value, 0, 0};
    uint32_t j = dl_when_skip(w, dl_when_skip(w, i + 1, "."), ",");
    j = dl_when_skip(w, j, "the");
    int year;
    const dl_atom *figure = dl_when_at(w, j);
    if (figure->kind != DL_ATOM_NUMBER && dl_when_year(w, j, &year)) return 0;
    uint32_t end = day_number(w, j, &out->day);
    if (!end || (dl_when_any(w, end, "percent %") && figure->kind == DL_ATOM_NUMBER)) return 0;
    if (dl_when_any(w, end, "- to and through &")) {
        int to;
        uint32_t k = day_number(w, end + 1, &to);
        bool adjacent = k && (dl_when_is(w, end, "-") || to == out->day + 1 || !dl_when_is(w, end, "and"));
        if (adjacent && to > out->day && !is_month(w, k, true) && !dl_when_is(w, k, ":")) out->day_to = to, end = k;
    }
    uint32_t k = year_after(w, end, false, &out->year);
    return k ? k : end;
}

static uint32_t month_year(const dl_when *w, uint32_t i, written *out)
{
    int year;
    uint32_t j = dl_when_year(w, i, &year);
    if (j && is_month(w, j, true) && dl_when_at(w, i)->kind == DL_ATOM_NUMBER && !dl_when_ordinal(w, j + 1, &year) &&
        dl_when_at(w, j + 1)->kind != DL_ATOM_NUMBER) {
        *out = (written){dl_when_at(w, i)->number, dl_when_at(w, j)->value, 0, 0};
        return j + 1;
    }
    if (dl_when_at(w, i)->word != DL_WORD_MONTH) return 0;
    *out = (written){-1, dl_when_at(w, i)->value, 0, 0};
    j = i + 1;
    if (dl_when_is(w, j, ".") && dl_when_at(w, j)->glued && dl_when_at(w, i)->length < 5 && j + 1 < w->count) j++;
    uint32_t k = year_after(w, j, true, &out->year);
    if (k && is_month(w, i, true)) return k;
    out->year = -1;
    return is_month(w, i, false) ? i + 1 : 0;
}

/* ## Islamic and Persian dates */

static uint32_t foreign_month(const dl_when *w, uint32_t i, bool *persian, int *month)
{
    static const struct {
        const char *words;
        int month;
    } phrases[] = {{"rabi al awwal", 3},   {"rabi al awal", 3},  {"rabi al thani", 4},   {"rabi al akhir", 4},
                   {"jumada al awwal", 5}, {"jumada al ula", 5}, {"jumada al thani", 6}, {"jumada al akhira", 6},
                   {"dhu al qadah", 11},   {"dhul qadah", 11},   {"dhu al hijjah", 12},  {"dhul hijjah", 12},
                   {"dhul hijja", 12},     {"zul hijja", 12}};
    *persian = false;
    for (size_t k = 0; k < DL_COUNT(phrases); k++) {
        uint32_t j = dl_when_phrase(w, i, phrases[k].words);
        if (j) return *month = phrases[k].month, j;
    }
    const dl_atom *a = dl_when_at(w, i);
    if (!a->capital || (a->word != DL_WORD_ISLAMIC && a->word != DL_WORD_PERSIAN)) return 0;
    *persian = a->word == DL_WORD_PERSIAN;
    *month = a->value;
    return i + 1;
}

/* "22 Bahman 1357", "15 Ramadan 1436", "Muharram 1440", "12 Rabi al-Awwal" */
static uint32_t foreign(const dl_when *w, uint32_t i, dl_reading *r)
{
    int day = 0, month = 0, year = 0, m, d;
    bool persian;
    uint32_t j = day_number(w, i, &day);
    if (j)
        j = dl_when_skip(w, j, "of");
    else
        j = i;
    uint32_t k = foreign_month(w, j, &persian, &month);
    if (!k) return 0;
    j = dl_when_skip(w, k, ",");
    const dl_atom *a = dl_when_at(w, j);
    bool has_year = a->kind == DL_ATOM_NUMBER && a->digits == 4 && a->number >= 1200 && a->number <= 1500;
    if (has_year) year = a->number, k = dl_when_skip(w, j + 1, "ah hijri sh");
    if (!has_year && (day == 0 || w->anchor == DL_DAY_UNKNOWN)) return 0;
    if (!has_year && persian) dl_persian_from_day(w->anchor, &year, &m, &d);
    if (!has_year && !persian) dl_islamic_from_day(w->anchor, &year, &m, &d);
    if (!has_year && m < month && dl_when_tense(w, i) <= 0) year--;
    int32_t low = persian ? dl_persian_day(year, month, DL_MAX(day, 1)) : dl_islamic_observed(year, month);
    if (low == DL_DAY_UNKNOWN) return 0;
    if (!persian && day) low += day - 1;
    r->type = DL_TIME_DATE;
    r->why = persian ? "a date of the Persian calendar" : "a date of the Islamic calendar";
    dl_reading_day(r, low);
    if (!has_year) dl_reading_anchor(w, r, "XXXX-XX-XX");
    if (day) return k;
    int32_t next = persian ? dl_persian_day(month == 12 ? year + 1 : year, month % 12 + 1, 1)
                           : dl_islamic_observed(month == 12 ? year + 1 : year, month % 12 + 1);
    char to[11];
    dl_day_to_text(next - 1, to);
    size_t n = strlen(r->value);
    snprintf(r->value + n, sizeof r->value - n, "/%s", to);
    dl_reading_range(r, low, next - 1);
    return k;
}

/* ## Years and longer */

#define COUNTED                                                                                                             \
    "people troops soldiers men women civilians dead pieces percent % km kilometers kilometres miles metres meters feet "   \
    "dollars euros "                                                                                                        \
    "pounds tons tonnes barrels refugees migrants homes houses families protesters demonstrators students workers "         \
    "employees jobs prisoners "                                                                                             \
    "detainees fighters militants villages deaths casualties victims others hectares acres square points votes vehicles "   \
    "rebels children "                                                                                                      \
    "residents inmates supporters members times calories hrs hours gmt employes troopers marines policemen officers "       \
    "palestinians israelis iraqis"

static uint32_t plain_year(const dl_when *w, uint32_t i, dl_reading *r)
{
    int year;
    uint32_t j = dl_when_year(w, i, &year);
    if (!j) return 0;
    const dl_atom *a = dl_when_at(w, i);
    bool figures = a->kind == DL_ATOM_NUMBER;
    bool led =
        i > 0 &&
        dl_when_any(w, i - 1,
                    "in since of by until till from during before after late early mid year between through than = fy to");
    if (figures && (year < 1500 || (!led && (year < 1900 || year > 2060)))) return 0;
    if (dl_when_any(w, j, COUNTED) ||
        (i > 0 &&
         dl_when_any(w, i - 1,
                     "some about nearly almost around over least most up $ # no number resolution flight route an")))
        return 0;
    if (i > 1 && dl_when_is(w, i - 1, "than") && !dl_when_any(w, i - 2, "later earlier greater")) return 0;
    const dl_atom *b = dl_when_at(w, j + 1);
    if (a->glued && i > 0 && dl_when_any(w, i - 1, ". , : $ - / + # _") && i > 1 &&
        dl_when_at(w, i - 2)->kind == DL_ATOM_NUMBER && dl_when_at(w, i - 1)->glued)
        return 0;
    bool dash_after =
        figures && dl_when_is(w, j, "-") && !dl_when_at(w, j)->glued && b->kind == DL_ATOM_NUMBER && b->digits < 4;
    bool dash_before = figures && i > 1 && dl_when_is(w, i - 1, "-") && dl_when_at(w, i - 2)->kind == DL_ATOM_NUMBER &&
                       dl_when_at(w, i - 2)->digits < 4;
    if (dash_after || dash_before) return 0;
    if (a->glued && i > 0 && (dl_when_at(w, i - 1)->kind == DL_ATOM_WORD || dl_when_any(w, i - 1, "+ # $"))) return 0;
    if (figures && dl_when_any(w, j, ", . - : /") && dl_when_at(w, j)->glued && b->glued && b->kind == DL_ATOM_NUMBER) {
        bool range = dl_when_is(w, j, "-") &&
                     (b->digits == 4 ? b->number > year && b->number < 2200
                                     : b->digits == 2 && b->number > year % 100 && b->number < year % 100 + 12);
        if (!range || (dl_when_is(w, j + 2, "-") && dl_when_at(w, j + 2)->glued)) return 0;
        int last = b->digits == 4 ? b->number : year / 100 * 100 + b->number;
        r->type = DL_TIME_DURATION;
        r->why = "a range of years";
        dl_reading_range(r, dl_day_from_ymd(year, 1, 1), dl_day_from_ymd(last, 12, 31));
        r->precision = DL_PRECISION_YEAR;
        snprintf(r->value, sizeof r->value, "P%dY", last - year);
        return j + 2;
    }
    if (figures && dl_when_at(w, j)->glued && dl_when_at(w, j)->kind == DL_ATOM_WORD) return 0;
    if (!figures && !led && !dl_when_is(w, i, "two")) return 0;
    r->type = DL_TIME_DATE;
    r->why = "a year";
    dl_reading_year(r, year);
    return j;
}

/* "fiscal [year] 2015", "FY2015", "FY15": the federal year of the United States, October to September. */
static uint32_t fiscal_year(const dl_when *w, uint32_t i, dl_reading *r)
{
    uint32_t j = i;
    bool calendar = dl_when_is(w, i, "cy") || (dl_when_is(w, i, "calendar") && dl_when_is(w, i + 1, "year"));
    if (dl_when_any(w, i, "fiscal financial calendar"))
        j = dl_when_skip(w, i + 1, "year");
    else if (dl_when_any(w, i, "fy cy"))
        j = i + 1;
    else
        return 0;
    const dl_atom *a = dl_when_at(w, j);
    if (a->kind != DL_ATOM_NUMBER || (a->digits != 4 && a->digits != 2) || a->number < 0) return 0;
    int year = full_year(a->number, a->digits);
    r->type = DL_TIME_DATE;
    dl_reading_year(r, year);
    r->why = calendar ? "a calendar year" : "a fiscal year, October to September";
    if (!calendar) {
        dl_reading_range(r, dl_day_from_ymd(year - 1, 10, 1), dl_day_from_ymd(year, 9, 30));
        snprintf(r->value, sizeof r->value, "FY%04d", year);
    }
    return j + 1;
}

/* "1990s", "the '90s", "the eighties", "20th century" */
static uint32_t decade(const dl_when *w, uint32_t i, dl_reading *r)
{
    const dl_atom *a = dl_when_at(w, i);
    int nth;
    uint32_t j = dl_when_ordinal(w, i, &nth);
    r->type = DL_TIME_DATE;
    if (j) {
        j = dl_when_skip(w, j, "-");
        if (nth < 1 || nth > 30 || !dl_when_is(w, j, "century")) return 0;
        dl_reading_century(r, nth == 1 ? 1 : (nth - 1) * 100);
        r->why = "a century";
        return j + 1;
    }
    r->why = "a decade";
    if (a->word == DL_WORD_DECADE && i > 0 && dl_when_any(w, i - 1, "the early late mid -") &&
        !(i > 1 && dl_when_any(w, i - 2, "their his her"))) {
        dl_reading_decade(r, 1900 + a->value);
        return i + 1;
    }
    bool short_form = a->kind == DL_ATOM_NUMBER && a->digits == 2 && a->number % 10 == 0 && i > 0 &&
                      dl_when_any(w, i - 1, "' the early late mid");
    bool long_form =
        a->kind == DL_ATOM_NUMBER && a->digits == 4 && a->number % 10 == 0 && a->number >= 1500 && a->number < 2100;
    j = i + 1;
    if (dl_when_is(w, j, "'") && dl_when_at(w, j)->glued && dl_when_at(w, j + 1)->glued) j++;
    if ((!short_form && !long_form) || !dl_when_is(w, j, "s") || !dl_when_at(w, j)->glued) return 0;
    dl_reading_decade(r, long_form ? a->number : a->number + (a->number < 20 ? 2000 : 1900));
    return j + 1;
}

/* "Q3 2015", "third quarter [of 2015]", "first half of [the year|2015]", "summer [of] 2014" */
static uint32_t part_of_year(const dl_when *w, uint32_t i, dl_reading *r)
{
    int nth = 0, year = -1, y, m, d;
    const dl_atom *a = dl_when_at(w, i);
    bool half = false, season = a->word == DL_WORD_SEASON;
    uint32_t j = dl_when_ordinal(w, i, &nth);
    if (season)
        nth = a->value, j = i + 1;
    else if (j && (dl_when_is(w, j, "quarter") || (half = dl_when_is(w, j, "half"))))
        j++;
    else if (dl_when_is(w, i, "q") && dl_when_at(w, i + 1)->kind == DL_ATOM_NUMBER && dl_when_at(w, i + 1)->glued)
        nth = dl_when_at(w, i + 1)->number, j = i + 2;
    else
        return 0;
    if (!season && (nth < 1 || nth > (half ? 2 : 4))) return 0;
    uint32_t k = dl_when_skip(w, dl_when_skip(w, j, ","), "of in");
    uint32_t end = dl_when_year(w, k, &year);
    r->type = DL_TIME_DATE;
    r->why = season ? "a season" : "a part of a year";
    if (!end) {
        end = j;
        if (half || w->anchor == DL_DAY_UNKNOWN) {
            if (!dl_when_is(w, j, "of") || !dl_when_any(w, j + 1, "the this") || !dl_when_is(w, j + 2, "year")) return 0;
            end = j + 3;
        }
        if (season && !(i > 0 && dl_when_any(w, i - 1, "in the since by until during early late mid over through")))
            return 0;
        if (season && dl_when_is(w, j, "of")) return 0;
        if (season && i > 0 && dl_when_is(w, i - 1, "the") &&
            !(i > 1 && dl_when_any(w, i - 2, "in since by until during over through of for")))
            return 0;
        if (w->anchor == DL_DAY_UNKNOWN) return dl_reading_reference(r, "XXXX"), end;
        dl_day_to_ymd(w->anchor, &y, &m, &d);
        int month = season ? nth * 3 + 3 : half ? nth * 6 - 5 : nth * 3 - 2;
        year = month > m && dl_when_tense(w, i) <= 0 && !half ? y - 1 : y;
        if (dl_when_tense(w, i) > 0 && month + 2 < m) year = y + 1;
        r->relative = true;
    }
    if (season)
        dl_reading_season(r, year, nth);
    else if (half)
        dl_reading_half(r, year, nth);
    else
        dl_reading_quarter(r, year, nth);
    return end;
}

/* ## The whole date */

/* "Monday 21", "Tue 13th", "Tuesday the eleventh": the nearest month in which they agree. */
static uint32_t weekday_and_number(const dl_when *w, uint32_t i, uint32_t j, dl_reading *r)
{
    int day, y, m, d;
    uint32_t end = day_number(w, dl_when_skip(w, j, "the"), &day);
    if (!end || dl_when_at(w, end)->kind == DL_ATOM_WORD || dl_when_is(w, end, ":") || w->anchor == DL_DAY_UNKNOWN) return 0;
    if (end < w->count && dl_when_at(w, end)->kind == DL_ATOM_NUMBER) return 0;
    dl_day_to_ymd(w->anchor, &y, &m, &d);
    int weekday = dl_when_at(w, i)->value;
    int32_t best = DL_DAY_UNKNOWN;
    for (int month = -14; month <= 14; month++) {
        int total = y * 12 + m - 1 + month;
        int32_t try = dl_day_from_ymd(total / 12, total % 12 + 1, day);
        if (try == DL_DAY_UNKNOWN || dl_day_weekday(try) != weekday) continue;
        if (best == DL_DAY_UNKNOWN || abs(try - w->anchor) < abs(best - w->anchor)) best = try;
    }
    if (best == DL_DAY_UNKNOWN) return 0;
    r->type = DL_TIME_DATE;
    r->why = "weekday and day of the month agree";
    dl_reading_day(r, best);
    dl_reading_anchor(w, r, "XXXX-XX-XX");
    return end;
}

/* "September 11 attacks", "9/11": a name for one day. */
static bool is_september_11(const dl_when *w, uint32_t i, uint32_t end, const written *d)
{
    if (d->year >= 0 || d->month != 9 || d->day != 11 || d->day_to) return false;
    return dl_when_any(w, end, "attack attacks terrorist terror hijackings hijackers commission") ||
           dl_when_is(w, i + 1, "/");
}

static uint32_t written_date(const dl_when *w, uint32_t i, bool weekday, dl_reading *r)
{
    written d = {-1, 0, 0, 0};
    const dl_atom *a = dl_when_at(w, i);
    uint32_t start = i, end = 0;
    if (a->kind == DL_ATOM_NUMBER && a->digits == 8 && a->number / 10000 >= 1900 && a->number / 10000 < 2100) {
        d = (written){a->number / 10000, a->number / 100 % 100, a->number % 100, 0};
        if (dl_day_from_ymd(d.year, d.month, d.day) != DL_DAY_UNKNOWN) end = i + 1;
    }
    if (!end && a->digits == 4 && dl_when_at(w, i + 1)->digits == 2 && dl_when_at(w, i + 2)->digits == 2) {
        d = (written){a->number, dl_when_at(w, i + 1)->number, dl_when_at(w, i + 2)->number, 0};
        if (d.year >= 1900 && dl_day_from_ymd(d.year, d.month, d.day) != DL_DAY_UNKNOWN) end = i + 3;
    }
    if (!end) end = separated(w, i, weekday, &d);
    if (!end && dl_when_is(w, i, "9") && dl_when_is(w, i + 1, "/") && dl_when_is(w, i + 2, "11"))
        d = (written){-1, 9, 11, 0}, end = i + 3;
    if (!end) end = day_month(w, i, &d);
    if (!end) end = month_day(w, i, &d);
    if (!end) end = month_year(w, i, &d);
    if (!end) return 0;
    if (is_september_11(w, start, end, &d)) d.year = 2001;
    return finish(w, i, &d, r) ? end : 0;
}

/* "on the 18th": the nearest such day, by tense. Not "on the 4th floor". */
static uint32_t day_of_month(const dl_when *w, uint32_t i, uint32_t end, int day, dl_reading *r)
{
    int y, m, d;
    bool figure = dl_when_at(w, i + 1)->kind == DL_ATOM_ORDINAL && end == i + 2;
    bool free = dl_when_at(w, end)->kind != DL_ATOM_WORD || dl_when_any(w, end, "and when but in at with");
    if (!figure || !free || i == 0 || !dl_when_any(w, i - 1, "on by until since before after") ||
        w->anchor == DL_DAY_UNKNOWN)
        return 0;
    dl_day_to_ymd(w->anchor, &y, &m, &d);
    int shift = day > d ? (dl_when_tense(w, i) > 0 ? 0 : -1) : (dl_when_tense(w, i) > 0 && day < d ? 1 : 0);
    int total = y * 12 + m - 1 + shift;
    int32_t found = dl_day_from_ymd(total / 12, total % 12 + 1, day);
    if (found == DL_DAY_UNKNOWN) return 0;
    r->type = DL_TIME_DATE;
    r->why = "a day of the month near the day of writing";
    dl_reading_day(r, found);
    dl_reading_anchor(w, r, "XXXX-XX-XX");
    return end;
}

uint32_t dl_when_calendar(const dl_when *w, uint32_t i, dl_reading *r)
{
    uint32_t start = dl_when_any(w, i, "this next last") ? i + 1 : i;
    if (dl_when_word(w, start, DL_WORD_WEEKDAY)) {
        uint32_t j = dl_when_skip(w, start + 1, ".");
        uint32_t open = dl_when_skip(w, j, ", - (");
        uint32_t end = written_date(w, dl_when_skip(w, open, "the"), true, r);
        if (end && r->precision != DL_PRECISION_MONTH) return dl_when_is(w, open - 1, "(") ? dl_when_skip(w, end, ")") : end;
        return start == i ? weekday_and_number(w, i, j, r) : 0;
    }
    uint32_t after_the = dl_when_skip(w, i, "the");
    uint32_t end = 0;
    if (after_the > i) {
        int day;
        uint32_t number_end = day_number(w, after_the, &day);
        end = number_end ? written_date(w, after_the, false, r) : 0;
        if (!end && number_end) return day_of_month(w, i, number_end, day, r);
        if (end)
            return dl_when_is(w, end - 1, "day") || dl_when_any(w, after_the + 1, "day") ||
                           dl_when_any(w, after_the + 2, "day")
                       ? 0
                       : end;
        return 0;
    }
    if ((end = written_date(w, i, false, r))) return end;
    if ((end = foreign(w, i, r))) return end;
    if ((end = part_of_year(w, i, r))) return end;
    if ((end = fiscal_year(w, i, r))) return end;
    if ((end = decade(w, i, r))) return end;
    if (dl_when_is(w, i, "year")) {
        end = plain_year(w, dl_when_skip(w, i + 1, "of"), r);
        if (end && !dl_when_is(w, i + 1, "of")) return end;
    }
    return plain_year(w, i, r);
}
