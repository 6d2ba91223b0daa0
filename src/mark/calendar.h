/* calendar.h - feasts and foreign calendars as days since 1970-01-01. */
#ifndef DL_CALENDAR_H
#define DL_CALENDAR_H

#include "base/base.h"

/* Easter Sunday. Western: Meeus, Jones and Butcher. Orthodox: Meeus's Julian algorithm. */
int32_t dl_easter(int year, bool orthodox);

/* Arithmetical Islamic calendar (thirty-year cycle, civil epoch). Months 1..12. At most two days off the announced date. */
int32_t dl_islamic_day(int year, int month, int day);
void dl_islamic_from_day(int32_t day, int *year, int *month, int *mday);
/* First day of a month as it was announced in Saudi Arabia where the table knows it (Ramadan and Shawwal 1987-2030), else arithmetical. */
int32_t dl_islamic_observed(int year, int month);

/* Solar Hijri calendar of Iran and Afghanistan, 1178..1633 (the 33-year cycle agrees with observation there). */
int32_t dl_persian_day(int year, int month, int day);
void dl_persian_from_day(int32_t day, int *year, int *month, int *mday);

/* The first day (morning) of Tishri 1 of the Hebrew year that begins in autumn of the Gregorian year. */
int32_t dl_rosh_hashanah(int gregorian_year);

/* The nth (1..5, -1 last) given weekday (0 Monday) of a month; DL_DAY_UNKNOWN when there is none. */
int32_t dl_nth_weekday(int year, int month, int nth, int weekday);
/* Day of the month kept inside the month: January 31 and one month is February 28. */
int32_t dl_day_add_months(int32_t day, int64_t months);
/* ISO 8601 week: the Monday of week 1..53. */
int32_t dl_iso_week_monday(int year, int week);
void dl_iso_week(int32_t day, int *year, int *week);

#endif
