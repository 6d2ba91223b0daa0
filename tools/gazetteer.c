/* gazetteer.c - makes data/gazetteer.bin out of GeoNames data as npm packages carry it (tools/gazetteer fetches them).
 *
 *     gazetteer DATA CITIES500.txt ADMIN1.json ADMIN2.json DAY OUT
 *
 * DATA is the folder of tables: countries.tsv gives codes, regions.tsv the middles of countries and what is larger than a town. Kept are places
 * with PEOPLE_MIN people, seats of divisions, and the divisions themselves, which lie in the middle of their places. */
#include "mark/gazetteer.h"
#include "mark/lines.h"

#include <stdio.h>
#include <stdlib.h>

#define PEOPLE_MIN 1000
#define OTHERS_PEOPLE 15000 /* smaller places that are no seat of a province have their own name only */
#define OTHERS_MAX 8
#define FIELDS 19

/* A division and where its places lie. */
typedef struct area { dl_str code, country, province, name; int32_t *at[2]; uint32_t count, room[2]; uint64_t people; bool has_town; } area;

typedef struct gathering {
    dl_arena *arena;
    dl_map *country_by_iso2; dl_str *codes;
    area *areas;       uint32_t area_count, area_room;
    dl_map *area_by_code;
    dl_site_row *rows; uint32_t row_count, row_room;
    dl_map *named;     /* "country|name" of divisions that regions.tsv places */
} gathering;

static void die(const char *what)
{
    fprintf(stderr, "gazetteer: %s\n", what);
    exit(1);
}

static void *must(void *p)
{
    if (p == NULL) die("memory ran out");
    return p;
}

static dl_str read_file(const char *path)
{
    dl_file file;
    dl_error err;
    if (dl_file_open(path, &file, &err) != DL_OK) die(err.text);
    return file.bytes;
}

static dl_site_row *add_row(gathering *g)
{
    if (!dl_arena_grow(g->arena, (void **)&g->rows, &g->row_room, g->row_count + 1, sizeof *g->rows)) die("memory ran out");
    g->rows[g->row_count] = (dl_site_row){0};
    return &g->rows[g->row_count++];
}

static int32_t degrees(dl_str text)
{
    double d;
    if (!dl_str_to_double(text, &d) || d < -180 || d > 180) die("a coordinate is no number of degrees");
    return (int32_t)(d * 10000 + (d < 0 ? -0.5 : 0.5));
}

static dl_str country_of(const gathering *g, dl_str iso2)
{
    const uint32_t *row = dl_map_get(g->country_by_iso2, iso2);
    return row ? g->codes[*row] : (dl_str){0};
}

/* ## Names */

/* GeoNames writes place names with all marks of their romanisation; news does not. Accents that western languages use are kept. */
static dl_str plain_name(dl_str name, dl_str ascii)
{
    for (size_t at = 0; at < name.n;) {
        uint32_t c = dl_utf8_next(name, &at);
        if (c > 0xff && ascii.n) return ascii;
    }
    return name;
}

/* Is it a way of writing that an English report may use? Letters of Latin scripts, a capital first, no code of an airport. */
static bool is_news_name(dl_str name)
{
    uint32_t letters = 0, small = 0;
    for (size_t at = 0; at < name.n;) {
        bool first = at == 0;
        uint32_t c = dl_utf8_next(name, &at);
        if ((c >= 0x250 && c < 0x1e00 && c != 0x2bc && c != 0x2bb) || (c >= 0x1f00 && c != 0x2019 && c != 0x2018) || dl_is_digit(c) || strchr("(/,;:_", (int)(c < 0x80 ? c : 'a'))) return false;
        if (first && !dl_is_upper(c)) return false;
        letters += dl_is_letter(c);
        small += dl_is_lower(c);
    }
    return letters >= 4 && small > 0;
}

static void add_others(gathering *g, dl_site_row *row, dl_str name, dl_str ascii, dl_str list, bool all)
{
    dl_str *others = must(DL_NEW(g->arena, dl_str, OTHERS_MAX + 2));
    uint32_t n = 0;
    others[n++] = name;
    others[n++] = ascii;
    while (all && list.n && n < OTHERS_MAX + 2) {
        dl_str other = dl_str_cut(&list, ',');
        if (is_news_name(other)) others[n++] = other;
    }
    row->others = others;
    row->other_count = n;
}

