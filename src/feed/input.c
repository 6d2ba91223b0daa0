#include "feed/feed.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define FIRST_ROOM ((size_t)1 << 16)

void dl_input_close(dl_input *input)
{
    if (input->fd > 0) close(input->fd);
    free(input->buffer);
    *input = (dl_input){.fd = -1, .over = true};
}

/* Moves the unread bytes to the front and reads more behind them. */
static dl_status fill(dl_input *in)
{
    if (in->over) return DL_OK;
    if (in->at) {
        memmove(in->buffer, in->buffer + in->at, in->n - in->at);
        in->passed += in->at;
        in->n -= in->at;
        in->at = 0;
    }
    if (in->n == in->room) {
        size_t room = in->room ? in->room * 2 : FIRST_ROOM;
        char *more = room > in->room ? realloc(in->buffer, room) : NULL;
        if (more == NULL) return DL_NOMEM;
        in->buffer = more;
        in->room = room;
        in->p = more;
    }
    ssize_t got;
    do got = read(in->fd, in->buffer + in->n, in->room - in->n);
    while (got < 0 && errno == EINTR);
    if (got < 0) return DL_IO;
    in->n += (size_t)got;
    in->over = got == 0;
    return DL_OK;
}

dl_status dl_input_peek(dl_input *in, size_t want, dl_str *out)
{
    while (in->n - in->at < want && !in->over) DL_TRY(fill(in));
    *out = in->n ? dl_str_part((dl_str){in->p, in->n}, in->at, in->n) : (dl_str){0};
    return DL_OK;
}

dl_status dl_input_line(dl_input *in, size_t limit, dl_str *out)
{
    size_t seen = 0;
    bool long_line = false;
    for (;;) {
        const char *end = in->n - in->at > seen ? memchr(in->p + in->at + seen, '\n', in->n - in->at - seen) : NULL;
        if (end || (in->over && in->n > in->at)) {
            *out = (dl_str){in->p + in->at, end ? (size_t)(end - (in->p + in->at)) : in->n - in->at};
            in->at += out->n + (end != NULL);
            if (out->n && out->p[out->n - 1] == '\r') out->n--;
            return long_line || out->n > limit ? DL_LIMIT : DL_OK;
        }
        if (in->over) return long_line ? DL_LIMIT : DL_END;
        seen = in->n - in->at;
        if (seen > limit) {
            long_line = true;
            in->at = in->n;
            seen = 0;
        }
        DL_TRY(fill(in));
    }
}
