/* gazetteer_make.c - writes the file of places (tools/gazetteer.c gathers the rows). */
#include "mark/gazetteer.h"

#include <stdlib.h>

typedef struct name { dl_str key, text; uint32_t text_at, place; bool other; } name;
typedef struct division { uint32_t text_at; dl_str code; } division;

typedef struct making {
    dl_arena *arena;
    const dl_site_row **rows;  uint32_t count, countries;
    name *names;               uint32_t name_count, name_room;
    division *divisions;       uint32_t division_count, division_room;
    dl_map *texts, *division_by_text;
    dl_buf text;
} making;

static bool is_country(const dl_site_row *row) { return dl_str_is(row->site.feature, "PCLI"); }

static int by_country(const void *a, const void *b)
{
    const dl_site_row *x = *(const dl_site_row *const *)a, *y = *(const dl_site_row *const *)b;
    if (is_country(x) != is_country(y)) return is_country(x) ? -1 : 1;
    int order = dl_str_cmp(x->site.code, y->site.code);
    return order ? order : (x > y) - (x < y);
}

static int by_key(const void *a, const void *b)
{
    const name *x = a, *y = b;
    int order = dl_str_cmp(x->key, y->key);
    if (order) return order;
    return x->place == y->place ? dl_str_cmp(x->text, y->text) : x->place < y->place ? -1 : 1;
}

/* Offset of a text, which is kept once. */
static bool put_text(making *m, dl_str text, uint32_t *at)
{
    uint32_t *slot;
    if (text.n > 255 || !dl_map_put(m->texts, text, (uint32_t)m->text.n, &slot)) return false;
    *at = *slot;
    if (*slot != m->text.n) return true;
    dl_buf_char(&m->text, (char)text.n);
    dl_buf_add(&m->text, text);
    return !m->text.failed;
}

static bool put_division(making *m, const dl_site *site, uint32_t *at)
{
    uint32_t *slot;
    dl_str key = dl_arena_printf(m->arena, "%.*s|%.*s", (int)site->code.n, site->code.p, (int)site->province.n, site->province.p);
    if (key.p == NULL || !dl_map_put(m->division_by_text, key, m->division_count, &slot)) return false;
    *at = *slot;
    if (*slot != m->division_count) return true;
    if (!dl_arena_grow(m->arena, (void **)&m->divisions, &m->division_room, m->division_count + 1, sizeof *m->divisions)) return false;
    division *d = &m->divisions[m->division_count++];
    d->code = site->code;
    return put_text(m, site->province, &d->text_at);
}

/* A way of writing a place, unless the same key stands for it already. `first` is the place's first name. */
static bool put_name(making *m, uint32_t first, dl_str text, uint32_t place, bool other)
{
    char room[DL_KEY_MAX];
    dl_str key = {room, dl_place_key(text, room)};
    if (key.n == 0) return true;
    for (uint32_t i = first; i < m->name_count; i++) {
        if (dl_str_eq(m->names[i].key, key)) return true;
    }
    if (!dl_arena_grow(m->arena, (void **)&m->names, &m->name_room, m->name_count + 1, sizeof *m->names)) return false;
    name *n = &m->names[m->name_count++];
    *n = (name){.key = dl_arena_str(m->arena, key), .text = text, .place = place, .other = other};
    return n->key.p && put_text(m, text, &n->text_at);
}

static void put_u(dl_buf *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) dl_buf_char(out, (char)(value >> (8 * i) & 0xff));
}

static bool put_places(making *m, dl_buf *out)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const dl_site *s = &m->rows[i]->site;
        uint32_t text, within, first = m->name_count;
        int feature = dl_feature_number(s->feature);
        if (feature < 0 || !put_text(m, s->name, &text) || !put_division(m, s, &within) || within > UINT16_MAX) return false;
        put_u(out, text, 4);
        put_u(out, (uint64_t)(s->lat + 900000), 3);
        put_u(out, (uint64_t)(s->lon + 1800000), 3);
        put_u(out, within, 2);
        put_u(out, (uint64_t)feature, 1);
        put_u(out, DL_MIN(s->people, 0xffffffu), 3);
        if (!put_name(m, first, s->name, i, false)) return false;
        for (uint32_t k = 0; k < m->rows[i]->other_count; k++) {
            if (!put_name(m, first, m->rows[i]->others[k], i, true)) return false;
        }
    }
    return true;
}

static bool write_all(making *m, dl_str date, dl_buf *out)
{
    dl_buf body = {0};
    bool good = put_places(m, &body);
    if (m->name_count) qsort(m->names, m->name_count, sizeof *m->names, by_key);
    for (uint32_t i = 0; i < m->name_count; i++) {
        put_u(&body, m->names[i].text_at, 4);
        put_u(&body, m->names[i].place | (m->names[i].other ? 0x80000000u : 0), 4);
    }
    for (uint32_t i = 0; i < m->division_count; i++) {
        char code[4] = {0};
        memcpy(code, m->divisions[i].code.p, DL_MIN(m->divisions[i].code.n, (size_t)3));
        put_u(&body, m->divisions[i].text_at, 4);
        dl_buf_add(&body, (dl_str){code, 4});
    }
    dl_buf_add(&body, dl_buf_str(&m->text));
    const uint32_t counts[] = {m->count, m->countries, m->name_count, m->division_count, (uint32_t)m->text.n};
    DL_BUF_LIT(out, "DLPLACE1");
    for (size_t i = 0; i < DL_COUNT(counts); i++) put_u(out, counts[i], 4);
    put_u(out, dl_hash(dl_buf_str(&body), 0), 8);
    for (size_t i = 0; i < 12; i++) dl_buf_char(out, i < date.n && i < 10 ? date.p[i] : '\0');
    dl_buf_add(out, dl_buf_str(&body));
    good = good && !body.failed && !out->failed;
    dl_buf_drop(&body);
    return good;
}

dl_status dl_gazetteer_make(const dl_site_row *rows, uint32_t count, dl_str date, dl_buf *out, dl_error *err)
{
    making m = {.arena = dl_arena_new(0), .count = count};
    bool good = m.arena != NULL;
    if (good) {
        m.rows = DL_NEW(m.arena, const dl_site_row *, count + (size_t)1);
        m.texts = dl_map_new(m.arena, count);
        m.division_by_text = dl_map_new(m.arena, 4096);
        good = m.rows && m.texts && m.division_by_text;
    }
    for (uint32_t i = 0; good && i < count; i++) {
        m.rows[i] = &rows[i];
        m.countries += is_country(&rows[i]);
    }
    if (good && count) qsort(m.rows, count, sizeof *m.rows, by_country);
    good = good && write_all(&m, date, out);
    dl_buf_drop(&m.text);
    dl_arena_free(m.arena);
    return good ? DL_OK : dl_fail(err, DL_FORMAT, "The places do not fit into a gazetteer: a name, a feature code or the number of divisions.");
}
