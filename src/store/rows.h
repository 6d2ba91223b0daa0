/* rows.h - the rows of a statement as a table for people, as CSV or JSON Lines (rows.c), as Parquet (parquet.c). */
#ifndef DL_ROWS_H
#define DL_ROWS_H

#include "table/table.h"

#include <sqlite3.h>

/* Where output goes, piece by piece. */
typedef struct dl_out_stream {
    dl_buf buf;
    const dl_sink *sink;
    dl_status status; /* of the last write */
} dl_out_stream;
void dl_stream_open(dl_out_stream *stream, const dl_sink *sink);
/* Hands the buffer on when it is large or `now`. */
DL_CHECKED dl_status dl_stream_push(dl_out_stream *stream, bool now, dl_error *err);
void dl_stream_close(dl_out_stream *stream);

/* "table", "csv", "jsonl", "parquet" or NULL for table. */
typedef enum dl_rows_form { DL_ROWS_TABLE, DL_ROWS_CSV, DL_ROWS_JSONL, DL_ROWS_PARQUET } dl_rows_form;
DL_CHECKED dl_status dl_rows_form_of(const char *name, dl_rows_form *out, dl_error *err);
/* A row whose cells come from the caller: {0} is unknown. `plain`: bare JSON, for numbers. */
typedef struct dl_row_cell { dl_str text; bool plain; } dl_row_cell;
void dl_row_csv(dl_buf *out, const dl_row_cell *cells, uint32_t count);
void dl_row_json(dl_buf *out, const char *const *names, const dl_row_cell *cells, uint32_t count);
/* Runs the statement to its end and writes what it gives; *rows counts, *sum adds up the column of that name (both may be NULL).
 * A table is cut to `width` columns, 0 for 100. */
DL_CHECKED dl_status dl_rows_write(sqlite3_stmt *statement, dl_rows_form form, unsigned width, dl_out_stream *stream, uint64_t *rows,
                                   const char *summed, uint64_t *sum, dl_error *err);
/* What dl_rows_write does for DL_ROWS_PARQUET; `summed` is the number of a column, -1 none. DL_FORMAT: a column has numbers and text. */
DL_CHECKED dl_status dl_rows_parquet(sqlite3_stmt *statement, dl_out_stream *stream, uint64_t *rows, int summed, uint64_t *sum, dl_error *err);

#endif
