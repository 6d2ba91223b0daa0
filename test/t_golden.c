/* t_golden.c - sentences and the records that they should give, in text files that anybody can extend (test/golden, *.txt).
 *
 *     == A refusal to attend                  a case begins; the rest of the line is its title
 *     date 2021-03-04                         publication date, optional
 *     > The rebels will not attend the talks. the report; further lines of it begin with > as well
 *     : 2 rebels NOUN 5 nsubj                 any words of its tree, optional: number, word, part of speech, governor, relation
 *     REJECT/meet | UKR.REB | - | 2021-03-04 | UKR.REB asserts | will not attend
 *
 * A record line has six fields: TYPE/modes and auxiliary modes | actors | recipients | date | on whose word | words.
 * Parties are COUNTRY.SECTOR, joined by ", "; ".REB" has no country, "?" is a party without code. A range of dates is
 * 2021-03-01..2021-03-31. "-" is nothing, "*" is anything. Words match when they hold each other. "none" says: no record at all.
 * A case ends where the next begins; lines with # are comments.
 *
 * The lines are what is right, not what the program does. A right line that it does not give yet begins with "! ", a record that it
 * gives wrongly with "~ ": both are known and let the test pass. DATELINE_BLESS=1 rewrites only these signs and the "~" lines. */
#include "base/base.h"
#include "check.h"

#include <dirent.h>
#include <stdlib.h>

#ifndef TEST_SOURCE
#define TEST_SOURCE "."
#endif
#define RECORDS 64

typedef struct golden {
    dl_arena *arena;
    dl_worker *worker;
    const char *name;  /* of the file */
    dl_buf blessed;    /* the file as it should be */
    bool bless, spoiled; /* spoiled: a case could not be read, so that the file must not be rewritten */
    uint32_t right, missed, wrong;
} golden;

typedef struct scene {
    dl_str title, date;
    uint32_t line;         /* where it begins */
    dl_buf text;
    dl_str tree[64], want[RECORDS];
    bool known[RECORDS], noted_wrong[RECORDS]; /* "!", "~" */
    uint32_t tree_count, want_count;
    bool open, none;
} scene;

/* ## A record as a line */

static void add_parties(const dl_analysis *a, const uint32_t *entities, uint32_t count, dl_buf *out)
{
    for (uint32_t i = 0; i < count; i++) {
        const dl_entity *e = &a->entities[entities[i]];
        if (i) DL_BUF_LIT(out, ", ");
        dl_buf_add(out, e->code);
        if (e->sector.n) dl_buf_printf(out, ".%.*s", (int)e->sector.n, e->sector.p);
        if (e->code.n + e->sector.n == 0) DL_BUF_LIT(out, "?");
    }
    if (count == 0) DL_BUF_LIT(out, "-");
    DL_BUF_LIT(out, " | ");
}

static void add_type(const dl_event *e, dl_buf *out)
{
    static const char *const aux[] = {"historical", "future", "hypothetical", "negation"};
    dl_buf_add(out, dl_type_text(e->type));
    for (uint32_t i = 0; i < e->mode_count; i++) dl_buf_printf(out, "%s%.*s", i ? "," : "/", (int)e->modes[i].n, e->modes[i].p);
    for (uint32_t i = 0; i < 4; i++)
        if (e->aux >> i & 1) dl_buf_printf(out, " %s", aux[i]);
    DL_BUF_LIT(out, " | ");
}

static dl_str record_line(golden *g, const dl_analysis *a, const dl_event *e)
{
    dl_buf out = {0};
    char low[11], high[11];
    add_type(e, &out);
    add_parties(a, e->actor, e->actor_count, &out);
    add_parties(a, e->recipient, e->recipient_count, &out);
    dl_day_to_text(e->date_low, low);
    dl_day_to_text(e->date_high, high);
    dl_buf_printf(&out, "%s%s%s | ", low[0] ? low : "-", strcmp(low, high) ? ".." : "", strcmp(low, high) ? high : "");
    if (e->claim_source == DL_NONE && e->stance == DL_STANCE_NONE) {
        DL_BUF_LIT(&out, "-");
    } else {
        add_parties(a, &e->claim_source, e->claim_source != DL_NONE, &out);
        out.n -= 3; /* without " | " */
        dl_buf_printf(&out, " %s", dl_stance_text(e->stance).p);
    }
    DL_BUF_LIT(&out, " | ");
    for (uint32_t i = 0; i < e->text_count; i++)
        dl_buf_printf(&out, "%s%.*s", i ? " " : "", (int)(e->text[i].end - e->text[i].start), a->text + e->text[i].start);
    for (size_t i = 0; i < out.n; i++)
        if (out.p[i] == '\n') out.p[i] = ' ';
    dl_str line = dl_arena_str(g->arena, dl_buf_str(&out));
    dl_buf_drop(&out);
    return line;
}

