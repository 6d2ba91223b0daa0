/* rows.c - rows of a statement, written down. A table for people needs its widths first, so its rows are kept; the other forms stream. */
#include "store/rows.h"

#include <stdlib.h>

#define COLUMNS_MAX 64

void dl_stream_open(dl_out_stream *stream, const dl_sink *sink) { *stream = (dl_out_stream){.sink = sink}; }

dl_status dl_stream_push(dl_out_stream *stream, bool now, dl_error *err)
{
    if (stream->buf.failed) return dl_fail(err, DL_NOMEM, "There is no memory for the output.");
    if (stream->buf.n < 65536 && !now) return DL_OK;
    int well = stream->buf.n == 0 || stream->sink->write(stream->sink->context, stream->buf.p, stream->buf.n);
    stream->buf.n = 0;
    return well ? DL_OK : dl_fail(err, DL_IO, "The output cannot be written.");
}

void dl_stream_close(dl_out_stream *stream) { dl_buf_drop(&stream->buf); }

dl_status dl_rows_form_of(const char *name, dl_rows_form *out, dl_error *err)
{
    *out = DL_ROWS_TABLE;
    if (!name || !strcmp(name, "table")) return DL_OK;
    *out = DL_ROWS_CSV;
    if (!strcmp(name, "csv")) return DL_OK;
    *out = DL_ROWS_PARQUET;
    if (!strcmp(name, "parquet")) return DL_OK;
    *out = DL_ROWS_JSONL;
    return !strcmp(name, "jsonl") ? DL_OK : dl_fail(err, DL_USAGE, "The forms are table, csv, jsonl and parquet, not \"%s\".", name);
}

/* ## CSV and JSON */

static bool needs_quotes(dl_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr("\",\r\n", s.p[i])) return true;
    return false;
}

void dl_row_csv(dl_buf *out, const dl_row_cell *cells, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        dl_str s = cells[i].text;
        bool quotes = s.n && needs_quotes(s);
        if (i) dl_buf_char(out, ',');
        if (quotes) dl_buf_char(out, '"');
        for (size_t k = 0; quotes && k < s.n; k++) {
            if (s.p[k] == '"') dl_buf_char(out, '"');
            dl_buf_char(out, s.p[k]);
        }
        if (quotes) dl_buf_char(out, '"');
        else dl_buf_add(out, s);
    }
    DL_BUF_LIT(out, "\r\n");
}

void dl_row_json(dl_buf *out, const char *const *names, const dl_row_cell *cells, uint32_t count)
{
    dl_json json = {.out = out};
    dl_json_open(&json, '{');
    for (uint32_t i = 0; i < count; i++) {
        if (cells[i].text.n == 0) continue;
        dl_json_key(&json, names[i]);
        if (cells[i].plain) {
            dl_buf_add(out, cells[i].text);
            json.more = true;
        } else {
            dl_json_str(&json, cells[i].text);
        }
    }
    dl_json_close(&json, '}');
    dl_buf_char(out, '\n');
}

/* ## Tables for people */

typedef struct grid {
    dl_arena *arena;
    dl_row_cell *cells;    /* [rows][columns] */
    uint32_t rows, columns, room;
    uint32_t widths[COLUMNS_MAX];
    bool right[COLUMNS_MAX]; /* numbers stand to the right */
} grid;

static bool keep_row(grid *g, const dl_row_cell *cells)
{
    if (!dl_arena_grow(g->arena, (void **)&g->cells, &g->room, (g->rows + 1) * g->columns, sizeof *g->cells)) return false;
    for (uint32_t i = 0; i < g->columns; i++) {
        dl_str copy = dl_arena_str(g->arena, cells[i].text);
        if (cells[i].text.n && !copy.p) return false;
        g->cells[g->rows * g->columns + i] = (dl_row_cell){copy, cells[i].plain};
        g->widths[i] = DL_MAX(g->widths[i], dl_columns(copy));
        g->right[i] = g->right[i] && (cells[i].plain || copy.n == 0);
    }
    g->rows++;
    return true;
}

/* Takes from the widest columns until the row fits. */
static void squeeze(grid *g, uint32_t width)
{
    for (;;) {
        uint32_t total = 2 * (g->columns - 1), widest = 0;
        for (uint32_t i = 0; i < g->columns; i++) {
            total += g->widths[i];
            if (g->widths[i] > g->widths[widest]) widest = i;
        }
        if (total <= width || g->widths[widest] <= 8) return;
        g->widths[widest] = DL_MAX(8u, g->widths[widest] - DL_MIN(g->widths[widest], total - width));
    }
}

static void add_cut(dl_buf *out, dl_str s, uint32_t columns, bool right, bool last)
{
    uint32_t wide = dl_columns(s), used = 0;
    if (wide <= columns) {
        if (right) dl_pad_add(out, columns - wide);
        dl_buf_add(out, s);
        if (!right && !last) dl_pad_add(out, columns - wide);
        return;
    }
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t code = dl_utf8_next(s, &at);
        if (used + dl_columns_of(code) > columns - 1) break;
        used += dl_columns_of(code);
        dl_buf_add(out, dl_str_part(s, from, at));
    }
    DL_BUF_LIT(out, "…");
    if (!last) dl_pad_add(out, columns - 1 - used);
}

