/* f_tables.c - any bytes as any table: faults are told, nothing crashes, and what was read can be matched. The first byte picks the table. */
#include "mark/tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"countries.tsv", "cities.tsv", "people.tsv", "organisations.tsv", "relations.tsv", "agents.tsv", "bodies.tsv"};
    dl_tables *tables;
    dl_error err;
    dl_buf out = {0};
    dl_findings findings = {.out = &out};
    if (size == 0 || dl_tables_new(&tables, &err) != DL_OK) return 0;
    dl_str bytes = {(const char *)data + 1, size - 1};
    if (dl_tables_add(tables, names[data[0] % DL_COUNT(names)], bytes, &findings, &err) == DL_OK && dl_tables_finish(tables, &findings, &err) == DL_OK) {
        dl_arena *arena = dl_arena_new(0);
        dl_run *runs = NULL;
        dl_match *matches = NULL;
        uint32_t run_count = 0, run_room = 0, match_count = 0, match_room = 0;
        bool apart = false;
        if (arena && dl_runs_add(arena, bytes, 0, (uint32_t)bytes.n, 0, &apart, &runs, &run_count, &run_room) &&
            !dl_matches_add(tables, arena, bytes, runs, run_count, &matches, &match_count, &match_room)) findings.count++;
        dl_arena_free(arena);
    }
    dl_buf_drop(&out);
    dl_tables_close(tables);
    return 0;
}
