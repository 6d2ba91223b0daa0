/* Tables after RFC 4180. A record that is not written as it asks costs its own first line alone. */
#include "feed/readers.h"

#define MOST_COLUMNS 4096
#define LONGEST_NAME 64
#define FIRST_PEEK ((size_t)1 << 16)

/* One field as it stands in the window. */
typedef struct cell {
    size_t start, end;
    bool doubled;     /* quotation marks inside are written twice */
} cell;

typedef enum outcome { WHOLE, CUT, UNCLOSED, STRAY, AFTER } outcome;

typedef struct record {
    cell cells[DL_FIELD_COUNT]; /* of the fields that have a column */
    uint32_t count;
    size_t n;                   /* bytes, line end included */
    size_t bad;                 /* where a fault stands */
} record;

/* A field in quotation marks; *at stands behind the first. */
static outcome quoted(dl_str s, size_t *at, bool over, cell *c)
{
    c->start = *at;
    for (;;) {
        const char *q = *at < s.n ? memchr(s.p + *at, '"', s.n - *at) : NULL;
        if (q == NULL) return over ? UNCLOSED : CUT;
        size_t i = (size_t)(q - s.p);
        if (i + 1 == s.n && !over) return CUT;
        if (i + 1 < s.n && s.p[i + 1] == '"') {
            c->doubled = true;
            *at = i + 2;
            continue;
        }
        c->end = i;
        *at = i + 1;
        return WHOLE;
    }
}

/* Reads the record at the head of s. `over`: nothing follows s. */
static outcome read_record(dl_str s, bool over, const dl_columns *columns, record *r)
{
    size_t at = 0;
    *r = (record){0};
    for (;;) {
        cell c = {.start = at};
        if (at < s.n && s.p[at] == '"') {
            r->bad = at++;
            outcome o = quoted(s, &at, over, &c);
            if (o != WHOLE) return o;
            r->bad = at;
        } else {
            while (at < s.n && s.p[at] != columns->separator && s.p[at] != '\n' && s.p[at] != '"') at++;
            if (at < s.n && s.p[at] == '"') {
                r->bad = at;
                return STRAY;
            }
            c.end = at;
            if (at < s.n && s.p[at] == '\n' && c.end > c.start && s.p[at - 1] == '\r') c.end--;
        }
        for (int f = 0; f < DL_FIELD_COUNT; f++) {
            if (columns->at[f] == r->count) r->cells[f] = c;
        }
        r->count++;
        if (at + 1 >= s.n && !over) return CUT;
        if (at < s.n && s.p[at] == columns->separator) {
            at++;
            continue;
        }
        if (at + 1 < s.n && s.p[at] == '\r' && s.p[at + 1] == '\n') at++;
        if (at < s.n && s.p[at] != '\n') return AFTER;
        r->n = DL_MIN(at + 1, s.n);
        return WHOLE;
    }
}

static dl_str unquoted(dl_str s)
{
    s = dl_str_trim(s);
    return s.n > 1 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? dl_str_part(s, 1, s.n - 1) : s;
}

static bool names_columns(dl_str line, char separator, dl_str text)
{
    uint32_t count = 0;
    bool found = false;
    while (line.n) {
        dl_str name = unquoted(dl_str_cut(&line, separator));
        if (name.n == 0 || name.n > LONGEST_NAME) return false;
        found = found || dl_str_eq(name, text);
        count++;
    }
    return found && count > 1;
}

char dl_csv_separator(dl_str head, dl_str text)
{
    static const char separators[] = ",\t;";
    if (dl_str_starts(head, DL_LIT("\xef\xbb\xbf"))) head = dl_str_part(head, 3, head.n);
    dl_str line = dl_str_trim(dl_str_cut(&head, '\n'));
    for (const char *s = separators; *s; s++) {
        if (names_columns(line, *s, text)) return *s;
    }
    return 0;
}

dl_status dl_csv_open(dl_feed *feed, char separator, dl_error *err)
{
    dl_str line;
    dl_status status = dl_input_line(&feed->input, feed->limit, &line);
    if (status != DL_OK) return dl_fail(err, status == DL_END ? DL_FORMAT : status, "%.200s: The header of the table cannot be read.", feed->origin.p);
    feed->columns.separator = separator ? separator : ',';
    for (int f = 0; f < DL_FIELD_COUNT; f++) feed->columns.at[f] = DL_NONE;
    for (dl_str rest = line; rest.n; feed->columns.count++) {
        dl_str name = unquoted(dl_str_cut(&rest, feed->columns.separator));
        for (int f = 0; f < DL_FIELD_COUNT; f++) {
            if (!dl_str_eq(name, feed->names[f])) continue;
            if (feed->columns.at[f] != DL_NONE) {
                return dl_fail(err, DL_FORMAT, "%.200s:1: The column \"%.*s\" comes twice.", feed->origin.p, (int)DL_MIN(name.n, 60), name.p);
            }
            feed->columns.at[f] = feed->columns.count;
        }
    }
    feed->passed = 1;
    if (feed->columns.count > MOST_COLUMNS) return dl_fail(err, DL_LIMIT, "%.200s:1: The table has more than %d columns.", feed->origin.p, MOST_COLUMNS);
    if (feed->columns.at[DL_FIELD_TEXT] != DL_NONE) return DL_OK;
    return dl_fail(err, DL_FORMAT, "%.100s:1: The table has no column \"%.*s\"; name the one with the text by --map text=COLUMN. It begins: %.*s", feed->origin.p,
                   (int)DL_MIN(feed->names[DL_FIELD_TEXT].n, 60), feed->names[DL_FIELD_TEXT].p, (int)DL_MIN(line.n, 100), line.n ? line.p : "");
}

