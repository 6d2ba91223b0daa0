/* say.c - messages, settings as the library takes them, and writing. */
#include "cmd.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

void say(const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fprintf(stderr, "dateline: %s\n", text);
}

int engine_open(const settings *s, bool explain, dl_engine **out)
{
    dl_options options = {.data = s->data, .model = s->model, .rules = s->rules, .min_confidence = s->min_confidence, .explain = explain, .tables = s->tables};
    dl_error err = {0};
    dl_status status = dl_engine_open(&options, out, &err);
    if (status == DL_OK) return EXIT_WELL;
    say("%s", err.text);
    return status == DL_USAGE ? EXIT_USAGE : EXIT_CANNOT;
}

dl_feed_options feed_options(const settings *s) { return (dl_feed_options){.format = s->input, .map = s->map, .date = s->date}; }

bool use_colour(const settings *s)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (s->colour && strcmp(s->colour, "auto") != 0) return !strcmp(s->colour, "always");
    return isatty(STDOUT_FILENO) && !(no && *no) && !(term && !strcmp(term, "dumb"));
}

/* Lines longer than 120 columns are hard to read, however wide the terminal is. */
unsigned page_width(const settings *s)
{
    struct winsize size = {0};
    if (s->width) return s->width;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
    return size.ws_col < 120 ? size.ws_col : 120;
}

bool write_out(dl_buf *buf)
{
    size_t n = buf->n;
    bool well = !buf->failed && fwrite(buf->p ? buf->p : "", 1, n, stdout) == n;
    if (buf->failed) errno = ENOMEM;
    buf->n = 0;
    return well;
}

/* A reader that closed its end (head, a pager) is no failure. */
int write_status(void)
{
    if (errno == EPIPE) return EXIT_WELL;
    say("Writing to standard output failed: %s.", strerror(errno));
    return EXIT_CANNOT;
}

void buf_add(dl_buf *buf, const char *p, size_t n)
{
    if (buf->failed || n == 0) return;
    if (buf->room - buf->n <= n) {
        size_t room = 2 * buf->room + n + 256;
        char *grown = realloc(buf->p, room);
        if (!grown) {
            buf->failed = 1;
            return;
        }
        buf->p = grown;
        buf->room = room;
    }
    memcpy(buf->p + buf->n, p, n);
    buf->n += n;
    buf->p[buf->n] = 0;
}

void buf_add_json(dl_buf *buf, const char *key, const char *p, size_t n)
{
    if (n == 0) return;
    buf_add(buf, buf->n ? "," : "{", 1);
    buf_add(buf, "\"", 1);
    buf_add(buf, key, strlen(key));
    buf_add(buf, "\":\"", 3);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        char escape[8];
        if (c == '"' || c == '\\') buf_add(buf, (char[]){'\\', (char)c}, 2);
        else if (c < 0x20) buf_add(buf, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", c));
        else buf_add(buf, p + i, 1);
    }
    buf_add(buf, "\"", 1);
}
