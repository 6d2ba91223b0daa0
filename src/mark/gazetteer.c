/* gazetteer.c - the mapped file of places: opening it, finding a name, checking it whole. */
#include "mark/gazetteer.h"

#define PLACE 16
#define NAME 8
#define DIVISION 8
#define OTHER 0x80000000u

static const char *const features[] = {"", "PCLI", "ADM1", "ADM2", "PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPL", "PPLX", "PPLL", "PPLF", "PPLG", "PPLQ",
                                       "PPLR", "PPLS", "PPLW", "PPLH", "PPLCH", "STLMT", "CONT", "RGN", "SEA", "OCN", "STM", "LK", "MTS", "ISL", "ISLS", "DSRT", "STRT",
                                       "GULF", "PEN", "CNL", "PCLD", "PCL", "AREA", "BAY", "MT", "PASS", "VAL"};

int dl_feature_number(dl_str feature)
{
    for (size_t i = 0; i < DL_COUNT(features); i++) {
        if (dl_str_is(feature, features[i])) return (int)i;
    }
    return -1;
}

static uint32_t u24(const uint8_t *p) { return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16; }
static uint32_t u32(const uint8_t *p) { return u24(p) | (uint32_t)p[3] << 24; }

static dl_str text_at(const dl_gazetteer *g, uint32_t at)
{
    if (at >= g->text.n) return (dl_str){0};
    size_t n = (uint8_t)g->text.p[at];
    return n < g->text.n - at ? (dl_str){g->text.p + at + 1, n} : (dl_str){0};
}

/* ## Opening */

dl_status dl_gazetteer_read(dl_str bytes, dl_gazetteer *out, dl_error *err)
{
    *out = (dl_gazetteer){0};
    const uint8_t *p = (const uint8_t *)bytes.p;
    if (bytes.n < DL_GAZETTEER_HEAD || memcmp(p, "DLPLACE1", 8) != 0) return dl_fail(err, DL_FORMAT, "The file is no gazetteer of this version: it does not begin with DLPLACE1.");
    dl_gazetteer g = {.place_count = u32(p + 8), .country_count = u32(p + 12), .name_count = u32(p + 16), .division_count = u32(p + 20)};
    uint64_t text = u32(p + 24), want = DL_GAZETTEER_HEAD + (uint64_t)g.place_count * PLACE + (uint64_t)g.name_count * NAME + (uint64_t)g.division_count * DIVISION + text;
    if (want != bytes.n) return dl_fail(err, DL_FORMAT, "The gazetteer is damaged: it has %zu bytes where its head speaks of %llu.", bytes.n, (unsigned long long)want);
    if (g.country_count > g.place_count) return dl_fail(err, DL_FORMAT, "The gazetteer is damaged: its head speaks of more countries than places.");
    g.places = p + DL_GAZETTEER_HEAD;
    g.names = g.places + (size_t)g.place_count * PLACE;
    g.divisions = g.names + (size_t)g.name_count * NAME;
    g.text = (dl_str){(const char *)g.divisions + (size_t)g.division_count * DIVISION, (size_t)text};
    g.date = (dl_str){bytes.p + 36, 10};
    *out = g;
    return DL_OK;
}

dl_status dl_gazetteer_open(const char *path, dl_gazetteer *out, dl_error *err)
{
    dl_file file;
    *out = (dl_gazetteer){0};
    DL_TRY(dl_file_open(path, &file, err));
    dl_status status = dl_gazetteer_read(file.bytes, out, err);
    if (status == DL_OK) out->file = file;
    else dl_file_close(&file);
    return status;
}

dl_str dl_gazetteer_head(const dl_gazetteer *gazetteer)
{
    if (gazetteer->places == NULL) return (dl_str){0};
    return (dl_str){(const char *)gazetteer->places - DL_GAZETTEER_HEAD, DL_GAZETTEER_HEAD};
}

void dl_gazetteer_close(dl_gazetteer *gazetteer)
{
    dl_file_close(&gazetteer->file);
    *gazetteer = (dl_gazetteer){0};
}

/* ## Names */

