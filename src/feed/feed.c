#include "feed/article.h"
#include "feed/readers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_LIMIT ((size_t)16 << 20)
#define LARGEST_LIMIT ((size_t)1 << 30)
#define HEAD ((size_t)4096)
#define MOST_LAYERS 3

static const char *const field_names[DL_FIELD_COUNT] = {"id", "date", "title", "text", "source", "url", "language", "author"};

dl_str *dl_field_at(dl_report *report, int field)
{
    switch (field) {
    case DL_FIELD_ID: return &report->id;
    case DL_FIELD_DATE: return &report->date;
    case DL_FIELD_TITLE: return &report->title;
    case DL_FIELD_TEXT: return &report->text;
    case DL_FIELD_SOURCE: return &report->source;
    case DL_FIELD_URL: return &report->url;
    case DL_FIELD_LANGUAGE: return &report->language;
    default: return &report->author;
    }
}

/* "id=doc_id,text=body" */
static dl_status read_map(dl_feed *feed, const char *map, dl_error *err)
{
    dl_str rest = dl_arena_str(feed->fixed, dl_str_c(map));
    if (rest.p == NULL) return dl_fail(err, DL_NOMEM, "There is no memory for the options of a feed.");
    while (rest.n) {
        dl_str theirs = dl_str_cut(&rest, ','), ours = dl_str_trim(dl_str_cut(&theirs, '='));
        int field = 0;
        theirs = dl_str_trim(theirs);
        while (field < DL_FIELD_COUNT && !dl_str_is(ours, field_names[field])) field++;
        if (field == DL_FIELD_COUNT) {
            return dl_fail(err, DL_USAGE, "The map names the field \"%.*s\"; the fields are id, date, title, text, source, url, language and author.",
                           (int)DL_MIN(ours.n, 60), ours.n ? ours.p : "");
        }
        if (theirs.n == 0) return dl_fail(err, DL_USAGE, "The map gives no JSON name for \"%s\"; write %s=name.", field_names[field], field_names[field]);
        feed->names[field] = theirs;
    }
    return DL_OK;
}

static dl_status read_options(dl_feed *feed, const dl_feed_options *options, dl_error *err)
{
    feed->limit = options->limit ? DL_MIN(options->limit, LARGEST_LIMIT) : DEFAULT_LIMIT;
    if (options->date && options->date[0]) {
        int32_t day = dl_feed_date(dl_str_c(options->date));
        if (day == DL_DAY_UNKNOWN) return dl_fail(err, DL_USAGE, "The date \"%.40s\" is not a day; write YYYY-MM-DD.", options->date);
        dl_day_to_text(day, feed->date);
    }
    return options->map ? read_map(feed, options->map, err) : DL_OK;
}

static const struct { const char *name; dl_feed_kind kind; } formats[] = {
    {"text", DL_FEED_TEXT}, {"jsonl", DL_FEED_JSONL}, {"csv", DL_FEED_CSV}, {"tsv", DL_FEED_CSV}, {"html", DL_FEED_PAGE}, {"xml", DL_FEED_ITEMS}, {"warc", DL_FEED_WARC},
};

static dl_status no_bytes(const dl_feed *feed, dl_status status, dl_error *err)
{
    const char *why = status == DL_NOMEM ? "memory ran out" : status == DL_FORMAT ? dl_input_fault(&feed->input) : strerror(errno);
    return dl_fail(err, status, "%.200s cannot be read: %s.", feed->origin.p, why);
}

/* The head of the file, unpacked; packing within packing is followed only as far as somebody would do it on purpose. */
static dl_status unpack(dl_feed *feed, dl_str *head, dl_error *err)
{
    for (int layers = 0;; layers++) {
        dl_status status = dl_input_head(&feed->input, HEAD, head);
        if (status != DL_OK) return no_bytes(feed, status, err);
        head->n = DL_MIN(head->n, HEAD);
        dl_packing packing = dl_input_packing(*head);
        if (packing == DL_PACKED_NOT) return DL_OK;
        if (layers == MOST_LAYERS) return dl_fail(err, DL_FORMAT, "%.200s: It is packed more than %d times over.", feed->origin.p, MOST_LAYERS);
        status = dl_input_unpack(&feed->input, packing);
        if (status != DL_OK) return no_bytes(feed, status, err);
    }
}

static bool ends(dl_str name, const char *ending)
{
    static const char *const packed[] = {".gz", ".zst"};
    for (size_t i = 0; i < DL_COUNT(packed); i++) {
        if (dl_str_ends(name, dl_str_c(packed[i]))) name.n -= strlen(packed[i]);
    }
    return dl_str_ends(name, dl_str_c(ending));
}

/* A name that ends in .jsonl or .csv says it: a bad first line must not turn the whole into one text. */
static dl_feed_kind kind_of(const dl_feed *feed, dl_feed_kind found, char separator)
{
    if (ends(feed->origin, ".jsonl") || ends(feed->origin, ".ndjson")) return DL_FEED_JSONL;
    bool named = ends(feed->origin, ".csv") || ends(feed->origin, ".tsv");
    return (found == DL_FEED_TEXT || found == DL_FEED_LIFTED) && (separator || named) ? DL_FEED_CSV : found;
}

