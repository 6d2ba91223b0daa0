#include "feed/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define DEFAULT_LIMIT ((size_t)16 << 20)
#define HEAD 4096

static const struct {
    const char *name;
    dl_status (*next)(dl_feed *feed, dl_report *out, dl_error *err);
} formats[] = {{"jsonl", dl_feed_jsonl}, {"text", dl_feed_text}};

/* Reads once into the buffer, which moves its content to the front or grows to at most the limit and a little. */
static dl_status read_more(dl_feed *feed, dl_error *err)
{
    if (feed->at) {
        memmove(feed->buffer, feed->buffer + feed->at, feed->n - feed->at);
        feed->n -= feed->at;
        feed->at = 0;
    }
    if (feed->room - feed->n < HEAD) {
        size_t room = DL_MAX(feed->room * 2, (size_t)1 << 16);
        char *p = realloc(feed->buffer, room);
        if (p == NULL) return dl_fail(err, DL_NOMEM, "%s: there is no memory for a report of over %zu bytes.", feed->name.p, feed->n);
        feed->buffer = p;
        feed->room = room;
    }
    for (;;) {
        ssize_t got = read(feed->fd, feed->buffer + feed->n, feed->room - feed->n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            feed->ended = true;
            return dl_fail(err, DL_IO, "%s cannot be read: %s.", feed->name.p, strerror(errno));
        }
        feed->n += (size_t)got;
        if (got == 0) feed->ended = true;
        return DL_OK;
    }
}

dl_status dl_feed_fill(dl_feed *feed, size_t want, dl_error *err)
{
    while (!feed->ended && feed->n - feed->at < want) DL_TRY(read_more(feed, err));
    return DL_OK;
}

/* Throws away what is left of a line that is too long. */
static dl_status skip_line(dl_feed *feed, dl_error *err)
{
    for (;;) {
        char *end = memchr(feed->buffer + feed->at, '\n', feed->n - feed->at);
        if (end) {
            feed->at = (size_t)(end - feed->buffer) + 1;
            return DL_OK;
        }
        feed->at = feed->n;
        if (feed->ended) return DL_OK;
        DL_TRY(read_more(feed, err));
    }
}

dl_status dl_feed_line(dl_feed *feed, dl_str *line, dl_error *err)
{
    size_t seen = 0;
    for (;;) {
        size_t left = feed->n - feed->at;
        char *end = left > seen ? memchr(feed->buffer + feed->at + seen, '\n', left - seen) : NULL;
        if (end || (feed->ended && left)) {
            size_t n = end ? (size_t)(end - feed->buffer) - feed->at : left;
            *line = (dl_str){feed->buffer + feed->at, n};
            feed->at += n + (end != NULL);
            feed->line++;
            if (line->n && line->p[line->n - 1] == '\r') line->n--;
            return DL_OK;
        }
        if (feed->ended) return DL_END;
        if (left > feed->limit) {
            feed->line++;
            DL_TRY(skip_line(feed, err));
            return dl_fail(err, DL_LIMIT, "%s:%u: the line is longer than %zu bytes, the limit of one report.", feed->name.p, feed->line, feed->limit);
        }
        seen = left;
        DL_TRY(read_more(feed, err));
    }
}

static bool starts(dl_str s, const char *p, size_t n)
{
    return s.n >= n && memcmp(s.p, p, n) == 0;
}

