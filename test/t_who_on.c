/* t_who_on.c - offices in time, asked of the tables: test/who_on.tsv. */
#include "check.h"
#include "mark/lines.h"
#include "mark/lookup.h"

static bool all_wanted(dl_str wanted, const dl_found *found, uint32_t count)
{
    uint32_t n = 0;
    for (dl_str rest = wanted; rest.n; n++) {
        dl_str id = dl_str_cut(&rest, '|');
        bool seen = false;
        for (uint32_t i = 0; i < count; i++) seen |= dl_str_eq(found[i].id, id);
        if (!seen) return false;
    }
    return n == count;
}

static void test_row(const dl_tables *tables, dl_arena *arena, const dl_lines *lines)
{
    dl_str asked = dl_lines_cell(lines, "asked"), on = dl_lines_cell(lines, "on"), id = dl_lines_cell(lines, "id");
    dl_str sector = dl_lines_cell(lines, "sector"), office = dl_lines_cell(lines, "office");
    dl_found *found = NULL;
    dl_error err = {0};
    uint32_t count = 0;
    dl_arena_reset(arena);
    CHECK(dl_lookup(tables, arena, asked, dl_day_from_text(on), &found, &count, &err) == DL_OK, "%s", err.text);
    CHECK(all_wanted(id, found, count), "%.*s on %.*s: %u found, the first %.*s", (int)asked.n, asked.p, (int)on.n, on.p, (unsigned)count,
          count ? (int)found[0].id.n : 0, count ? found[0].id.p : "");
    if (count == 0) return;
    CHECK(sector.n == 0 || dl_str_eq(found[0].sector, sector), "%.*s on %.*s: sector %.*s", (int)asked.n, asked.p, (int)on.n, on.p, (int)found[0].sector.n, found[0].sector.p);
    CHECK(office.n == 0 || dl_str_eq(found[0].office, office), "%.*s on %.*s: office %.*s", (int)asked.n, asked.p, (int)on.n, on.p, (int)found[0].office.n, found[0].office.p);
}

int main(void)
{
    dl_error err = {0};
    dl_tables *tables = NULL;
    dl_file file;
    dl_buf told = {0};
    dl_findings findings = {.out = &told, .file = "who_on.tsv"};
    dl_lines lines;
    uint32_t rows = 0;
    dl_arena *arena = dl_arena_new(0);
    if (arena == NULL || dl_tables_open(TEST_SOURCE "/data", &tables, NULL, NULL, &err) != DL_OK) return puts(err.text), 1;
    if (dl_file_open(TEST_SOURCE "/test/who_on.tsv", &file, &err) != DL_OK) return puts(err.text), 1;
    CHECK(dl_lines_open(&lines, file.bytes, &findings), "the questions have a header");
    for (; dl_lines_next(&lines, &findings); rows++) test_row(tables, arena, &lines);
    CHECK(rows >= 40 && findings.count == 0, "%u questions, %u faults: %s", (unsigned)rows, (unsigned)findings.count, told.p ? told.p : "");
    dl_buf_drop(&told);
    dl_file_close(&file);
    dl_tables_close(tables);
    dl_arena_free(arena);
    return check_done();
}