static bool contains(dl_str a, dl_str b)
{
    for (size_t i = 0; b.n <= a.n && i <= a.n - b.n; i++)
        if (!memcmp(a.p + i, b.p, b.n)) return true;
    return false;
}

/* Fields are compared one by one; the last, the words, by what they hold. */
static bool matches(dl_str want, dl_str got)
{
    for (int field = 0; field < 6; field++) {
        dl_str w = dl_str_trim(dl_str_cut(&want, '|')), x = dl_str_trim(dl_str_cut(&got, '|'));
        if (dl_str_is(w, "*") || dl_str_eq(w, x)) continue;
        if (field < 5 || !w.n || !x.n || (!contains(w, x) && !contains(x, w))) return false;
    }
    return true;
}

/* ## One case */

static void note(const golden *g, const scene *s, const char *what, dl_str line)
{
    printf("%s:%u: %.*s\n  %s %.*s\n", g->name, s->line, (int)s->title.n, s->title.p ? s->title.p : "", what, (int)line.n, line.p ? line.p : "");
}

static void fault(golden *g, const scene *s, const char *what, dl_str line)
{
    check_failed++;
    g->spoiled = true;
    note(g, s, what, line);
}

static void check_tree(golden *g, const scene *s, const dl_analysis *a)
{
    for (uint32_t i = 0; i < s->tree_count; i++) {
        dl_str rest = dl_str_trim(s->tree[i]), number = dl_str_cut(&rest, ' '), form = dl_str_cut(&rest, ' '), upos = dl_str_cut(&rest, ' ');
        dl_str head = dl_str_cut(&rest, ' '), rel = dl_str_trim(rest);
        int64_t t = 0, h = 0;
        bool right = dl_str_to_int(number, &t) && dl_str_to_int(head, &h) && t >= 1 && (uint64_t)t <= a->token_count;
        const dl_token *w = right ? &a->tokens[t - 1] : NULL;
        right = right && dl_str_eq(form, (dl_str){a->text + w->start, w->end - w->start}) && dl_str_eq(upos, dl_upos_text((dl_upos)w->upos)) &&
                (w->head == DL_NONE ? h == 0 : h == (int64_t)w->head + 1) && dl_str_eq(rel, w->head == DL_NONE ? DL_LIT("root") : dl_rel_text((dl_rel)w->rel));
        if (!right) fault(g, s, "the tree has no such word:", s->tree[i]);
        else check_passed++;
    }
}

static void bless_line(golden *g, const char *sign, dl_str line) { dl_buf_printf(&g->blessed, "%s%.*s\n", sign, (int)line.n, line.p); }

static void compare(golden *g, const scene *s, const dl_analysis *a)
{
    dl_str got[RECORDS];
    bool used[RECORDS] = {false}, expected[RECORDS] = {false};
    uint32_t n = DL_MIN(a->event_count, (uint32_t)RECORDS);
    for (uint32_t k = 0; k < n; k++) got[k] = record_line(g, a, &a->events[k]);
    for (uint32_t i = 0; i < s->want_count; i++)
        for (uint32_t k = 0; k < n && !expected[i]; k++)
            if (!used[k] && matches(s->want[i], got[k])) expected[i] = used[k] = true;
    for (uint32_t i = 0; i < s->want_count; i++) {
        if (s->noted_wrong[i]) {
            if (!expected[i] && !g->bless) note(g, s, "no longer wrong, bless it:    ", s->want[i]);
            if (expected[i]) bless_line(g, "~ ", s->want[i]);
            g->wrong += expected[i];
            continue;
        }
        bless_line(g, expected[i] ? "" : "! ", s->want[i]);
        g->right += expected[i];
        g->missed += !expected[i];
        if (expected[i] && s->known[i] && !g->bless) note(g, s, "now right, bless it:          ", s->want[i]);
        if (g->bless || expected[i] || s->known[i]) check_passed++;
        else fault(g, s, "not found:                    ", s->want[i]);
    }
    for (uint32_t k = 0; k < n; k++) {
        if (used[k]) continue;
        bless_line(g, "~ ", got[k]);
        g->wrong++;
        if (!g->bless) fault(g, s, "not expected:                 ", got[k]);
    }
}

/* Runs the case that was read and forgets it. */
static void close_scene(golden *g, scene *s)
{
    const dl_analysis *a;
    dl_error err = {0};
    if (!s->open) return;
    dl_report report = {.id = DL_LIT("golden"), .date = s->date, .text = dl_buf_str(&s->text)};
    if (!s->text.n || (!s->none && s->want_count == 0 && !g->bless)) {
        fault(g, s, "a case needs a text and its records, or \"none\"", (dl_str){0});
    } else if (dl_worker_code(g->worker, &report, &a, &err) != DL_OK) {
        fault(g, s, "cannot be read:", dl_str_c(err.text));
    } else {
        check_tree(g, s, a);
        if (s->none) bless_line(g, "", DL_LIT("none"));
        compare(g, s, a);
    }
    dl_buf_drop(&s->text);
    *s = (scene){0};
}