static void add_grid(grid *g, uint32_t width, dl_buf *out)
{
    squeeze(g, width);
    for (uint32_t r = 0; r < g->rows; r++) {
        for (uint32_t i = 0; i < g->columns; i++) {
            if (i) DL_BUF_LIT(out, "  ");
            add_cut(out, g->cells[r * g->columns + i].text, g->widths[i], g->right[i], i + 1 == g->columns);
        }
        while (out->n && out->p[out->n - 1] == ' ') out->n--;
        dl_buf_char(out, '\n');
    }
}

/* ## Statements */

typedef struct writer {
    sqlite3_stmt *statement;
    dl_rows_form form;
    dl_out_stream *stream;
    uint32_t columns;
    int summed;            /* column, -1 none */
    uint64_t sum;
    const char *names[COLUMNS_MAX];
    dl_row_cell cells[COLUMNS_MAX];
    dl_buf scratch;
    grid grid;
} writer;

/* The cells of the current row: text from the statement, numbers written out, text for tables made plain. */
static void read_cells(writer *w)
{
    size_t starts[COLUMNS_MAX + 1];
    w->scratch.n = 0;
    for (uint32_t i = 0; i < w->columns; i++) {
        int column = (int)i, type = sqlite3_column_type(w->statement, column);
        starts[i] = w->scratch.n;
        w->cells[i].plain = type == SQLITE_INTEGER || type == SQLITE_FLOAT;
        if (type == SQLITE_INTEGER) dl_buf_printf(&w->scratch, "%lld", (long long)sqlite3_column_int64(w->statement, column));
        else if (type == SQLITE_FLOAT) dl_real_add(&w->scratch, sqlite3_column_double(w->statement, column), 5);
        else if (type == SQLITE_TEXT) {
            const char *p = (const char *)sqlite3_column_text(w->statement, column);
            dl_str s = {p, (size_t)sqlite3_column_bytes(w->statement, column)};
            if (w->form == DL_ROWS_JSONL) dl_buf_add(&w->scratch, s);
            else dl_plain_add(&w->scratch, s);
        }
    }
    starts[w->columns] = w->scratch.n;
    for (uint32_t i = 0; i < w->columns; i++) w->cells[i].text = (dl_str){w->scratch.p + (w->scratch.p ? starts[i] : 0), starts[i + 1] - starts[i]};
}

static dl_status begin(writer *w, const char *summed, dl_error *err)
{
    w->summed = -1;
    for (uint32_t i = 0; i < w->columns; i++) {
        w->names[i] = sqlite3_column_name(w->statement, (int)i);
        if (summed && w->names[i] && !strcmp(w->names[i], summed)) w->summed = (int)i;
        w->cells[i] = (dl_row_cell){dl_str_c(w->names[i]), false};
        w->grid.right[i] = true;
    }
    if (w->form == DL_ROWS_CSV) dl_row_csv(&w->stream->buf, w->cells, w->columns);
    if (w->form != DL_ROWS_TABLE) return DL_OK;
    w->grid.arena = dl_arena_new(0);
    w->grid.columns = w->columns;
    if (!w->grid.arena || !keep_row(&w->grid, w->cells)) return dl_fail(err, DL_NOMEM, "There is no memory for the table.");
    for (uint32_t i = 0; i < w->columns; i++) w->grid.right[i] = true; /* the header does not decide */
    return DL_OK;
}

static dl_status each_row(writer *w, uint64_t *rows, dl_error *err)
{
    int what;
    while ((what = sqlite3_step(w->statement)) == SQLITE_ROW) {
        read_cells(w);
        (*rows)++;
        if (w->summed >= 0) w->sum += (uint64_t)sqlite3_column_int64(w->statement, w->summed);
        if (w->form == DL_ROWS_CSV) dl_row_csv(&w->stream->buf, w->cells, w->columns);
        else if (w->form == DL_ROWS_JSONL) dl_row_json(&w->stream->buf, w->names, w->cells, w->columns);
        else if (!keep_row(&w->grid, w->cells)) return dl_fail(err, DL_NOMEM, "There is no memory for the table.");
        DL_TRY(dl_stream_push(w->stream, false, err));
    }
    if (what != SQLITE_DONE) return dl_fail(err, DL_IO, "The store cannot be read: %s.", sqlite3_errmsg(sqlite3_db_handle(w->statement)));
    return w->scratch.failed ? dl_fail(err, DL_NOMEM, "There is no memory for the rows.") : DL_OK;
}

dl_status dl_rows_write(sqlite3_stmt *statement, dl_rows_form form, unsigned width, dl_out_stream *stream, uint64_t *rows, const char *summed, uint64_t *sum,
                        dl_error *err)
{
    writer *w = calloc(1, sizeof *w);
    int columns = sqlite3_column_count(statement);
    *rows = 0;
    if (!w) return dl_fail(err, DL_NOMEM, "There is no memory for the rows.");
    *w = (writer){.statement = statement, .form = form, .stream = stream, .columns = (uint32_t)DL_MIN(columns, COLUMNS_MAX)};
    dl_status status = begin(w, summed, err);
    if (status == DL_OK) status = form == DL_ROWS_PARQUET ? dl_rows_parquet(statement, stream, rows, w->summed, &w->sum, err) : each_row(w, rows, err);
    if (sum) *sum = w->sum;
    if (status == DL_OK && form == DL_ROWS_TABLE && *rows > 0) add_grid(&w->grid, width ? width : 100, &stream->buf);
    if (status == DL_OK) status = dl_stream_push(stream, false, err);
    dl_arena_free(w->grid.arena);
    dl_buf_drop(&w->scratch);
    free(w);
    return status;
}