/* The same for the names of divisions, which come without such a form. */
static dl_str plain_division(gathering *g, dl_str name)
{
    static const char more[] = "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwyasssSd"
                               "AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy";
    if (plain_name(name, DL_LIT("x")).p == name.p) return name;
    char *out = must(dl_arena_get(g->arena, name.n * 2 + 8));
    size_t n = 0;
    for (size_t at = 0; at < name.n;) {
        size_t from = at;
        uint32_t c = dl_utf8_next(name, &at);
        if (c >= 0x1e00 && c - 0x1e00 < sizeof more - 1) {
            out[n++] = more[c - 0x1e00];
        } else if (c < 0x80 || (c >= 0xc0 && c < 0x180)) {
            size_t k = dl_str_fold(dl_str_part(name, from, at), out + n, 4);
            if (k == 1 && dl_is_upper(c)) out[n] = (char)(out[n] & ~0x20);
            n += k;
        } else if (c >= 0x218 && c <= 0x21b) {
            out[n++] = "SsTt"[c - 0x218];
        } else if (c != 0x327 && c != 0x2bb && c != 0x2bc && c != 0x2bf && c != 0x2be && c != 0x2018 && c != 0x2019) {
            memcpy(out + n, name.p + from, at - from);
            n += at - from;
        }
    }
    return (dl_str){out, n};
}

/* "Aleppo" of "Aleppo Governorate", "Pangasinan" of "Province of Pangasinan"; {0} for a name without such a word. */
static dl_str bare_division(dl_str name)
{
    static const char *const ends[] = {" Governorate", " Province", " Region", " Oblast", " State", " District", " Department", " Prefecture", " Division", " Republic", " Voivodeship",
                                       " Canton", " Autonomous Region", " Krai", " Territory", " Parish", " Municipality", " Autonomous Oblast", " Emirate", " Capital Region", " County",
                                       " Rayon", " Raion", " Shi", " Kommun", " kommun", " Kommune", " Okrug", " Town", " City", " Zone", " Subregion", " Cercle", " \xc4\xb0l\xc3\xa7" "esi"};
    static const char *const starts[] = {"Province of ", "Municipality of ", "Commune of ", "County of ", "State of ", "Municipio de ", "Departamento de ", "Provincia de ", "Provincia di ",
                                         "Partido de ", "Distrito de ", "D\xc3\xa9partement de ", "Comuna ", "Amphoe ", "Huyen ", "Kabupaten ", "Shahrestan-e ", "Powiat ", "Gemeente ", "Obshtina ",
                                         "Oras ", "Okres ", "Markaz ", "Kota ", "Municipiul ", "Provincia ", "Liwa' ", "Liwa ", "Republic of "};
    dl_str best = {0};
    for (size_t i = 0; i < DL_COUNT(ends); i++) {
        if (!dl_str_ends(name, dl_str_c(ends[i]))) continue;
        dl_str left = dl_str_part(name, 0, name.n - strlen(ends[i]));
        if (best.p == NULL || left.n < best.n) best = left;
    }
    for (size_t i = 0; best.p == NULL && i < DL_COUNT(starts); i++) {
        if (dl_str_starts(name, dl_str_c(starts[i]))) best = dl_str_part(name, strlen(starts[i]), name.n);
    }
    return best;
}

/* ## Divisions */

static area *area_of(gathering *g, dl_str code)
{
    const uint32_t *at = dl_map_get(g->area_by_code, code);
    return at ? &g->areas[*at] : NULL;
}

/* The next "code", "name" of a list of such pairs; names hold no escapes but \" and \\. */
static bool next_pair(dl_arena *arena, dl_str *rest, dl_str pair[2])
{
    static const char *const keys[2] = {"\"code\":\"", "\"name\":\""};
    for (int k = 0; k < 2; k++) {
        const char *at = memmem(rest->p, rest->n, keys[k], 8);
        if (at == NULL) return false;
        *rest = dl_str_part(*rest, (size_t)(at - rest->p) + 8, rest->n);
        char *out = must(dl_arena_get(arena, 256));
        size_t n = 0, i = 0;
        while (i < rest->n && rest->p[i] != '"' && n < 255) {
            if (rest->p[i] == '\\' && i + 1 < rest->n) i++;
            out[n++] = rest->p[i++];
        }
        pair[k] = (dl_str){out, n};
        *rest = dl_str_part(*rest, i, rest->n);
    }
    return true;
}

