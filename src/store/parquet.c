/* parquet.c - the rows of a statement as Apache Parquet (format 1.0): groups of rows, a page a column in each, plain values packed with zstd, and the footer
 * that says where they are, in Thrift's compact protocol. https://parquet.apache.org/docs/file-format/ */
#include "store/rows.h"

#include <zstd.h>

enum { GROUP_ROWS = 50000, COLUMNS_MAX = 64 };
enum { INT64 = 2, DOUBLE = 5, BYTE_ARRAY = 6 };       /* physical types */
enum { T_I32 = 5, T_I64 = 6, T_BINARY = 8, T_LIST = 9, T_STRUCT = 12 }; /* Thrift's */

/* ## Thrift */

static void varint(dl_buf *out, uint64_t n)
{
    while (n >= 128) {
        dl_buf_char(out, (char)(n | 128));
        n >>= 7;
    }
    dl_buf_char(out, (char)n);
}

/* Fields of a struct are numbered by what they are beyond the last one. */
typedef struct thrift { dl_buf *out; int last; } thrift;

static void field(thrift *t, int id, int type)
{
    dl_buf_char(t->out, (char)((id - t->last) << 4 | type));
    t->last = id;
}

static void number(thrift *t, int id, int type, int64_t value)
{
    field(t, id, type);
    varint(t->out, (uint64_t)value << 1 ^ (uint64_t)(value >> 63));
}

static void binary(dl_buf *out, dl_str s)
{
    varint(out, s.n);
    dl_buf_add(out, s);
}

static void list(thrift *t, int id, int type, uint32_t count)
{
    field(t, id, T_LIST);
    if (count < 15) dl_buf_char(t->out, (char)(count << 4 | (uint32_t)type));
    else {
        dl_buf_char(t->out, (char)(0xF0 | type));
        varint(t->out, count);
    }
}

static void end(thrift *t) { dl_buf_char(t->out, 0); }

/* ## Columns of the group that is being filled */

typedef struct column {
    const char *name;
    int type;               /* 0: not known yet */
    dl_buf values, levels;  /* values of rows that have one; runs of rows that have one or none */
    uint32_t run;
    bool there;             /* what the run is of */
} column;

typedef struct chunk { uint64_t at, packed, plain; } chunk;

typedef struct parquet {
    sqlite3_stmt *statement;
    dl_out_stream *stream;
    column columns[COLUMNS_MAX];
    uint32_t count, rows;   /* of the group */
    uint64_t written;
    dl_buf groups;          /* the footer's list of them, as it will stand there */
    uint32_t group_count;
} parquet;

static void end_run(column *c)
{
    if (c->run == 0) return;
    varint(&c->levels, (uint64_t)c->run << 1);
    dl_buf_char(&c->levels, c->there ? 1 : 0);
    c->run = 0;
}

static void little(dl_buf *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) dl_buf_char(out, (char)(value >> (8 * i)));
}

/* What the table declares, else what stands in the first row that has a value. */
static int type_of(sqlite3_stmt *s, int at)
{
    const char *declared = sqlite3_column_decltype(s, at);
    int here = sqlite3_column_type(s, at);
    if (declared && *declared) return !strcmp(declared, "INTEGER") || !strcmp(declared, "INT") ? INT64 : !strcmp(declared, "REAL") ? DOUBLE : BYTE_ARRAY;
    return here == SQLITE_INTEGER ? INT64 : here == SQLITE_FLOAT ? DOUBLE : BYTE_ARRAY;
}

static bool add_cell(column *c, sqlite3_stmt *s, int at)
{
    bool there = sqlite3_column_type(s, at) != SQLITE_NULL;
    if (there != c->there) end_run(c);
    c->there = there;
    c->run++;
    if (!there) return true;
    if (!c->type) c->type = type_of(s, at);
    if (c->type == INT64) {
        if (sqlite3_column_type(s, at) != SQLITE_INTEGER) return false;
        little(&c->values, (uint64_t)sqlite3_column_int64(s, at), 8);
    } else if (c->type == DOUBLE) {
        double value = sqlite3_column_double(s, at);
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        little(&c->values, bits, 8);
    } else {
        const char *p = (const char *)sqlite3_column_text(s, at);
        dl_str text = {p, (size_t)sqlite3_column_bytes(s, at)};
        little(&c->values, text.n, 4);
        dl_buf_add(&c->values, text);
    }
    return true;
}