size_t dl_place_key(dl_str name, char out[DL_KEY_MAX])
{
    static const struct { char word[4]; const char *full; } shorts[] = {{"st", "saint"}, {"ste", "sainte"}, {"mt", "mount"}, {"ft", "fort"}};
    char folded[DL_KEY_MAX];
    if (name.n >= DL_KEY_MAX - 8) return 0;
    size_t n = dl_str_fold(name, folded, sizeof folded), kept = 0, word = 0;
    bool letter = false;
    for (size_t i = 0; i <= n && kept + 8 < DL_KEY_MAX; i++) {
        char c = i < n ? folded[i] : ' ';
        if (c == '.' || c == '\'' || c == '`') continue;
        if (c != ' ' && c != '-') {
            letter |= (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
            out[kept++] = c;
            continue;
        }
        for (size_t k = 0; k < DL_COUNT(shorts); k++) {
            size_t length = strlen(shorts[k].word), full = strlen(shorts[k].full);
            if (kept - word != length || memcmp(out + word, shorts[k].word, length) != 0) continue;
            memcpy(out + word, shorts[k].full, full);
            kept = word + full;
            break;
        }
        if (kept > word && i < n) out[kept++] = ' ';
        word = kept;
    }
    while (kept && out[kept - 1] == ' ') kept--;
    return letter ? kept : 0;
}

static int compare(const dl_gazetteer *g, uint32_t name, dl_str key)
{
    char room[DL_KEY_MAX];
    return dl_str_cmp((dl_str){room, dl_place_key(text_at(g, u32(g->names + (size_t)name * NAME)), room)}, key);
}

/* The first name whose key is not below `key`, or above it where `after`. */
static uint32_t bound(const dl_gazetteer *g, dl_str key, bool after)
{
    uint32_t low = 0, high = g->name_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare(g, middle, key);
        if (order < 0 || (after && order == 0)) low = middle + 1;
        else high = middle;
    }
    return low;
}

dl_names dl_gazetteer_find(const dl_gazetteer *gazetteer, dl_str name)
{
    char room[DL_KEY_MAX];
    dl_str key = {room, dl_place_key(name, room)};
    if (key.n == 0 || gazetteer->name_count == 0) return (dl_names){0, 0};
    uint32_t first = bound(gazetteer, key, false);
    if (first == gazetteer->name_count || compare(gazetteer, first, key) != 0) return (dl_names){first, 0};
    return (dl_names){first, bound(gazetteer, key, true) - first};
}

static bool site_at(const dl_gazetteer *g, uint32_t place, dl_site *out)
{
    if (place >= g->place_count) return false;
    const uint8_t *p = g->places + (size_t)place * PLACE;
    uint16_t division = (uint16_t)(p[10] | p[11] << 8);
    *out = (dl_site){.name = text_at(g, u32(p)), .lat = (int32_t)u24(p + 4) - 900000, .lon = (int32_t)u24(p + 7) - 1800000, .division = division, .people = u24(p + 13)};
    if (out->lat > 900000 || out->lon > 1800000 || division >= g->division_count || p[12] >= DL_COUNT(features)) return false;
    const uint8_t *d = g->divisions + (size_t)division * DIVISION;
    out->feature = dl_str_c(features[p[12]]);
    out->province = text_at(g, u32(d));
    out->code = (dl_str){(const char *)d + 4, d[4] ? 3 : 0};
    return true;
}

bool dl_gazetteer_at(const dl_gazetteer *gazetteer, uint32_t name, dl_site *out, uint32_t *place, bool *other)
{
    if (name >= gazetteer->name_count) return false;
    uint32_t n = u32(gazetteer->names + (size_t)name * NAME + 4);
    *place = n & ~OTHER;
    *other = (n & OTHER) != 0;
    return site_at(gazetteer, *place, out);
}

bool dl_gazetteer_country(const dl_gazetteer *gazetteer, dl_str code, dl_site *out)
{
    uint32_t low = 0, high = gazetteer->country_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (!site_at(gazetteer, middle, out)) return false;
        int order = dl_str_cmp(out->code, code);
        if (order == 0) return true;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return false;
}

dl_status dl_gazetteer_check(const dl_gazetteer *g, dl_error *err)
{
    char room[DL_KEY_MAX];
    dl_site site;
    dl_str body = {(const char *)g->places, (size_t)(g->text.p + g->text.n - (const char *)g->places)};
    const uint8_t *head = g->places - DL_GAZETTEER_HEAD;
    if (dl_hash(body, 0) != (u32(head + 28) | (uint64_t)u32(head + 32) << 32)) return dl_fail(err, DL_FORMAT, "The gazetteer is damaged: its hash is another.");
    for (uint32_t i = 0; i < g->place_count; i++) {
        if (!site_at(g, i, &site)) return dl_fail(err, DL_FORMAT, "Place %u of the gazetteer is damaged.", i + 1);
    }
    for (uint32_t i = 0; i < g->name_count; i++) {
        dl_str key = {room, dl_place_key(text_at(g, u32(g->names + (size_t)i * NAME)), room)};
        bool ordered = key.n && (i == 0 || compare(g, i - 1, key) <= 0);
        if (!ordered || (u32(g->names + (size_t)i * NAME + 4) & ~OTHER) >= g->place_count) return dl_fail(err, DL_FORMAT, "Name %u of the gazetteer is damaged or out of order.", i + 1);
    }
    return DL_OK;
}
