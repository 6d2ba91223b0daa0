/* rule_files.c - the rule files of the data folder. */
#include "record/engine.h"

#include <dirent.h>
#include <stdlib.h>

dl_status dl_rules_read_file(dl_engine *engine, const char *path, dl_error *err)
{
    dl_file file;
    DL_TRY(dl_file_open(path, &file, err));
    dl_str bytes = dl_arena_str(engine->arena, file.bytes); /* rules may borrow from it */
    bool empty = file.bytes.n == 0;
    dl_file_close(&file);
    if (!bytes.p && !empty) return dl_fail(err, DL_NOMEM, "There is no memory for the rules of %s.", path);
    return dl_rules_read(engine->rules, bytes, path, &engine->findings, &engine->finding_count, err);
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Names of rule files in the folder, in the engine's arena. A folder that is not there holds none. */
static dl_status list(dl_engine *engine, const char *folder, char ***names, uint32_t *count, dl_error *err)
{
    uint32_t room = 0;
    DIR *dir = opendir(folder);
    *names = NULL;
    *count = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        dl_str name = dl_str_c(entry->d_name);
        if (!dl_str_ends(name, DL_LIT(".rules")) || name.p[0] == '.') continue;
        name = dl_arena_printf(engine->arena, "%s/%s", folder, entry->d_name);
        if (!name.p || !dl_arena_grow(engine->arena, (void **)names, &room, *count + 1, sizeof **names)) {
            closedir(dir);
            return dl_fail(err, DL_NOMEM, "There is no memory for the list of rule files.");
        }
        (*names)[(*count)++] = (char *)(uintptr_t)name.p;
    }
    if (dir) closedir(dir);
    if (*count) qsort(*names, *count, sizeof **names, by_name);
    return DL_OK;
}

dl_status dl_rules_read_folder(dl_engine *engine, dl_error *err)
{
    char **names;
    uint32_t count;
    dl_str folder = dl_arena_printf(engine->arena, "%s/rules", engine->data.p);
    if (!folder.p) return dl_fail(err, DL_NOMEM, "There is no memory for the name of a folder.");
    DL_TRY(list(engine, folder.p, &names, &count, err));
    for (uint32_t i = 0; i < count; i++) DL_TRY(dl_rules_read_file(engine, names[i], err));
    return DL_OK;
}
