/* calendar.c - feasts and foreign calendars.
 *
 * Easter: Meeus, "Astronomical Algorithms" (1991), chapter 8. Islamic, Hebrew: Reingold and Dershowitz, "Calendrical
 * Calculations" (1997). Persian: the 33-year cycle with leap years 1 5 9 13 17 22 26 30. */
#include "mark/calendar.h"

int32_t dl_easter(int year, bool orthodox)
{
    if (orthodox) {
        int a = year % 4, b = year % 7, c = year % 19;
        int d = (19 * c + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7;
        int month = (d + e + 114) / 31, day = (d + e + 114) % 31 + 1;
        int lag = year / 100 - year / 400 - 2; /* Julian to Gregorian */
        int32_t julian = dl_day_from_ymd(year, month, day);
        return julian == DL_DAY_UNKNOWN ? julian : julian + lag;
    }
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    return dl_day_from_ymd(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

/* ## Islamic */

#define ISLAMIC_EPOCH (-492148) /* 16 July 622, Julian */

int32_t dl_islamic_day(int year, int month, int day)
{
    if (year < 1 || year > 2500 || month < 1 || month > 12 || day < 1 || day > 30) return DL_DAY_UNKNOWN;
    return day + 29 * (month - 1) + month / 2 + (year - 1) * 354 + (3 + 11 * year) / 30 + ISLAMIC_EPOCH - 1;
}

void dl_islamic_from_day(int32_t day, int *year, int *month, int *mday)
{
    int64_t since = (int64_t)day - ISLAMIC_EPOCH;
    int y = (int)DL_MAX(1, (30 * since + 10646) / 10631);
    int m = 12;
    while (m > 1 && dl_islamic_day(y, m, 1) > day) m--;
    *year = y;
    *month = m;
    *mday = day - dl_islamic_day(y, m, 1) + 1;
}

/* Ramadan 1 and Shawwal 1 as announced by Saudi Arabia (to 2025) or computed by Umm al-Qura (later), year of the Hijra. */
static const struct {
    int16_t year;
    const char *ramadan, *shawwal;
} observed[] = {
    {1420, "1999-12-09", "2000-01-08"}, {1421, "2000-11-27", "2000-12-27"}, {1422, "2001-11-16", "2001-12-16"},
    {1423, "2002-11-06", "2002-12-05"}, {1424, "2003-10-27", "2003-11-25"}, {1425, "2004-10-15", "2004-11-13"},
    {1426, "2005-10-04", "2005-11-03"}, {1427, "2006-09-23", "2006-10-23"}, {1428, "2007-09-13", "2007-10-12"},
    {1429, "2008-09-01", "2008-09-30"}, {1430, "2009-08-22", "2009-09-20"}, {1431, "2010-08-11", "2010-09-10"},
    {1432, "2011-08-01", "2011-08-30"}, {1433, "2012-07-20", "2012-08-19"}, {1434, "2013-07-10", "2013-08-08"},
    {1435, "2014-06-28", "2014-07-28"}, {1436, "2015-06-18", "2015-07-17"}, {1437, "2016-06-06", "2016-07-06"},
    {1438, "2017-05-27", "2017-06-25"}, {1439, "2018-05-17", "2018-06-15"}, {1440, "2019-05-06", "2019-06-04"},
    {1441, "2020-04-24", "2020-05-24"}, {1442, "2021-04-13", "2021-05-13"}, {1443, "2022-04-02", "2022-05-02"},
    {1444, "2023-03-23", "2023-04-21"}, {1445, "2024-03-11", "2024-04-10"}, {1446, "2025-03-01", "2025-03-30"},
    {1447, "2026-02-18", "2026-03-20"},
};

int32_t dl_islamic_observed(int year, int month)
{
    for (size_t i = 0; i < DL_COUNT(observed); i++) {
        if (observed[i].year != year) continue;
        if (month == 9) return dl_day_from_text(dl_str_c(observed[i].ramadan));
        if (month == 10) return dl_day_from_text(dl_str_c(observed[i].shawwal));
    }
    return dl_islamic_day(year, month, 1);
}

/* ## Persian */

#define PERSIAN_EPOCH_YEAR 1353 /* begins a 33-year cycle: 21 March 1974 */

static int persian_leap(int in_cycle) /* leap years up to and excluding this year of the cycle, 0..32 */
{
    static const int leap[8] = {1, 5, 9, 13, 17, 22, 26, 30};
    int n = 0;
    for (size_t i = 0; i < DL_COUNT(leap); i++) n += leap[i] < in_cycle;
    return n;
}

int32_t dl_persian_day(int year, int month, int day)
{
    if (year < 1178 || year > 1633 || month < 1 || month > 12 || day < 1 || day > 31) return DL_DAY_UNKNOWN;
    int since = year - PERSIAN_EPOCH_YEAR;
    int cycle = since >= 0 ? since / 33 : -((32 - since) / 33);
    int in_cycle = since - cycle * 33;
    int32_t start = dl_day_from_ymd(1974, 3, 21) + cycle * 12053 + in_cycle * 365 + persian_leap(in_cycle);
    int before = month <= 7 ? 31 * (month - 1) : 186 + 30 * (month - 7);
    return start + before + day - 1;
}

void dl_persian_from_day(int32_t day, int *year, int *month, int *mday)
{
    int y, m, d;
    dl_day_to_ymd(day, &y, &m, &d);
    *year = DL_MIN(1633, DL_MAX(1178, y - 621));
    if (dl_persian_day(*year, 1, 1) > day && *year > 1178) --*year;
    *month = 12;
    while (*month > 1 && dl_persian_day(*year, *month, 1) > day) --*month;
    *mday = day - dl_persian_day(*year, *month, 1) + 1;
}

/* ## Hebrew */

#define HEBREW_EPOCH (-2092590) /* 7 October 3761 BCE, Julian */

static int32_t hebrew_elapsed(int year)
{
    int64_t months = (235 * (int64_t)year - 234) / 19, parts = 12084 + 13753 * months;
    int64_t day = 29 * months + parts / 25920;
    return (int32_t)((3 * (day + 1)) % 7 < 3 ? day + 1 : day);
}

int32_t dl_rosh_hashanah(int gregorian_year)
{
    int year = gregorian_year + 3761;
    if (gregorian_year < 1 || gregorian_year > 9999) return DL_DAY_UNKNOWN;
    int32_t before = hebrew_elapsed(year - 1), this = hebrew_elapsed(year), after = hebrew_elapsed(year + 1);
    int32_t delay = after - this == 356 ? 2 : this - before == 382 ? 1 : 0;
    return HEBREW_EPOCH + this + delay;
}

/* ## Gregorian */

int32_t dl_nth_weekday(int year, int month, int nth, int weekday)
{
    if (nth < 0) {
        int32_t last = dl_day_from_ymd(year, month, dl_month_length(year, month));
        return last == DL_DAY_UNKNOWN ? last : last - (dl_day_weekday(last) - weekday + 7) % 7;
    }
    int32_t first = dl_day_from_ymd(year, month, 1);
    if (first == DL_DAY_UNKNOWN) return first;
    int mday = 1 + (weekday - dl_day_weekday(first) + 7) % 7 + 7 * (nth - 1);
    return dl_day_from_ymd(year, month, mday);
}

int32_t dl_day_add_months(int32_t day, int64_t months)
{
    int y, m, d;
    dl_day_to_ymd(day, &y, &m, &d);
    int64_t total = (int64_t)y * 12 + m - 1 + months;
    if (total < 12 || total >= 10000 * 12) return DL_DAY_UNKNOWN;
    int year = (int)(total / 12), month = (int)(total % 12) + 1;
    return dl_day_from_ymd(year, month, DL_MIN(d, dl_month_length(year, month)));
}

int32_t dl_iso_week_monday(int year, int week)
{
    int32_t fourth = dl_day_from_ymd(year, 1, 4);
    if (fourth == DL_DAY_UNKNOWN || week < 1 || week > 53) return DL_DAY_UNKNOWN;
    return fourth - dl_day_weekday(fourth) + 7 * (week - 1);
}

void dl_iso_week(int32_t day, int *year, int *week)
{
    int m, d;
    int32_t thursday = day - dl_day_weekday(day) + 3;
    dl_day_to_ymd(thursday, year, &m, &d);
    *week = (thursday - dl_day_from_ymd(*year, 1, 1)) / 7 + 1;
}