static void read_divisions(gathering *g, const char *path, bool second)
{
    dl_str rest = read_file(path), pair[2];
    while (next_pair(g->arena, &rest, pair)) {
        dl_str left = pair[0], iso2 = dl_str_cut(&left, '.'), code = country_of(g, iso2);
        if (code.n == 0) continue;
        uint32_t *slot;
        if (!dl_map_put(g->area_by_code, pair[0], g->area_count, &slot) || *slot != g->area_count) continue;
        if (!dl_arena_grow(g->arena, (void **)&g->areas, &g->area_room, g->area_count + 1, sizeof *g->areas)) die("memory ran out");
        dl_str first = second ? dl_str_part(pair[0], 0, iso2.n + 1 + dl_str_cut(&left, '.').n) : (dl_str){0};
        const area *above = second ? area_of(g, first) : NULL;
        pair[1] = plain_division(g, pair[1]);
        g->areas[g->area_count++] = (area){.code = pair[0], .country = code, .name = pair[1], .province = second ? (above ? above->name : (dl_str){0}) : pair[1]};
    }
}

static void widen(area *a, dl_arena *arena, const dl_site *site)
{
    if (a == NULL) return;
    for (int k = 0; k < 2; k++) {
        if (!dl_arena_grow(arena, (void **)&a->at[k], &a->room[k], a->count + 1, sizeof *a->at[k])) die("memory ran out");
        a->at[k][a->count] = k ? site->lon : site->lat;
    }
    a->people += site->people;
    a->count++;
}