/* The words of a field; {NULL, 0} when memory ran out. */
static dl_str content(dl_str s, cell c, dl_arena *arena)
{
    dl_str field = s.n ? dl_str_part(s, c.start, c.end) : DL_LIT("");
    if (c.doubled) {
        char *p = dl_arena_get(arena, field.n + 1);
        if (p == NULL) return (dl_str){0};
        size_t n = 0;
        for (size_t i = 0; i < field.n; i++) {
            p[n++] = field.p[i];
            i += field.p[i] == '"';
        }
        field = (dl_str){p, n};
    }
    return dl_feed_utf8(field, arena);
}

/* After a fault the next line may begin a record. */
static void pass_line(dl_feed *feed, dl_str s)
{
    const char *end = memchr(s.p, '\n', s.n);
    dl_feed_pass(feed, end ? (size_t)(end - s.p) + 1 : s.n);
}

static dl_status tell(dl_feed *feed, dl_str s, outcome o, const record *r, dl_error *err)
{
    uint64_t byte = dl_feed_byte(feed) + r->bad;
    pass_line(feed, s);
    switch (o) {
    case UNCLOSED: return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The quotation mark that opens field %u is not closed.", r->count + 1);
    case STRAY: return dl_feed_refuse(feed, err, DL_FORMAT, byte, "A quotation mark stands in field %u, which does not begin with one.", r->count + 1);
    default: return dl_feed_refuse(feed, err, DL_FORMAT, byte, "Something follows the closing quotation mark of field %u.", r->count);
    }
}

static size_t blank_lines(dl_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && (s.p[i] == '\n' || s.p[i] == '\r'); i++) {
        if (s.p[i] == '\n') n = i + 1;
    }
    return n;
}

/* The window from the record on; the record is whole in it, or faulty. */
static dl_status find_record(dl_feed *feed, dl_str *s, outcome *o, record *r, dl_error *err)
{
    for (size_t want = FIRST_PEEK;; want *= 2) {
        DL_TRY(dl_feed_peek(feed, want, s, err));
        if (s->n == 0) return DL_END;
        size_t blank = feed->columns.count > 1 ? blank_lines(*s) : 0;
        if (blank) {
            dl_feed_pass(feed, blank);
            want = FIRST_PEEK / 2;
            continue;
        }
        feed->line = feed->passed + 1;
        *o = read_record(*s, s->n < want, &feed->columns, r);
        size_t n = *o == WHOLE ? r->n : *o == CUT ? s->n : 0;
        if (n > feed->limit) {
            uint64_t byte = dl_feed_byte(feed);
            if (*o == WHOLE) dl_feed_pass(feed, r->n);
            else pass_line(feed, *s);
            return dl_feed_refuse(feed, err, DL_LIMIT, byte, "The record is longer than the limit of %zu bytes, or a quotation mark in it is not closed.", feed->limit);
        }
        if (*o != CUT) return DL_OK;
    }
}

dl_status dl_csv_next(dl_feed *feed, dl_report *out, dl_error *err)
{
    dl_str s;
    record r;
    outcome o;
    do {
        DL_TRY(find_record(feed, &s, &o, &r, err));
        if (o != WHOLE) return tell(feed, s, o, &r, err);
        dl_feed_pass(feed, r.n);
    } while (r.count == 1 && dl_str_trim(dl_str_part(s, 0, r.n)).n == 0);
    uint64_t byte = dl_feed_byte(feed) - r.n;
    if (r.count != feed->columns.count) {
        return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The record has %u fields, the header %u.", r.count, feed->columns.count);
    }
    if (memchr(s.p, 0, r.n)) return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The record holds a NUL character.");
    for (int f = 0; f < DL_FIELD_COUNT; f++) {
        if (feed->columns.at[f] == DL_NONE) continue;
        dl_str v = content(s, r.cells[f], feed->arena);
        if (v.p == NULL) return dl_feed_refuse(feed, err, DL_NOMEM, byte, "Memory ran out.");
        *dl_field_at(out, f) = v;
    }
    return dl_feed_finish(feed, out, byte, err);
}