/* ## Groups */

static void page_header(dl_buf *out, uint32_t rows, size_t plain, size_t packed)
{
    thrift page = {out, 0}, data = {out, 0};
    number(&page, 1, T_I32, 0);
    number(&page, 2, T_I32, (int64_t)plain);
    number(&page, 3, T_I32, (int64_t)packed);
    field(&page, 5, T_STRUCT);
    number(&data, 1, T_I32, rows);
    number(&data, 2, T_I32, 0);
    number(&data, 3, T_I32, 3);
    number(&data, 4, T_I32, 3);
    end(&data);
    end(&page);
}

static dl_status write_chunk(parquet *p, column *c, chunk *out, dl_error *err)
{
    dl_buf plain = {0}, header = {0};
    end_run(c);
    little(&plain, c->levels.n, 4);
    dl_buf_add(&plain, dl_buf_str(&c->levels));
    dl_buf_add(&plain, dl_buf_str(&c->values));
    size_t room = ZSTD_compressBound(plain.n), packed = 0;
    char *bytes = plain.failed || c->levels.failed || c->values.failed || plain.n > INT32_MAX / 2 ? NULL : malloc(room);
    if (bytes) packed = ZSTD_compress(bytes, room, plain.p, plain.n, 3);
    bool well = bytes && !ZSTD_isError(packed);
    if (well) {
        page_header(&header, p->rows, plain.n, packed);
        *out = (chunk){p->written, header.n + packed, header.n + plain.n};
        dl_buf_add(&p->stream->buf, dl_buf_str(&header));
        dl_buf_add(&p->stream->buf, (dl_str){bytes, packed});
        p->written += header.n + packed;
    }
    free(bytes);
    dl_buf_drop(&plain);
    dl_buf_drop(&header);
    c->values.n = c->levels.n = 0;
    return well ? dl_stream_push(p->stream, false, err) : dl_fail(err, DL_NOMEM, "There is no memory for the rows.");
}

static void describe_chunk(parquet *p, const column *c, const chunk *k)
{
    thrift outer = {&p->groups, 0}, inner = {&p->groups, 0};
    number(&outer, 2, T_I64, (int64_t)k->at);
    field(&outer, 3, T_STRUCT);
    number(&inner, 1, T_I32, c->type ? c->type : BYTE_ARRAY);
    list(&inner, 2, T_I32, 2);
    varint(&p->groups, 0);     /* PLAIN */
    varint(&p->groups, 3 << 1); /* RLE */
    list(&inner, 3, T_BINARY, 1);
    binary(&p->groups, dl_str_c(c->name));
    number(&inner, 4, T_I32, 6); /* ZSTD */
    number(&inner, 5, T_I64, p->rows);
    number(&inner, 6, T_I64, (int64_t)k->plain);
    number(&inner, 7, T_I64, (int64_t)k->packed);
    number(&inner, 9, T_I64, (int64_t)k->at);
    end(&inner);
    end(&outer);
}

static dl_status end_group(parquet *p, dl_error *err)
{
    chunk chunks[COLUMNS_MAX];
    thrift group = {&p->groups, 0};
    uint64_t bytes = 0;
    if (p->rows == 0) return DL_OK;
    for (uint32_t i = 0; i < p->count; i++) {
        DL_TRY(write_chunk(p, &p->columns[i], &chunks[i], err));
        bytes += chunks[i].plain;
    }
    list(&group, 1, T_STRUCT, p->count);
    for (uint32_t i = 0; i < p->count; i++) describe_chunk(p, &p->columns[i], &chunks[i]);
    number(&group, 2, T_I64, (int64_t)bytes);
    number(&group, 3, T_I64, p->rows);
    end(&group);
    p->group_count++;
    p->rows = 0;
    return DL_OK;
}

