#include "feed/feed.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define FIRST_ROOM ((size_t)1 << 18) /* more than what readers look ahead, or each of their steps would move the whole window */

void dl_input_close(dl_input *input)
{
    if (input->fd > 0) close(input->fd);
    dl_unpack_close(input->unpack);
    free(input->buffer);
    *input = (dl_input){.fd = -1, .over = true};
}

static dl_status read_file(dl_input *in, size_t *got)
{
    ssize_t n;
    do n = read(in->fd, in->buffer + in->n, in->room - in->n);
    while (n < 0 && errno == EINTR);
    if (n < 0) return DL_IO;
    *got = (size_t)n;
    return DL_OK;
}

/* Moves the unread bytes to the front and reads more behind them. */
static dl_status fill(dl_input *in)
{
    if (in->broken) {
        in->broken = false;
        return DL_FORMAT;
    }
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
    size_t got = 0;
    DL_TRY(in->unpack ? dl_unpack_read(in->unpack, in->buffer + in->n, in->room - in->n, &got) : read_file(in, &got));
    in->n += got;
    in->over = got == 0;
    return DL_OK;
}

dl_status dl_input_peek(dl_input *in, size_t want, dl_str *out)
{
    while (in->n - in->at < want && (in->broken || !in->over)) DL_TRY(fill(in));
    *out = in->n ? dl_str_part((dl_str){in->p, in->n}, in->at, in->n) : (dl_str){0};
    return DL_OK;
}

dl_status dl_input_head(dl_input *in, size_t want, dl_str *out)
{
    dl_status status = dl_input_peek(in, want, out);
    bool broken = status == DL_FORMAT;
    while (status == DL_FORMAT && in->n == in->at) status = dl_input_peek(in, want, out);
    if (status != DL_OK && status != DL_FORMAT) return status;
    *out = in->n ? dl_str_part((dl_str){in->p, in->n}, in->at, in->n) : (dl_str){0};
    if (out->n == 0) return broken ? DL_FORMAT : DL_OK;
    in->broken = broken;
    return DL_OK;
}

dl_status dl_input_line(dl_input *in, size_t limit, dl_str *out)
{
    size_t seen = 0;
    bool long_line = false;
    for (;;) {
        const char *end = in->n - in->at > seen ? memchr(in->p + in->at + seen, '\n', in->n - in->at - seen) : NULL;
        if (end || (in->over && !in->broken && in->n > in->at)) {
            *out = (dl_str){in->p + in->at, end ? (size_t)(end - (in->p + in->at)) : in->n - in->at};
            in->at += out->n + (end != NULL);
            if (out->n && out->p[out->n - 1] == '\r') out->n--;
            return long_line || out->n > limit ? DL_LIMIT : DL_OK;
        }
        if (in->over && !in->broken) return long_line ? DL_LIMIT : DL_END;
        seen = in->n - in->at;
        if (seen > limit) {
            long_line = true;
            in->at = in->n;
            seen = 0;
        }
        dl_status status = fill(in);
        if (status == DL_FORMAT) in->at = in->n;
        DL_TRY(status);
    }
}