const char *dl_feed_refusal(dl_str head)
{
    static const struct { const char *magic; size_t n; const char *what; } magics[] = {
        {"\x1f\x8b", 2, "gzip data; unpack it with zcat"},
        {"\x28\xb5\x2f\xfd", 4, "zstd data; unpack it with zstdcat"},
        {"BZh", 3, "bzip2 data; unpack it with bzcat"},
        {"\xfd" "7zXZ", 5, "xz data; unpack it with xzcat"},
        {"PK\x03\x04", 4, "a zip archive; unpack it with unzip"},
        {"%PDF", 4, "a PDF document, which cannot be read; give plain text or JSON Lines"},
        {"\xff\xfe\0\0", 4, "text in UTF-32, which cannot be read yet; convert it with iconv -f UTF-32 -t UTF-8"},
        {"\0\0\xfe\xff", 4, "text in UTF-32, which cannot be read yet; convert it with iconv -f UTF-32 -t UTF-8"},
        {"\xff\xfe", 2, "text in UTF-16, which cannot be read yet; convert it with iconv -f UTF-16 -t UTF-8"},
        {"\xfe\xff", 2, "text in UTF-16, which cannot be read yet; convert it with iconv -f UTF-16 -t UTF-8"},
        {"WARC/", 5, "a WARC web archive, which cannot be read yet; give plain text or JSON Lines"}};
    static const struct { const char *word; const char *what; } tags[] = {
        {"<!doctype html", "an HTML page, which cannot be read yet; give plain text or JSON Lines"},
        {"<html", "an HTML page, which cannot be read yet; give plain text or JSON Lines"},
        {"<!doctype lewis", "Reuters SGML, which cannot be read yet; give plain text or JSON Lines"},
        {"<rss", "an RSS feed, which cannot be read yet; give plain text or JSON Lines"},
        {"<feed", "an Atom feed, which cannot be read yet; give plain text or JSON Lines"},
        {"<rdf", "an RDF feed, which cannot be read yet; give plain text or JSON Lines"},
        {"<nitf", "NITF news, which cannot be read yet; give plain text or JSON Lines"},
        {"<newsitem", "NewsML-G2 news, which cannot be read yet; give plain text or JSON Lines"},
        {"<newsmessage", "NewsML-G2 news, which cannot be read yet; give plain text or JSON Lines"},
        {"<newsml", "NewsML news, which cannot be read yet; give plain text or JSON Lines"}};
    for (size_t i = 0; i < DL_COUNT(magics); i++) {
        if (starts(head, magics[i].magic, magics[i].n)) return magics[i].what;
    }
    size_t nul = 0, control = 0;
    for (size_t i = 0; i < head.n; i++) {
        nul += head.p[i] == 0;
        control += head.p[i] > 0 && head.p[i] < 32 && !(head.p[i] >= 9 && head.p[i] <= 13);
    }
    if (nul * 10 > head.n) return "binary data or text in UTF-16 or UTF-32, which cannot be read; give UTF-8";
    if (control * 20 > head.n) return "binary data, which cannot be read; give plain text or JSON Lines";
    char lower[HEAD];
    size_t n = dl_str_fold((dl_str){head.p, DL_MIN(head.n, (size_t)2000)}, lower, sizeof lower);
    dl_str text = dl_str_trim((dl_str){lower, n});
    if (starts(text, "\xef\xbb\xbf", 3)) text = dl_str_trim(dl_str_part(text, 3, text.n));
    if (text.n == 0 || text.p[0] != '<') return NULL;
    for (size_t i = 0; i < DL_COUNT(tags); i++) {
        if (memmem(text.p, text.n, tags[i].word, strlen(tags[i].word))) return tags[i].what;
    }
    return starts(text, "<?xml", 5) ? "an XML document, which cannot be read yet; give plain text or JSON Lines" : "a page of markup, which cannot be read yet; give plain text or JSON Lines";
}

static dl_status take_map(dl_feed *feed, const char *map, dl_error *err)
{
    dl_feed_map *m = &feed->map;
    struct { const char *name; dl_str *to; } fields[] = {{"id", &m->id}, {"date", &m->date}, {"title", &m->title}, {"text", &m->text}, {"source", &m->source},
                                                         {"url", &m->url}, {"language", &m->language}, {"author", &m->author}};
    for (size_t i = 0; i < DL_COUNT(fields); i++) *fields[i].to = dl_str_c(fields[i].name);
    dl_str rest = dl_arena_str(feed->own, dl_str_c(map));
    while (rest.n) {
        dl_str to = dl_str_cut(&rest, ','), from = dl_str_cut(&to, '=');
        size_t i = 0;
        while (i < DL_COUNT(fields) && !dl_str_is(from, fields[i].name)) i++;
        if (i == DL_COUNT(fields) || to.n == 0) {
            return dl_fail(err, DL_USAGE, "The mapping \"%s\" is not FIELD=NAME,... with fields id, date, title, text, source, url, language, author.", map);
        }
        *fields[i].to = dl_arena_str(feed->own, to);
    }
    return DL_OK;
}

