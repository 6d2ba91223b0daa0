/* ingest.c - dateline ingest: reports into a store. */
#include "cmd.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ## Files, and all files of folders in the order of their names */

typedef struct paths { char **items; size_t count, room; } paths;

static bool add_path(paths *p, const char *path)
{
    if (p->count == p->room) {
        size_t room = p->room ? 2 * p->room : 64;
        char **grown = realloc(p->items, room * sizeof *grown);
        if (!grown) return false;
        p->items = grown;
        p->room = room;
    }
    p->items[p->count] = strdup(path);
    return p->items[p->count++] != NULL;
}

static void drop_paths(paths *p)
{
    for (size_t i = 0; i < p->count; i++) free(p->items[i]);
    free(p->items);
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool walk(paths *to, const char *path, int depth);

/* What begins with a dot is passed over. */
static bool walk_folder(paths *to, const char *folder, int depth)
{
    DIR *dir = opendir(folder);
    paths names = {0};
    bool well = true;
    if (!dir) {
        say("The folder %s cannot be read: %s.", folder, strerror(errno));
        return false;
    }
    for (const struct dirent *e; well && (e = readdir(dir));) {
        dl_buf path = {0};
        if (e->d_name[0] == '.') continue;
        buf_add(&path, folder, strlen(folder));
        buf_add(&path, "/", 1);
        buf_add(&path, e->d_name, strlen(e->d_name));
        well = !path.failed && add_path(&names, path.p);
        dl_buf_drop(&path);
    }
    closedir(dir);
    if (names.count) qsort(names.items, names.count, sizeof *names.items, by_name);
    for (size_t i = 0; well && i < names.count; i++) well = walk(to, names.items[i], depth + 1);
    drop_paths(&names);
    return well;
}

static bool walk(paths *to, const char *path, int depth)
{
    struct stat what;
    bool folder = strcmp(path, "-") != 0 && stat(path, &what) == 0 && S_ISDIR(what.st_mode);
    if (folder && depth > 64) return true; /* a link that leads back */
    return folder ? walk_folder(to, path, depth) : add_path(to, path);
}

/* ## The run */

typedef struct keeping {
    const settings *s;
    dl_store *store;
    dl_store_run run;
} keeping;

static dl_keep keep_of(const settings *s) { return !s->text || !strcmp(s->text, "full") ? DL_KEEP_FULL : !strcmp(s->text, "snippet") ? DL_KEEP_SNIPPET : DL_KEEP_NONE; }

static bool skip(void *context, const dl_report *report)
{
    keeping *k = context;
    dl_store_state known = dl_store_has(k->store, report);
    k->run.reports++;
    k->run.known += known == DL_STORE_HELD;
    k->run.withdrawn += known == DL_STORE_WITHDRAWN;
    return known != DL_STORE_NEW;
}

static void rows(const dl_report *report, const dl_analysis *analysis, const settings *s, dl_buf *out) { dl_store_rows(report, analysis, keep_of(s), out); }

static dl_status take(void *context, const dl_buf *out, dl_error *err)
{
    keeping *k = context;
    int added;
    dl_status status = dl_store_add(k->store, (dl_str){out->p, out->n}, &added, err);
    k->run.added += status == DL_OK && added;
    k->run.known += status == DL_OK && !added;
    return status;
}

static const char *many(uint64_t n) { return n == 1 ? "" : "s"; }

static void summary(const keeping *k, const batch_count *count, const dl_settled *all)
{
    const dl_store_run *r = &k->run;
    if (k->s->quiet) return;
    fprintf(stderr, "%llu report%s: %llu new, %llu known, %llu withdrawn, %llu failed; %llu record%s; %.1f s, %.1f reports/s\n", (unsigned long long)(r->reports + r->failed), many(r->reports + r->failed),
            (unsigned long long)r->added, (unsigned long long)r->known, (unsigned long long)r->withdrawn, (unsigned long long)r->failed, (unsigned long long)r->events, many(r->events),
            count->seconds, (double)count->reports / (count->seconds + 1e-9));
    fprintf(stderr, "The store holds %llu report%s: %llu event%s / %llu report%s of them, %llu cop%s, %llu rewrite%s, %llu meeting%s.\n", (unsigned long long)all->documents, many(all->documents),
            (unsigned long long)all->events, many(all->events), (unsigned long long)all->reports, many(all->reports), (unsigned long long)all->copies, all->copies == 1 ? "y" : "ies",
            (unsigned long long)all->rewrites, many(all->rewrites), (unsigned long long)all->meetings, many(all->meetings));
}

static dl_status over(void *context, const batch_count *count, dl_error *err)
{
    keeping *k = context;
    dl_settled all;
    dl_status status = dl_store_settle(k->store, &all, err);
    k->run.failed = count->failures;
    k->run.events = count->events;
    k->run.over = 1;
    if (status == DL_OK) status = dl_store_note(k->store, &k->run, err);
    if (status == DL_OK) summary(k, count, &all);
    return status;
}

int ingest_run(const settings *s, int argc, char **argv)
{
    static char dash[] = "-";
    dl_error err = {0};
    keeping k = {.s = s, .run = {.keep = keep_of(s)}};
    batch b = {.s = s, .context = &k, .skip = skip, .rows = rows, .take = take, .over = over};
    paths files = {0};
    if (argc < 1) {
        say("dateline ingest takes a store, then files or folders of reports.");
        return EXIT_USAGE;
    }
    bool well = argc > 1 || add_path(&files, dash);
    for (int i = 1; well && i < argc; i++) well = walk(&files, argv[i], 0);
    int status = EXIT_CANNOT;
    if (!well || dl_store_open(argv[0], &k.store, &err) != DL_OK || dl_store_note(k.store, &k.run, &err) != DL_OK) {
        if (err.text[0]) say("%s", err.text);
    } else if (files.count > 0) {
        status = batch_run(&b, (int)files.count, files.items);
    } else {
        say("There is no file in what was given.");
        status = EXIT_WELL;
    }
    dl_store_close(k.store);
    drop_paths(&files);
    return status;
}
