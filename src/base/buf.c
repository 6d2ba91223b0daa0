#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void dl_buf_drop(dl_buf *buf)
{
    if (buf == NULL) return;
    free(buf->p);
    *buf = (dl_buf){0};
}

static bool room_for(dl_buf *buf, size_t more)
{
    if (buf->failed) return false;
    if (more > SIZE_MAX - buf->n - 1) {
        buf->failed = 1;
        return false;
    }
    size_t need = buf->n + more + 1;
    if (need <= buf->room) return true;
    size_t room = DL_MAX(need, buf->room + buf->room / 2 + 64);
    char *p = realloc(buf->p, room);
    if (p == NULL) {
        buf->failed = 1;
        return false;
    }
    buf->p = p;
    buf->room = room;
    return true;
}

void dl_buf_add(dl_buf *buf, dl_str s)
{
    if (!room_for(buf, s.n)) return;
    if (s.n) memcpy(buf->p + buf->n, s.p, s.n);
    buf->n += s.n;
    buf->p[buf->n] = 0;
}

void dl_buf_char(dl_buf *buf, char c)
{
    dl_buf_add(buf, (dl_str){&c, 1});
}

void dl_buf_printf(dl_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0 && room_for(buf, (size_t)n)) {
        vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}
