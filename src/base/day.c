/* Days since 1970-01-01 by the algorithm of Howard Hinnant, "chrono-compatible low-level date algorithms" (2013). */
#include "base/base.h"

#include <stdio.h>

int dl_month_length(int year, int month)
{
    static const int length[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12) return 0;
    return month == 2 && leap ? 29 : length[month - 1];
}

int32_t dl_day_from_ymd(int year, int month, int day)
{
    if (year < 1 || year > 9999 || day < 1 || day > dl_month_length(year, month)) return DL_DAY_UNKNOWN;
    int y = year - (month <= 2);
    int era = y / 400, yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void dl_day_to_ymd(int32_t day, int *year, int *month, int *mday)
{
    int64_t z = (int64_t)day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *mday = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

int dl_day_weekday(int32_t day)
{
    int w = (int)(((int64_t)day + 3) % 7); /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

static int digits(dl_str s, size_t at, size_t n)
{
    int v = 0;
    for (size_t i = at; i < at + n; i++) {
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9') return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

int32_t dl_day_from_text(dl_str s)
{
    int y = digits(s, 0, 4), m = digits(s, 5, 2), d = digits(s, 8, 2);
    if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || y < 0 || m < 0 || d < 0) return DL_DAY_UNKNOWN;
    if (s.n > 10 && s.p[10] != 'T' && s.p[10] != ' ') return DL_DAY_UNKNOWN;
    return dl_day_from_ymd(y, m, d);
}

void dl_day_to_text(int32_t day, char out[11])
{
    int y, m, d;
    out[0] = 0;
    if (day == DL_DAY_UNKNOWN) return;
    dl_day_to_ymd(day, &y, &m, &d);
    if (y < 1 || y > 9999) return;
    char text[40];
    snprintf(text, sizeof text, "%04d-%02d-%02d", y, m, d);
    memcpy(out, text, 11);
}