static int by_degrees(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Between the middle of where nearly all places lie and the middle one of them: places that are listed under a wrong division do not matter. */
static int32_t middle_of(const area *a, int k)
{
    qsort(a->at[k], a->count, sizeof *a->at[k], by_degrees);
    int64_t low = a->at[k][a->count / 20], high = a->at[k][a->count - 1 - a->count / 20], half = a->at[k][a->count / 2];
    return (int32_t)((low + high + 2 * half) / 4);
}

static void add_divisions(gathering *g)
{
    for (uint32_t i = 0; i < g->area_count; i++) {
        const area *a = &g->areas[i];
        dl_str rest = a->code;
        dl_str_cut(&rest, '.');
        bool first = rest.n == dl_str_cut(&rest, '.').n;
        dl_str key = dl_arena_printf(g->arena, "%.*s|%.*s", (int)a->country.n, a->country.p, (int)a->name.n, a->name.p);
        if (a->count == 0 || a->has_town || dl_map_get(g->named, key)) continue;
        dl_site_row *row = add_row(g);
        row->site = (dl_site){.name = a->name, .code = a->country, .province = a->province, .feature = first ? DL_LIT("ADM1") : DL_LIT("ADM2"),
                              .lat = middle_of(a, 0), .lon = middle_of(a, 1), .people = (uint32_t)DL_MIN(a->people, 0xffffffu)};
        dl_str bare = dl_str_is(a->country, "USA") ? (dl_str){0} : bare_division(a->name);
        if (bare.n == 0) continue;
        dl_str *others = must(DL_NEW(g->arena, dl_str, 1));
        others[0] = bare;
        row->others = others;
        row->other_count = 1;
    }
}

/* ## Tables of ours */

static void read_countries(gathering *g, const char *folder)
{
    dl_lines lines;
    dl_buf told = {0};
    dl_findings findings = {.out = &told, .file = "countries.tsv"};
    dl_str path = dl_arena_printf(g->arena, "%s/countries.tsv", folder);
    uint32_t room = 0, count = 0;
    if (!dl_lines_open(&lines, read_file(path.p), &findings)) die("countries.tsv has no header");
    while (dl_lines_next(&lines, &findings)) {
        dl_str iso2 = dl_lines_cell(&lines, "iso2");
        uint32_t *slot;
        if (iso2.n == 0) continue;
        if (!dl_map_put(g->country_by_iso2, iso2, count, &slot) || !dl_arena_grow(g->arena, (void **)&g->codes, &room, count + 1, sizeof *g->codes)) die("memory ran out");
        g->codes[count++] = dl_lines_cell(&lines, "code");
    }
}

static void read_regions(gathering *g, const char *folder)
{
    dl_lines lines;
    dl_buf told = {0};
    dl_findings findings = {.out = &told, .file = "regions.tsv"};
    dl_str path = dl_arena_printf(g->arena, "%s/regions.tsv", folder);
    if (!dl_lines_open(&lines, read_file(path.p), &findings)) die("regions.tsv has no header");
    while (dl_lines_next(&lines, &findings)) {
        dl_site_row *row = add_row(g);
        dl_site *s = &row->site;
        *s = (dl_site){.name = dl_lines_cell(&lines, "name"), .code = dl_lines_cell(&lines, "code"), .feature = dl_lines_cell(&lines, "feature"),
                       .lat = degrees(dl_lines_cell(&lines, "lat")), .lon = degrees(dl_lines_cell(&lines, "lon"))};
        int64_t people = 0;
        if (dl_str_to_int(dl_lines_cell(&lines, "population"), &people)) s->people = (uint32_t)people;
        if (dl_str_is(s->feature, "ADM1")) s->province = s->name;
        uint32_t *slot;
        dl_str key = dl_arena_printf(g->arena, "%.*s|%.*s", (int)s->code.n, s->code.p, (int)s->name.n, s->name.p);
        if (!dl_map_put(g->named, key, 0, &slot)) die("memory ran out");
        dl_str list = dl_lines_cell(&lines, "aliases");
        dl_str *others = must(DL_NEW(g->arena, dl_str, OTHERS_MAX));
        while (list.n && row->other_count < OTHERS_MAX) others[row->other_count++] = dl_str_cut(&list, '|');
        row->others = others;
    }
    if (told.n) die(told.p);
}

/* ## Places */

static void add_place(gathering *g, const dl_str f[FIELDS])
{
    dl_str code = country_of(g, f[8]);
    int64_t people = 0;
    if (code.n == 0 || dl_feature_number(f[7]) < 0 || !dl_str_to_int(f[14], &people) || people < 0) return;
    dl_str first = dl_arena_printf(g->arena, "%.*s.%.*s", (int)f[8].n, f[8].p, (int)f[10].n, f[10].p);
    dl_str second = dl_arena_printf(g->arena, "%.*s.%.*s", (int)first.n, first.p, (int)f[11].n, f[11].p);
    area *above = area_of(g, first);
    dl_site site = {.name = plain_name(f[1], f[2]), .code = code, .feature = f[7], .lat = degrees(f[4]), .lon = degrees(f[5]), .people = (uint32_t)DL_MIN(people, 0xffffff),
                    .province = above ? above->name : (dl_str){0}};
    widen(above, g->arena, &site);
    area *below = area_of(g, second);
    widen(below, g->arena, &site);
    bool american = dl_str_is(code, "USA"); /* news keeps "Madison" and "Madison County" apart */
    if (below && (dl_str_eq(below->name, site.name) || (!american && dl_str_eq(bare_division(below->name), site.name)))) below->has_town = true;
    bool seat = dl_str_is(f[7], "PPLC") || dl_str_is(f[7], "PPLA") || dl_str_is(f[7], "PPLA2");
    if (people < PEOPLE_MIN && !seat) return;
    dl_site_row *row = add_row(g);
    row->site = site;
    add_others(g, row, f[1], f[2], f[3], people >= OTHERS_PEOPLE || dl_str_is(f[7], "PPLC") || dl_str_is(f[7], "PPLA"));
}

static void read_places(gathering *g, const char *path)
{
    dl_str rest = read_file(path);
    while (rest.n) {
        dl_str line = dl_str_cut(&rest, '\n'), f[FIELDS];
        uint32_t n = 0;
        while (n < FIELDS && line.p) f[n++] = dl_str_cut(&line, '\t');
        if (n == FIELDS) add_place(g, f);
    }
}

int main(int argc, char **argv)
{
    gathering g = {.arena = must(dl_arena_new(0))};
    dl_buf out = {0};
    dl_error err;
    if (argc != 7) die("usage: gazetteer DATA CITIES500.txt ADMIN1.json ADMIN2.json DAY OUT");
    g.country_by_iso2 = must(dl_map_new(g.arena, 512));
    g.area_by_code = must(dl_map_new(g.arena, 65536));
    g.named = must(dl_map_new(g.arena, 1024));
    read_countries(&g, argv[1]);
    read_regions(&g, argv[1]);
    read_divisions(&g, argv[3], false);
    read_divisions(&g, argv[4], true);
    read_places(&g, argv[2]);
    add_divisions(&g);
    if (dl_gazetteer_make(g.rows, g.row_count, dl_str_c(argv[5]), &out, &err) != DL_OK) die(err.text);
    FILE *file = fopen(argv[6], "wb");
    if (file == NULL || fwrite(out.p, 1, out.n, file) != out.n || fclose(file) != 0) die("the file cannot be written");
    printf("%u places, %zu bytes\n", g.row_count, out.n);
    dl_buf_drop(&out);
    dl_arena_free(g.arena);
    return 0;
}
