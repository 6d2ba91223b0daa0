#include "feed/feed.h"

static const char *const months[] = {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"};
static const char *const weekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static bool digit(dl_str s, size_t i)
{
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

static bool letter(dl_str s, size_t i)
{
    return i < s.n && (s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z';
}

/* The number of digits at `at`, at most `most`, with their value; 0 when more follow. */
static size_t number(dl_str s, size_t at, size_t most, int *value)
{
    size_t n = 0;
    for (*value = 0; digit(s, at + n) && n < most; n++) *value = *value * 10 + (s.p[at + n] - '0');
    return digit(s, at + n) ? 0 : n;
}

/* Index of the name that the word at `at` is, or abbreviates to three letters or more; -1 for none. */
static int name(dl_str s, size_t *at, const char *const *names, int count)
{
    size_t n = 0;
    while (letter(s, *at + n)) n++;
    for (int k = 0; k < count; k++) {
        size_t i = 0;
        while (i < n && names[k][i] && (s.p[*at + i] | 32) == names[k][i]) i++;
        if (n < 3 || i != n) continue;
        *at += n;
        if (*at < s.n && s.p[*at] == '.') ++*at;
        return k;
    }
    return -1;
}

static void pass(dl_str s, size_t *at, const char *these)
{
    while (*at < s.n && s.p[*at] && strchr(these, s.p[*at])) ++*at;
}

int32_t dl_feed_date_in_words(dl_str s, size_t *used)
{
    size_t at = 0, n = 0;
    int day = 0, year = 0, month = -1;
    if (name(s, &at, weekdays, 7) >= 0) pass(s, &at, ", ");
    month = name(s, &at, months, 12);
    if (month >= 0) pass(s, &at, " ");
    n = number(s, at, 2, &day);
    if (n == 0) return DL_DAY_UNKNOWN;
    at += n;
    if (letter(s, at) && letter(s, at + 1) && !letter(s, at + 2)) at += 2; /* 16th */
    size_t before = at;
    pass(s, &at, month < 0 ? " -" : ", ");
    if (at == before) return DL_DAY_UNKNOWN;
    if (month < 0) {
        month = name(s, &at, months, 12);
        if (month < 0) return DL_DAY_UNKNOWN;
        pass(s, &at, ", -");
    }
    n = number(s, at, 4, &year);
    if (n != 4) return DL_DAY_UNKNOWN;
    *used = at + n;
    return dl_day_from_ymd(year, month + 1, day);
}

/* What may follow a date in words: a clock time and a zone. */
static bool clock_only(dl_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!digit(s, i) && !letter(s, i) && !strchr(" :+-.,()/", s.p[i])) return false;
    }
    s = dl_str_trim(s);
    if (s.n && s.p[0] == ',') s = dl_str_trim(dl_str_part(s, 1, s.n));
    if (dl_str_starts(s, DL_LIT("at ")) || dl_str_starts(s, DL_LIT("- "))) s = dl_str_trim(dl_str_part(s, 2, s.n));
    return s.n == 0 || (s.n < 32 && digit(s, 0));
}

static int32_t from_digits(dl_str s)
{
    int64_t v = 0;
    if (!dl_str_to_int(s, &v)) return DL_DAY_UNKNOWN;
    if (s.n == 8) return dl_day_from_ymd((int)(v / 10000), (int)(v / 100 % 100), (int)(v % 100));
    if (s.n == 12 || s.n == 13) v /= 1000;
    else if (s.n != 9 && s.n != 10) return DL_DAY_UNKNOWN;
    return (int32_t)(v / 86400);
}

int32_t dl_feed_date(dl_str s)
{
    s = dl_str_trim(s);
    int32_t day = dl_day_from_text(s);
    if (day != DL_DAY_UNKNOWN) return day;
    size_t digits = 0, used = 0;
    while (digit(s, digits)) digits++;
    if (digits == s.n) return from_digits(s);
    if (digits == 8 && s.p[8] == 'T') return from_digits(dl_str_part(s, 0, 8));
    if (digits == 4 && s.n == 10 && s.p[4] == '/' && s.p[7] == '/') {
        char iso[10];
        memcpy(iso, s.p, 10);
        iso[4] = iso[7] = '-';
        return dl_day_from_text((dl_str){iso, 10});
    }
    day = dl_feed_date_in_words(s, &used);
    return day != DL_DAY_UNKNOWN && clock_only(dl_str_part(s, used, s.n)) ? day : DL_DAY_UNKNOWN;
}
