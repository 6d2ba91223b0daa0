/* flat.c - any answer with rows as CSV. SQLite reads the JSON back, so that there is one place where each answer is made. */
#include "web/answers.h"

#include "store/rows.h"

static const char rows_sql[] = "SELECT value FROM json_each(?1, coalesce((SELECT '$.' || key FROM json_each(?1) WHERE type = 'array' AND key IN ('rows', 'bins', 'nodes', 'reports', 'type')"
    " ORDER BY key <> 'rows', key <> 'nodes' LIMIT 1), '$.rows'))";
static const char cells_sql[] =
    "SELECT key, CASE type WHEN 'array' THEN (SELECT group_concat(coalesce(CASE y.type WHEN 'object' THEN coalesce(json_extract(y.value, '$.name'), json_extract(y.value, '$.text'), json_extract(y.value, '$.code'))"
    " ELSE y.value END, ''), '; ') FROM json_each(x.value) y) WHEN 'object' THEN coalesce(json_extract(x.value, '$.name'), json_extract(x.value, '$.text'), json_extract(x.value, '$.code')) ELSE value END"
    " FROM json_each(?1) x";

enum { CELLS = 96 };

static uint32_t read_cells(sqlite3_stmt *cells, sqlite3_stmt *row, dl_arena *arena, dl_row_cell *names, dl_row_cell *values)
{
    uint32_t n = 0;
    sqlite3_reset(cells);
    sqlite3_bind_value(cells, 1, sqlite3_column_value(row, 0));
    while (n < CELLS && sqlite3_step(cells) == SQLITE_ROW) {
        names[n].text = dl_arena_str(arena, (dl_str){(const char *)sqlite3_column_text(cells, 0), (size_t)sqlite3_column_bytes(cells, 0)});
        const char *text = (const char *)sqlite3_column_text(cells, 1);
        values[n++].text = text ? dl_arena_str(arena, (dl_str){text, (size_t)sqlite3_column_bytes(cells, 1)}) : (dl_str){0};
    }
    return n;
}

/* The columns are those of the first row; a later row may lack one. */
static void write_rows(sqlite3_stmt *rows, sqlite3_stmt *cells, dl_arena *header, dl_arena *arena, dl_buf *out)
{
    dl_row_cell first[CELLS] = {0}, names[CELLS] = {0}, values[CELLS] = {0}, line[CELLS];
    uint32_t columns = 0;
    while (sqlite3_step(rows) == SQLITE_ROW) {
        dl_arena_reset(arena);
        uint32_t n = read_cells(cells, rows, arena, names, values);
        if (!columns && n) {
            columns = n;
            for (uint32_t i = 0; i < n; i++) first[i].text = dl_arena_str(header, names[i].text);
            dl_row_csv(out, first, columns);
        }
        for (uint32_t i = 0; i < columns; i++) {
            line[i] = (dl_row_cell){0};
            for (uint32_t k = 0; k < n; k++)
                if (dl_str_eq(names[k].text, first[i].text)) line[i] = values[k];
        }
        dl_row_csv(out, line, columns);
    }
}

dl_status dl_flat(sqlite3 *db, dl_str json, dl_buf *out, dl_error *err)
{
    sqlite3_stmt *rows = NULL, *cells = NULL;
    dl_arena *header = dl_arena_new(1 << 20), *arena = dl_arena_new(1 << 24);
    bool well = header && arena && sqlite3_prepare_v2(db, rows_sql, -1, &rows, NULL) == SQLITE_OK && sqlite3_prepare_v2(db, cells_sql, -1, &cells, NULL) == SQLITE_OK &&
                sqlite3_bind_text(rows, 1, json.p, (int)json.n, SQLITE_STATIC) == SQLITE_OK;
    if (well) write_rows(rows, cells, header, arena, out);
    sqlite3_finalize(rows);
    sqlite3_finalize(cells);
    dl_arena_free(header);
    dl_arena_free(arena);
    return well ? DL_OK : dl_fail(err, DL_NOMEM, "Memory ran out.");
}