/* A format that is asked for stands against everything but what is known to be something else. */
static dl_status choose_format(dl_feed *feed, const char *format, dl_error *err)
{
    size_t asked = 0;
    bool automatic = format == NULL || format[0] == 0 || strcmp(format, "auto") == 0;
    while (!automatic && asked < DL_COUNT(formats) && strcmp(format, formats[asked].name) != 0) asked++;
    if (asked == DL_COUNT(formats)) return dl_fail(err, DL_USAGE, "There is no format \"%.40s\"; the formats are auto, text, jsonl, csv, tsv, html, xml and warc.", format);
    dl_str head;
    const char *what = "", *hint = "";
    DL_TRY(unpack(feed, &head, err));
    dl_feed_kind found = dl_feed_sniff(head, &what, &hint);
    char separator = dl_csv_separator(head, feed->names[DL_FIELD_TEXT]);
    if (dl_str_starts(head, DL_LIT("\xef\xbb\xbf"))) feed->input.at += 3;
    bool asked_for_page = !automatic && formats[asked].kind == DL_FEED_PAGE;
    if (found == DL_FEED_OTHER && !asked_for_page) return dl_fail(err, DL_FORMAT, "%.200s: %s, which cannot be read yet; %s.", feed->origin.p, what, hint);
    feed->kind = automatic ? kind_of(feed, found, separator) : formats[asked].kind;
    if (feed->kind != DL_FEED_CSV) return DL_OK;
    bool tabs = automatic ? ends(feed->origin, ".tsv") : strcmp(format, "tsv") == 0;
    return dl_csv_open(feed, separator ? separator : tabs ? '\t' : ',', err);
}

static dl_status start(dl_input input, const char *name, const dl_feed_options *options, dl_feed **out, dl_error *err)
{
    static const dl_feed_options none = {0};
    if (options == NULL) options = &none;
    dl_feed *feed = calloc(1, sizeof *feed);
    dl_status status = DL_NOMEM;
    if (feed) {
        feed->input = input;
        for (int i = 0; i < DL_FIELD_COUNT; i++) feed->names[i] = dl_str_c(field_names[i]);
        feed->fixed = dl_arena_new(0);
        feed->arena = dl_arena_new(0);
        if (feed->fixed) feed->origin = dl_arena_str(feed->fixed, dl_str_c(name));
    } else {
        dl_input_close(&input);
    }
    if (feed == NULL || feed->arena == NULL || feed->origin.p == NULL) dl_fail(err, DL_NOMEM, "There is no memory to read %s.", name);
    else if ((status = read_options(feed, options, err)) == DL_OK) status = choose_format(feed, options->format, err);
    if (status != DL_OK) {
        dl_feed_close(feed);
        return status;
    }
    *out = feed;
    return DL_OK;
}

dl_status dl_feed_open(const char *path, const dl_feed_options *options, dl_feed **out, dl_error *err)
{
    *out = NULL;
    if (strcmp(path, "-") == 0) return start((dl_input){.fd = 0}, "standard input", options, out, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return dl_fail(err, DL_IO, "%s cannot be opened: %s.", path, strerror(errno));
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        close(fd);
        return dl_fail(err, DL_IO, "%s is a folder, not a file.", path);
    }
    return start((dl_input){.fd = fd}, path, options, out, err);
}

dl_status dl_feed_open_memory(dl_str bytes, const char *name, const dl_feed_options *options, dl_feed **out, dl_error *err)
{
    *out = NULL;
    return start((dl_input){.fd = -1, .over = true, .p = bytes.p, .n = bytes.p ? bytes.n : 0}, name, options, out, err);
}

void dl_feed_close(dl_feed *feed)
{
    if (feed == NULL) return;
    dl_input_close(&feed->input);
    dl_arena_free(feed->fixed);
    dl_arena_free(feed->arena);
    free(feed);
}

dl_status dl_feed_refuse(dl_feed *feed, dl_error *err, dl_status status, uint64_t byte, const char *format, ...)
{
    if (status != DL_FORMAT && status != DL_LIMIT) feed->over = true;
    if (err == NULL) return status;
    char words[300];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    if (feed->line) dl_fail(err, status, "%.100s:%u: %s", feed->origin.p, feed->line, words);
    else dl_fail(err, status, "%.100s: %s", feed->origin.p, words);
    err->line = feed->line;
    err->byte = byte;
    return status;
}

dl_status dl_feed_finish(dl_feed *feed, dl_report *out, uint64_t byte, dl_error *err)
{
    out->origin = feed->origin;
    out->line = feed->line;
    if (dl_str_trim(out->text).n == 0) return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The report has no text.");
    dl_str date = dl_str_trim(out->date);
    int32_t day = date.n ? dl_feed_date(date) : DL_DAY_UNKNOWN;
    if (date.n && day == DL_DAY_UNKNOWN) {
        return dl_feed_refuse(feed, err, DL_FORMAT, byte, "The date \"%.*s\" is not one that can be read; write YYYY-MM-DD.", (int)DL_MIN(date.n, 40), date.p);
    }
    dl_day_to_text(day, feed->own_date);
    out->date = dl_str_c(date.n ? feed->own_date : feed->date);
    return DL_OK;
}