static dl_status choose_format(dl_feed *feed, const char *format, dl_error *err)
{
    if (format && strcmp(format, "auto") != 0) {
        for (size_t i = 0; i < DL_COUNT(formats); i++) {
            if (strcmp(format, formats[i].name) == 0) {
                feed->next = formats[i].next;
                return DL_OK;
            }
        }
        return dl_fail(err, DL_USAGE, "There is no input format \"%s\"; there are auto, jsonl and text.", format);
    }
    DL_TRY(dl_feed_fill(feed, HEAD, err));
    dl_str head = {feed->buffer + feed->at, DL_MIN(feed->n - feed->at, (size_t)HEAD)};
    const char *refusal = head.n ? dl_feed_refusal(head) : NULL;
    if (refusal) return dl_fail(err, DL_FORMAT, "%s: %s.", feed->name.p, refusal);
    dl_str text = starts(head, "\xef\xbb\xbf", 3) ? dl_str_part(head, 3, head.n) : head;
    text = dl_str_trim(text);
    bool json = text.n && text.p[0] == '{';
    if (text.n > 1 && text.p[0] == '[' && (text.p[1] == '{' || (text.p[1] <= ' ' && memchr(text.p, '{', DL_MIN(text.n, (size_t)40)))))
        return dl_fail(err, DL_FORMAT, "%s: a JSON array; give one object a line, as jq -c '.[]' makes them.", feed->name.p);
    feed->next = json ? dl_feed_jsonl : dl_feed_text;
    return DL_OK;
}

static dl_status open_feed(dl_feed *feed, const char *name, const dl_feed_options *options, dl_feed **out, dl_error *err)
{
    static const dl_feed_options none = {0};
    if (options == NULL) options = &none;
    feed->own = dl_arena_new(0);
    feed->report = dl_arena_new(0);
    feed->limit = options->limit ? options->limit : DEFAULT_LIMIT;
    dl_status status = DL_OK;
    if (feed->own == NULL || feed->report == NULL || (feed->name = dl_arena_str(feed->own, dl_str_c(name))).p == NULL)
        status = dl_fail(err, DL_NOMEM, "There is no memory to open %s.", name);
    if (status == DL_OK) status = take_map(feed, options->map ? options->map : "", err);
    if (status == DL_OK && options->date) {
        feed->date = dl_feed_date(feed->own, dl_str_c(options->date));
        if (feed->date.n == 0) status = dl_fail(err, DL_USAGE, "\"%s\" is not a date; write YYYY-MM-DD.", options->date);
    }
    if (status == DL_OK) status = choose_format(feed, options->format, err);
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
    dl_feed *feed = calloc(1, sizeof *feed);
    if (feed == NULL) return dl_fail(err, DL_NOMEM, "There is no memory to open %s.", path);
    bool standard = strcmp(path, "-") == 0;
    feed->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (feed->fd < 0) {
        free(feed);
        return dl_fail(err, DL_IO, "%s cannot be opened: %s.", path, strerror(errno));
    }
    return open_feed(feed, standard ? "standard input" : path, options, out, err);
}

dl_status dl_feed_open_memory(dl_str bytes, const char *name, const dl_feed_options *options, dl_feed **out, dl_error *err)
{
    *out = NULL;
    dl_feed *feed = calloc(1, sizeof *feed);
    char *copy = malloc(bytes.n + 1);
    if (feed == NULL || copy == NULL) {
        free(feed);
        free(copy);
        return dl_fail(err, DL_NOMEM, "There is no memory to read %s.", name);
    }
    if (bytes.n) memcpy(copy, bytes.p, bytes.n);
    *feed = (dl_feed){.fd = -1, .buffer = copy, .n = bytes.n, .room = bytes.n + 1, .ended = true};
    return open_feed(feed, name, options, out, err);
}

dl_status dl_feed_next(dl_feed *feed, dl_report *out, dl_error *err)
{
    dl_arena_reset(feed->report);
    *out = (dl_report){0};
    DL_TRY(feed->next(feed, out, err));
    out->origin = feed->name;
    if (out->date.n == 0) out->date = feed->date;
    return DL_OK;
}

void dl_feed_close(dl_feed *feed)
{
    if (feed == NULL) return;
    if (feed->fd > STDERR_FILENO) close(feed->fd);
    free(feed->buffer);
    dl_arena_free(feed->own);
    dl_arena_free(feed->report);
    free(feed);
}
