/* Web archives (ISO 28500, WARC 1.0 and 1.1): each response, or resource, that is an HTML page. */
#include "feed/page.h"

#define LONGEST_HEAD ((size_t)1 << 16)
#define LONGEST_RECORD ((uint64_t)1 << 50)

static char low(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* Where `words`, in small letters, stands in s whatever the case; s.n for nowhere. */
static size_t find(dl_str s, const char *words)
{
    size_t n = strlen(words);
    for (size_t i = 0; i + n <= s.n; i++) {
        size_t k = 0;
        while (k < n && low(s.p[i + k]) == words[k]) k++;
        if (k == n) return i;
    }
    return s.n;
}

/* The value of a header line; {0} when there is none. */
static dl_str header(dl_str head, const char *name)
{
    while (head.n) {
        dl_str line = dl_str_cut(&head, '\n'), key = dl_str_cut(&line, ':');
        if (key.n == strlen(name) && find(key, name) == 0) return dl_str_trim(line);
    }
    return (dl_str){0};
}

/* Length of the lines up to and with the empty one; 0 when it is not there. */
static size_t head_length(dl_str s)
{
    for (size_t at = 0; at < s.n;) {
        const char *p = memchr(s.p + at, '\n', s.n - at);
        if (p == NULL) return 0;
        size_t end = (size_t)(p - s.p);
        if (dl_str_trim(dl_str_part(s, at, end)).n == 0) return end + 1;
        at = end + 1;
    }
    return 0;
}

/* Moves to the next line that begins a record; DL_END: there is none. *dirty: something stood before it. */
static dl_status find_record(dl_feed *feed, bool *dirty, dl_error *err)
{
    dl_str s;
    *dirty = false;
    for (;;) {
        DL_TRY(dl_feed_peek(feed, LONGEST_HEAD, &s, err));
        size_t at = 0;
        while (at < s.n && (s.p[at] == '\r' || s.p[at] == '\n')) at++;
        if (at < s.n && dl_str_starts(dl_str_part(s, at, s.n), DL_LIT("WARC/"))) {
            feed->input.at += at;
            return DL_OK;
        }
        if (at == s.n) {
            feed->input.at += at;
            if (s.n < LONGEST_HEAD) return DL_END;
            continue;
        }
        *dirty = true;
        const char *p = memmem(s.p, s.n, "\nWARC/", 6);
        bool over = s.n < LONGEST_HEAD;
        feed->input.at += p ? (size_t)(p - s.p) + 1 : over ? s.n : s.n - 6;
        if (p) return DL_OK;
        if (over) return DL_END;
    }
}

/* Passes bytes that nobody reads. */
static dl_status skip(dl_feed *feed, uint64_t n, dl_error *err)
{
    while (n) {
        dl_str s;
        DL_TRY(dl_feed_peek(feed, 1, &s, err));
        if (s.n == 0) return dl_feed_refuse(feed, err, DL_FORMAT, dl_feed_byte(feed), "The archive ends within a record, at byte %llu.", (unsigned long long)dl_feed_byte(feed));
        size_t step = (size_t)DL_MIN(n, (uint64_t)s.n);
        feed->input.at += step;
        n -= step;
    }
    return DL_OK;
}

/* Joins the pieces of "Transfer-Encoding: chunked"; what is cut off ends there. {NULL, 0}: memory ran out. */
static dl_str joined(dl_str s, dl_arena *arena)
{
    char *out = dl_arena_get(arena, s.n + 1);
    size_t n = 0;
    while (out && s.n) {
        dl_str line = dl_str_trim(dl_str_cut(&s, '\n'));
        size_t length = 0, digits = 0;
        for (; digits < line.n && digits < 8; digits++) {
            char c = low(line.p[digits]);
            size_t d = c >= '0' && c <= '9' ? (size_t)(c - '0') : c >= 'a' && c <= 'f' ? (size_t)(c - 'a' + 10) : 16;
            if (d == 16) break;
            length = length * 16 + d;
        }
        if (digits == 0 && line.n == 0) continue;
        if (digits == 0 || length == 0) break;
        length = DL_MIN(length, s.n);
        if (length == 0) break;
        memcpy(out + n, s.p, length);
        n += length;
        s = dl_str_part(s, length, s.n);
    }
    return (dl_str){out, n};
}

static dl_str charset(dl_str type)
{
    size_t at = find(type, "charset=");
    if (at == type.n) return (dl_str){0};
    dl_str s = dl_str_part(type, at + 8, type.n);
    s = dl_str_trim(dl_str_cut(&s, ';'));
    return s.n > 1 && s.p[0] == '"' ? dl_str_part(s, 1, s.n - 1) : s;
}

/* The body of an HTTP response as its server meant it. DL_END: it is no page. DL_FORMAT: it cannot be unpacked. */
static dl_status body_of(dl_feed *feed, dl_str *block, dl_str *label, const char **why)
{
    size_t n = head_length(*block);
    dl_str head = {block->p, n}, type = header(head, "content-type"), packed = header(head, "content-encoding"), status = dl_str_cut(&(dl_str){head.p, head.n}, '\n');
    dl_str_cut(&status, ' ');
    if (n == 0 || (status.n && status.p[0] != '2')) return DL_END;
    if (find(type, "text/html") == type.n && find(type, "application/xhtml") == type.n) return DL_END;
    *label = charset(type);
    *block = dl_str_part(*block, n, block->n);
    dl_str transfer = header(head, "transfer-encoding");
    if (find(transfer, "chunked") < transfer.n) *block = joined(*block, feed->arena);
    if (block->p == NULL) return DL_NOMEM;
    if (packed.n == 0 || find(packed, "identity") == 0) return DL_OK;
    *why = "its content is packed in a way that is not read";
    if (find(packed, "gzip") == packed.n && find(packed, "deflate") == packed.n) return DL_FORMAT;
    *why = "its packed content is damaged";
    dl_status result = dl_unpack_memory(*block, feed->limit, feed->arena, block);
    if (result == DL_LIMIT) *why = "its unpacked content is longer than the limit";
    return result;
}

static dl_status read_block(dl_feed *feed, dl_str block, bool http, dl_str type, dl_report *out, dl_error *err)
{
    dl_str label = charset(type);
    const char *why = "memory ran out";
    dl_status status = http ? body_of(feed, &block, &label, &why) : DL_OK;
    if (status == DL_END) return DL_END;
    if (status != DL_OK) return dl_feed_refuse(feed, err, status, dl_feed_byte(feed), "The page %.*s cannot be read: %s.", (int)DL_MIN(out->url.n, 120), out->url.n ? out->url.p : "", why);
    DL_TRY(dl_page_read(feed, block, label, out, err));
    return dl_feed_finish(feed, out, dl_feed_byte(feed), err);
}

/* Reads the head of the record at the window's beginning. */
static dl_status read_head(dl_feed *feed, uint64_t *length, bool *http, dl_str *type, dl_report *out, dl_error *err)
{
    dl_str s;
    uint64_t byte = dl_feed_byte(feed);
    DL_TRY(dl_feed_peek(feed, LONGEST_HEAD, &s, err));
    size_t n = head_length((dl_str){s.p, DL_MIN(s.n, LONGEST_HEAD)});
    dl_str head = n ? dl_arena_str(feed->arena, dl_str_part(s, 0, n)) : (dl_str){0};
    int64_t value = -1;
    if (n == 0 || head.p == NULL || !dl_str_to_int(header(head, "content-length"), &value) || value < 0 || (uint64_t)value > LONGEST_RECORD) {
        feed->input.at += DL_MIN(s.n, (size_t)5);
        if (n && head.p == NULL) return dl_feed_refuse(feed, err, DL_NOMEM, byte, "Memory ran out.");
        feed->told = true;
        return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The record at byte %llu has no whole header with a length.", (unsigned long long)byte);
    }
    feed->input.at += n;
    *length = (uint64_t)value;
    dl_str kind = header(head, "warc-type");
    *type = header(head, "content-type");
    *http = dl_str_is(kind, "response");
    bool page = *http ? find(*type, "application/http") == 0 || type->n == 0 : dl_str_is(kind, "resource") && find(*type, "text/html") == 0;
    out->url = header(head, "warc-target-uri");
    if (out->url.n > 1 && out->url.p[0] == '<') out->url = dl_str_part(out->url, 1, out->url.n - 1);
    out->id = header(head, "warc-record-id");
    return page ? DL_OK : DL_END;
}

dl_status dl_warc_next(dl_feed *feed, dl_report *out, dl_error *err)
{
    for (;;) {
        bool dirty, http = false;
        uint64_t length = 0;
        dl_str type, block;
        dl_status status = find_record(feed, &dirty, err);
        if (status == DL_END) feed->over = true;
        uint64_t byte = dl_feed_byte(feed);
        bool told = feed->told;
        feed->told = false;
        if (dirty && !told && (status == DL_END || status == DL_OK)) {
            return dl_feed_refuse(feed, err, DL_FORMAT, byte, "Before byte %llu stands something that is no record.", (unsigned long long)byte);
        }
        DL_TRY(status);
        *out = (dl_report){0};
        dl_arena_reset(feed->arena);
        status = read_head(feed, &length, &http, &type, out, err);
        if (status != DL_OK && status != DL_END) return status;
        if (status == DL_OK && length > feed->limit) {
            DL_TRY(skip(feed, length, err));
            return dl_feed_refuse(feed, err, DL_LIMIT, byte, "The record at byte %llu is longer than the limit of %zu bytes.", (unsigned long long)byte, feed->limit);
        }
        if (status == DL_END) {
            DL_TRY(skip(feed, length, err));
            continue;
        }
        DL_TRY(dl_feed_peek(feed, (size_t)length, &block, err));
        if (block.n < length) {
            feed->input.at += block.n;
            feed->told = true;
            return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The archive ends within the record at byte %llu.", (unsigned long long)byte);
        }
        status = read_block(feed, (dl_str){block.p, (size_t)length}, http, type, out, err);
        feed->input.at += (size_t)length;
        if (status != DL_END) return status;
    }
}