uint64_t dl_feed_byte(const dl_feed *feed)
{
    return feed->input.passed + feed->input.at;
}

void dl_feed_pass(dl_feed *feed, size_t n)
{
    const char *p = feed->input.p + feed->input.at, *end = p + n;
    while (n && p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        p++;
        if (feed->passed < UINT32_MAX - 1) feed->passed++;
    }
    feed->input.at += n;
}

dl_status dl_feed_peek(dl_feed *feed, size_t want, dl_str *out, dl_error *err)
{
    dl_status status = dl_input_peek(&feed->input, want, out);
    if (status == DL_OK) return DL_OK;
    if (status == DL_IO) return dl_feed_refuse(feed, err, status, 0, "Reading stopped: %s.", strerror(errno));
    if (status != DL_FORMAT) return dl_feed_refuse(feed, err, status, 0, "Memory ran out.");
    dl_feed_pass(feed, feed->input.n - feed->input.at);
    return dl_feed_refuse(feed, err, status, dl_feed_byte(feed), "What is packed is broken off: %s.", dl_input_fault(&feed->input));
}

static dl_status next_line(dl_feed *feed, dl_report *out, dl_error *err)
{
    for (;;) {
        dl_str line = {0};
        dl_status status = dl_input_line(&feed->input, feed->limit, &line);
        if (status == DL_END) return DL_END;
        if (status == DL_FORMAT) return dl_feed_refuse(feed, err, status, dl_feed_byte(feed), "What is packed is broken off: %s.", dl_input_fault(&feed->input));
        if (feed->line < UINT32_MAX) feed->line++;
        uint64_t byte = feed->input.passed + (line.p ? (size_t)(line.p - feed->input.p) : feed->input.at);
        if (status == DL_LIMIT) return dl_feed_refuse(feed, err, status, byte, "The line is longer than the limit of %zu bytes.", feed->limit);
        if (status == DL_IO) return dl_feed_refuse(feed, err, status, byte, "Reading stopped: %s.", strerror(errno));
        if (status != DL_OK) return dl_feed_refuse(feed, err, status, byte, "Memory ran out.");
        if (dl_str_trim(line).n == 0) continue;
        char fault[160];
        size_t at = 0;
        status = dl_feed_json(line, feed->names, feed->arena, out, fault, sizeof fault, &at);
        if (status == DL_NOMEM) return dl_feed_refuse(feed, err, status, byte, "Memory ran out.");
        if (status != DL_OK) return dl_feed_refuse(feed, err, status, byte + at, "Byte %zu of the line: %s.", at + 1, fault);
        return dl_feed_finish(feed, out, byte, err);
    }
}

static dl_status next_text(dl_feed *feed, dl_report *out, dl_error *err)
{
    feed->over = true;
    dl_str bytes;
    DL_TRY(dl_feed_peek(feed, feed->limit + 1, &bytes, err));
    if (bytes.n > feed->limit) return dl_feed_refuse(feed, err, DL_LIMIT, 0, "The report is longer than the limit of %zu bytes.", feed->limit);
    const char *nul = bytes.n ? memchr(bytes.p, 0, bytes.n) : NULL;
    if (nul) {
        size_t at = (size_t)(nul - bytes.p);
        return dl_feed_refuse(feed, err, DL_FORMAT, at, "Not text: byte %zu is NUL; give plain text or JSON Lines.", at + 1);
    }
    dl_str text = dl_feed_utf8(bytes, feed->arena);
    if (text.p == NULL) return dl_feed_refuse(feed, err, DL_NOMEM, 0, "Memory ran out.");
    dl_status status;
    dl_feed_text(text, out);
    if (feed->kind == DL_FEED_LIFTED) {
        status = dl_fragment_text(out->text, feed->arena, &out->text);
        if (status == DL_LIMIT) return dl_feed_refuse(feed, err, status, 0, "The text has more than a million tags.");
        if (status != DL_OK) return dl_feed_refuse(feed, err, status, 0, "Memory ran out.");
    }
    return dl_feed_finish(feed, out, 0, err);
}

dl_status dl_feed_next(dl_feed *feed, dl_report *out, dl_error *err)
{
    *out = (dl_report){0};
    if (feed->over) return DL_END;
    dl_arena_reset(feed->arena);
    switch (feed->kind) {
    case DL_FEED_JSONL: return next_line(feed, out, err);
    case DL_FEED_CSV: return dl_csv_next(feed, out, err);
    case DL_FEED_PAGE: return dl_page_next(feed, out, err);
    case DL_FEED_ITEMS: return dl_item_next(feed, out, err);
    case DL_FEED_WARC: return dl_warc_next(feed, out, err);
    default: return next_text(feed, out, err);
    }
}