/* ## The footer */

static void schema(parquet *p, dl_buf *out)
{
    thrift root = {out, 0};
    field(&root, 4, T_BINARY);
    binary(out, DL_LIT("schema"));
    number(&root, 5, T_I32, p->count);
    end(&root);
    for (uint32_t i = 0; i < p->count; i++) {
        thrift t = {out, 0};
        int type = p->columns[i].type ? p->columns[i].type : BYTE_ARRAY;
        number(&t, 1, T_I32, type);
        number(&t, 3, T_I32, 1); /* optional */
        field(&t, 4, T_BINARY);
        binary(out, dl_str_c(p->columns[i].name));
        if (type == BYTE_ARRAY) number(&t, 6, T_I32, 0); /* UTF8 */
        end(&t);
    }
}

static dl_status write_footer(parquet *p, uint64_t rows, dl_error *err)
{
    dl_buf footer = {0};
    thrift t = {&footer, 0};
    number(&t, 1, T_I32, 1);
    list(&t, 2, T_STRUCT, p->count + 1);
    schema(p, &footer);
    number(&t, 3, T_I64, (int64_t)rows);
    list(&t, 4, T_STRUCT, p->group_count);
    dl_buf_add(&footer, dl_buf_str(&p->groups));
    field(&t, 6, T_BINARY);
    binary(&footer, DL_LIT("dateline " DATELINE_VERSION));
    end(&t);
    bool well = !footer.failed && !p->groups.failed;
    dl_buf_add(&p->stream->buf, dl_buf_str(&footer));
    little(&p->stream->buf, footer.n, 4);
    DL_BUF_LIT(&p->stream->buf, "PAR1");
    dl_buf_drop(&footer);
    return well ? DL_OK : dl_fail(err, DL_NOMEM, "There is no memory for the rows.");
}

static dl_status each_row(parquet *p, uint64_t *rows, int summed, uint64_t *sum, dl_error *err)
{
    int what;
    while ((what = sqlite3_step(p->statement)) == SQLITE_ROW) {
        for (uint32_t i = 0; i < p->count; i++)
            if (!add_cell(&p->columns[i], p->statement, (int)i)) return dl_fail(err, DL_FORMAT, "Column %s has values of several kinds.", p->columns[i].name);
        if (summed >= 0) *sum += (uint64_t)sqlite3_column_int64(p->statement, summed);
        ++*rows;
        if (++p->rows == GROUP_ROWS) DL_TRY(end_group(p, err));
    }
    if (what != SQLITE_DONE) return dl_fail(err, DL_IO, "The store cannot be read: %s.", sqlite3_errmsg(sqlite3_db_handle(p->statement)));
    return end_group(p, err);
}

dl_status dl_rows_parquet(sqlite3_stmt *statement, dl_out_stream *stream, uint64_t *rows, int summed, uint64_t *sum, dl_error *err)
{
    int columns = sqlite3_column_count(statement);
    parquet *p = columns <= COLUMNS_MAX ? calloc(1, sizeof *p) : NULL;
    if (!p) return dl_fail(err, DL_NOMEM, "There is no memory for the rows.");
    p->statement = statement;
    p->stream = stream;
    p->count = (uint32_t)columns;
    p->written = 4;
    for (int i = 0; i < columns; i++) {
        const char *declared = sqlite3_column_decltype(statement, i);
        p->columns[i].name = sqlite3_column_name(statement, i);
        if (declared && *declared) p->columns[i].type = type_of(statement, i);
    }
    DL_BUF_LIT(&stream->buf, "PAR1");
    dl_status status = each_row(p, rows, summed, sum, err);
    if (status == DL_OK) status = write_footer(p, *rows, err);
    if (status == DL_OK) status = dl_stream_push(stream, false, err);
    for (uint32_t i = 0; i < p->count; i++) {
        dl_buf_drop(&p->columns[i].values);
        dl_buf_drop(&p->columns[i].levels);
    }
    dl_buf_drop(&p->groups);
    free(p);
    return status;
}
