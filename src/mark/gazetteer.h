/* gazetteer.h - the places of the world in one file that is mapped, not read. Private to this room.
 *
 *   gazetteer.c       opening, looking up, checking        gazetteer_make.c  writing the file
 *
 * The file, all numbers little-endian:
 *   head       48 bytes: "DLPLACE1", counts of places, countries, names and divisions, bytes of text (u32 each), hash of what
 *              follows the head (u64), day of the source's snapshot (10 characters), zeros
 *   places     16 bytes each: text u32, latitude + 90 and longitude + 180 in 1/10000 degree u24, division u16, feature u8, people u24.
 *              The first of them are the countries (PCLI), in the order of their codes
 *   names       8 bytes each: text u32, place u32, whose top bit says that it is an other name; in the order of their keys
 *   divisions   8 bytes each: text u32, country's code 3 characters, a zero
 *   text       length u8 and that many bytes, one after the other
 *
 * Every access is checked against the counts, so a damaged file gives wrong places at worst. */
#ifndef DL_GAZETTEER_H
#define DL_GAZETTEER_H

#include "base/base.h"

#define DL_GAZETTEER_HEAD 48
#define DL_KEY_MAX 96

typedef struct dl_gazetteer {
    dl_file file;
    const uint8_t *places, *names, *divisions;
    dl_str text, date;
    uint32_t place_count, country_count, name_count, division_count;
} dl_gazetteer;

/* One place. Degrees in 1/10000, which compare and add without rounding. */
typedef struct dl_site {
    dl_str name, code, province, feature;
    int32_t lat, lon;
    uint32_t people;
    uint16_t division; /* equal for places of one first-order division */
} dl_site;

/* Names first..first + count - 1. */
typedef struct dl_names { uint32_t first, count; } dl_names;

DL_CHECKED dl_status dl_gazetteer_open(const char *path, dl_gazetteer *out, dl_error *err);
/* The same over bytes that outlive it. */
DL_CHECKED dl_status dl_gazetteer_read(dl_str bytes, dl_gazetteer *out, dl_error *err);
/* The file's first bytes, which tell one gazetteer from any other; {0} for none. */
dl_str dl_gazetteer_head(const dl_gazetteer *gazetteer);
void dl_gazetteer_close(dl_gazetteer *gazetteer);
/* Reads the whole file: its hash, the order of its names, every number in it. */
DL_CHECKED dl_status dl_gazetteer_check(const dl_gazetteer *gazetteer, dl_error *err);

/* What two ways of writing a name have in common: "Saint-Denis", "St. Denis" and "saint denis" are one key. Returns the length in `out`,
 * 0 for names without a letter and for such as are too long. */
size_t dl_place_key(dl_str name, char out[DL_KEY_MAX]);
dl_names dl_gazetteer_find(const dl_gazetteer *gazetteer, dl_str name);
/* The place of a name. False when the file is damaged there. */
bool dl_gazetteer_at(const dl_gazetteer *gazetteer, uint32_t name, dl_site *out, uint32_t *place, bool *other);
/* The country with this code. */
bool dl_gazetteer_country(const dl_gazetteer *gazetteer, dl_str code, dl_site *out);

/* Writes a file. Rows may come in any order; what does not fit (a name over 255 bytes) is an error. */
typedef struct dl_site_row { dl_site site; const dl_str *others; uint32_t other_count; } dl_site_row;
DL_CHECKED dl_status dl_gazetteer_make(const dl_site_row *rows, uint32_t count, dl_str date, dl_buf *out, dl_error *err);
/* Number of a feature code in the file; -1 for one that the file has no room for. */
int dl_feature_number(dl_str feature);

#endif