/* ## Files */

static void read_line(golden *g, scene *s, dl_str line, uint32_t number)
{
    bool kept = line.n == 0 || line.p[0] == '#' || line.p[0] == '=';
    if (kept) close_scene(g, s);
    if (kept || line.p[0] == '>' || line.p[0] == ':' || dl_str_starts(line, DL_LIT("date "))) bless_line(g, "", line);
    if (line.n == 0 || line.p[0] == '#') return;
    if (dl_str_starts(line, DL_LIT("=="))) {
        s->open = true;
        s->title = dl_str_trim(dl_str_part(line, 2, line.n));
        s->line = number;
    } else if (!s->open) {
        check_failed++;
        g->spoiled = true;
        printf("%s:%u: a case begins with \"== title\"\n", g->name, number);
    } else if (line.p[0] == '>') {
        if (s->text.n) dl_buf_char(&s->text, '\n');
        dl_buf_add(&s->text, dl_str_trim(dl_str_part(line, 1, line.n)));
    } else if (line.p[0] == ':') {
        if (s->tree_count < DL_COUNT(s->tree)) s->tree[s->tree_count++] = dl_str_part(line, 1, line.n);
    } else if (dl_str_starts(line, DL_LIT("date "))) {
        s->date = dl_str_trim(dl_str_part(line, 5, line.n));
    } else if (dl_str_is(line, "none")) {
        s->none = true;
    } else if (s->want_count < RECORDS) {
        s->known[s->want_count] = line.p[0] == '!';
        s->noted_wrong[s->want_count] = line.p[0] == '~';
        bool sign = line.p[0] == '!' || line.p[0] == '~';
        s->want[s->want_count++] = dl_str_trim(dl_str_part(line, sign ? 1 : 0, line.n));
    }
}

static void run_file(golden *g, const char *path)
{
    dl_file file;
    dl_error err = {0};
    uint32_t number = 0;
    if (dl_file_open(path, &file, &err) != DL_OK) {
        CHECK(false, "%s", err.text);
        return;
    }
    dl_str rest = dl_arena_str(g->arena, file.bytes);
    dl_file_close(&file);
    scene s = {0};
    g->name = path;
    g->blessed.n = 0;
    g->spoiled = false;
    while (rest.n) {
        dl_str line = dl_str_cut(&rest, '\n');
        while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\r')) line.n--;
        read_line(g, &s, line, ++number);
    }
    close_scene(g, &s);
    if (!g->bless || g->spoiled) return;
    FILE *out = fopen(path, "w");
    CHECK(out && fwrite(g->blessed.p, 1, g->blessed.n, out) == g->blessed.n, "%s cannot be written", path);
    if (out) fclose(out);
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void run_folder(golden *g, const char *folder)
{
    char *paths[256];
    size_t count = 0;
    DIR *dir = opendir(folder);
    CHECK(dir != NULL, "%s is not there", folder);
    for (struct dirent *entry; dir && (entry = readdir(dir)) && count < DL_COUNT(paths);) {
        size_t room = strlen(folder) + strlen(entry->d_name) + 2;
        if (entry->d_name[0] == '.' || !dl_str_ends(dl_str_c(entry->d_name), DL_LIT(".txt"))) continue;
        paths[count] = malloc(room);
        if (paths[count]) snprintf(paths[count++], room, "%s/%s", folder, entry->d_name);
    }
    if (dir) closedir(dir);
    qsort(paths, count, sizeof *paths, by_name);
    for (size_t i = 0; i < count; i++) {
        run_file(g, paths[i]);
        free(paths[i]);
    }
}

int main(int argc, char **argv)
{
    golden g = {.arena = dl_arena_new(0), .bless = getenv("DATELINE_BLESS") != NULL};
    dl_options options = {.data = TEST_SOURCE "/data"};
    dl_engine *engine = NULL;
    dl_error err = {0};
    if (dl_engine_open(&options, &engine, &err) != DL_OK) {
        check_skip(err.text);
        dl_arena_free(g.arena);
        return check_done();
    }
    CHECK(g.arena && dl_worker_open(engine, &g.worker, &err) == DL_OK, "%s", err.text);
    for (int i = 1; g.worker && i < argc; i++) run_file(&g, argv[i]);
    if (g.worker && argc < 2) run_folder(&g, TEST_SOURCE "/test/golden");
    printf("golden records: %u right, %u not yet found, %u known to be wrong\n", g.right, g.missed, g.wrong);
    dl_buf_drop(&g.blessed);
    dl_worker_close(g.worker);
    dl_engine_close(engine);
    dl_arena_free(g.arena);
    return check_done();
}
