/* Packed bytes are read through the same window as plain ones: an unpacker takes the place of the file and reads the file through a
 * window of its own. A damaged member costs itself alone: the search goes on for the next one. */
#include "feed/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

struct dl_unpack {
    dl_input from;
    dl_packing packing;
    z_stream z;
    ZSTD_DCtx *zstd;
    bool ready;       /* z has been set up */
    bool inside;      /* a member has begun and is not at its end */
    bool faulty;      /* fault is to be told before reading goes on */
    uint32_t members;
    uint64_t began;   /* where the member does */
    char fault[96];
};

static const char gzip_magic[] = "\x1f\x8b\x08", zstd_magic[] = "\x28\xb5\x2f\xfd";

/* Every other byte NUL, as in UTF-16 without its mark. */
static dl_packing wide(dl_str head)
{
    size_t zero[2] = {0, 0}, n = DL_MIN(head.n, (size_t)256) & ~(size_t)1;
    for (size_t i = 0; i < n; i++) zero[i & 1] += head.p[i] == 0;
    if (n < 8) return DL_PACKED_NOT;
    if (zero[1] * 3 > n && zero[0] == 0) return DL_PACKED_UTF16LE;
    return zero[0] * 3 > n && zero[1] == 0 ? DL_PACKED_UTF16BE : DL_PACKED_NOT;
}

dl_packing dl_input_packing(dl_str head)
{
    if (dl_str_starts(head, (dl_str){gzip_magic, 3})) return DL_PACKED_GZIP;
    if (dl_str_starts(head, (dl_str){zstd_magic, 4})) return DL_PACKED_ZSTD;
    if (dl_str_starts(head, (dl_str){"\xff\xfe\0\0", 4})) return DL_PACKED_NOT;
    if (dl_str_starts(head, DL_LIT("\xff\xfe"))) return DL_PACKED_UTF16LE;
    if (dl_str_starts(head, DL_LIT("\xfe\xff"))) return DL_PACKED_UTF16BE;
    return wide(head);
}

dl_status dl_input_unpack(dl_input *in, dl_packing packing)
{
    dl_unpack *u = calloc(1, sizeof *u);
    if (u == NULL) return DL_NOMEM;
    u->packing = packing;
    if (packing == DL_PACKED_GZIP) u->ready = inflateInit2(&u->z, 15 + 16) == Z_OK;
    if (packing == DL_PACKED_ZSTD) u->zstd = ZSTD_createDCtx();
    if ((packing == DL_PACKED_GZIP && !u->ready) || (packing == DL_PACKED_ZSTD && u->zstd == NULL)) {
        u->from.fd = -1;
        dl_unpack_close(u);
        return DL_NOMEM;
    }
    u->from = *in;
    *in = (dl_input){.fd = -1, .unpack = u};
    return DL_OK;
}

void dl_unpack_close(dl_unpack *u)
{
    if (u == NULL) return;
    if (u->ready) inflateEnd(&u->z);
    ZSTD_freeDCtx(u->zstd);
    dl_input_close(&u->from);
    free(u);
}

const char *dl_input_fault(const dl_input *in)
{
    const dl_unpack *u = in->unpack;
    while (u && u->fault[0] == 0) u = u->from.unpack;
    return u ? u->fault : "the packed data are damaged";
}

static void tell(dl_unpack *u, const char *what)
{
    const char *name = u->packing == DL_PACKED_GZIP ? "gzip" : "zstd";
    snprintf(u->fault, sizeof u->fault, "the %s data %s at byte %llu, in member %u", name, what,
             (unsigned long long)(u->from.passed + u->from.at), u->members);
    u->faulty = true;
    u->inside = false;
}

/* Moves to the next beginning of a member, or to the end. */
static dl_status find_member(dl_unpack *u, dl_str magic)
{
    for (;;) {
        dl_str s;
        DL_TRY(dl_input_peek(&u->from, magic.n, &s));
        if (s.n < magic.n) {
            u->from.at += s.n;
            return DL_OK;
        }
        const char *found = memmem(s.p, s.n, magic.p, magic.n);
        u->from.at += found ? (size_t)(found - s.p) : s.n - (magic.n - 1);
        if (found) return DL_OK;
    }
}

/* Padding with NUL bytes may follow a member; anything else is told. */
static dl_status begin_member(dl_unpack *u, dl_str magic)
{
    dl_str s;
    do {
        DL_TRY(dl_input_peek(&u->from, magic.n, &s));
        size_t zeros = 0;
        while (u->members && zeros < s.n && s.p[zeros] == 0) zeros++;
        u->from.at += zeros;
        if (zeros == 0) break;
    } while (true);
    if (s.n == 0) return DL_OK;
    if (!dl_str_starts(s, magic)) {
        tell(u, "are followed by something else");
        u->from.at++;
        return find_member(u, magic);
    }
    u->members++;
    u->inside = true;
    u->began = u->from.passed + u->from.at;
    if (u->zstd) ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only);
    else inflateReset(&u->z);
    return DL_OK;
}

/* One step of the library: *used and *made bytes. 1: the member is at its end; 0: it goes on; -1: it is damaged. */
static int step(dl_unpack *u, dl_str in, char *out, size_t room, size_t *used, size_t *made)
{
    if (u->zstd) {
        ZSTD_inBuffer from = {in.p, in.n, 0};
        ZSTD_outBuffer to = {out, room, 0};
        size_t left = ZSTD_decompressStream(u->zstd, &to, &from);
        *used = from.pos;
        *made = to.pos;
        return ZSTD_isError(left) ? -1 : left == 0;
    }
    union { const char *from; Bytef *to; } cast = {.from = in.p}; /* zlib's pointer is not const, but it does not write */
    u->z.next_in = cast.to;
    u->z.avail_in = (uInt)DL_MIN(in.n, (size_t)1 << 30);
    u->z.next_out = (Bytef *)out;
    u->z.avail_out = (uInt)DL_MIN(room, (size_t)1 << 30);
    uInt in_before = u->z.avail_in, out_before = u->z.avail_out;
    int result = inflate(&u->z, Z_NO_FLUSH);
    *used = in_before - u->z.avail_in;
    *made = out_before - u->z.avail_out;
    return result == Z_STREAM_END ? 1 : result == Z_OK || result == Z_BUF_ERROR ? 0 : -1;
}

static dl_status read_members(dl_unpack *u, char *out, size_t room, size_t *got)
{
    dl_str magic = u->zstd ? (dl_str){zstd_magic, 4} : (dl_str){gzip_magic, 3};
    while (*got == 0 && !u->faulty) {
        dl_str s;
        if (!u->inside) {
            DL_TRY(begin_member(u, magic));
            if (!u->inside) break;
        }
        DL_TRY(dl_input_peek(&u->from, 1, &s));
        size_t used = 0;
        int result = step(u, s, out, room, &used, got);
        u->from.at += used;
        if (result > 0) u->inside = false;
        else if (result < 0) {
            tell(u, "are damaged");
            if (u->from.passed + u->from.at == u->began) u->from.at++; /* or the same beginning would be found again */
            DL_TRY(find_member(u, magic));
        } else if (used == 0 && *got == 0) {
            size_t before = s.n;
            DL_TRY(dl_input_peek(&u->from, before + 1, &s));
            if (s.n == before) tell(u, "end too early");
        }
    }
    return DL_OK;
}

static uint32_t unit(const dl_unpack *u, const char *p)
{
    uint8_t a = (uint8_t)p[0], b = (uint8_t)p[1];
    return u->packing == DL_PACKED_UTF16LE ? (uint32_t)(a | b << 8) : (uint32_t)(b | a << 8);
}

/* Halves of surrogate pairs that stand alone, and a last odd byte, become U+FFFD. */
static dl_status read_wide(dl_unpack *u, char *out, size_t room, size_t *got)
{
    dl_str s;
    DL_TRY(dl_input_peek(&u->from, 4, &s));
    size_t at = 0;
    while (at < s.n && *got + 4 <= room) {
        uint32_t c = 0xfffd;
        size_t n = DL_MIN(s.n - at, (size_t)2);
        if (n == 2) c = unit(u, s.p + at);
        if (c >= 0xd800 && c < 0xdc00) {
            if (s.n - at < 4 && at) break; /* the other half is not in the window yet */
            uint32_t second = s.n - at < 4 ? 0 : unit(u, s.p + at + 2);
            if (second >= 0xdc00 && second < 0xe000) n = 4, c = 0x10000 + ((c - 0xd800) << 10) + (second - 0xdc00);
        }
        if (n == 1 && at && !u->from.over) break;
        at += n;
        *got += dl_utf8_put((c >= 0xd800 && c < 0xe000) || c == 0 ? 0xfffd : c, out + *got);
    }
    u->from.at += at;
    return DL_OK;
}

dl_status dl_unpack_read(dl_unpack *u, char *out, size_t room, size_t *got)
{
    *got = 0;
    if (!u->faulty) DL_TRY(u->packing == DL_PACKED_GZIP || u->packing == DL_PACKED_ZSTD ? read_members(u, out, room, got) : read_wide(u, out, room, got));
    if (*got || !u->faulty) return DL_OK;
    u->faulty = false;
    return DL_FORMAT;
}

dl_status dl_unpack_memory(dl_str packed, size_t limit, dl_arena *arena, dl_str *out)
{
    z_stream z = {0};
    if (inflateInit2(&z, 15 + 32) != Z_OK) return DL_NOMEM;
    dl_buf buf = {0};
    union { const char *from; Bytef *to; } cast = {.from = packed.p};
    z.next_in = cast.to;
    z.avail_in = (uInt)DL_MIN(packed.n, (size_t)1 << 30);
    char piece[16384];
    int result = Z_OK;
    while (result == Z_OK && buf.n <= limit && !buf.failed) {
        z.next_out = (Bytef *)piece;
        z.avail_out = sizeof piece;
        result = inflate(&z, Z_NO_FLUSH);
        dl_buf_add(&buf, (dl_str){piece, sizeof piece - z.avail_out});
    }
    inflateEnd(&z);
    dl_status status = buf.failed ? DL_NOMEM : buf.n > limit ? DL_LIMIT : result == Z_STREAM_END ? DL_OK : DL_FORMAT;
    if (status == DL_OK) {
        *out = buf.n ? dl_arena_str(arena, dl_buf_str(&buf)) : DL_LIT("");
        if (out->p == NULL) status = DL_NOMEM;
    }
    dl_buf_drop(&buf);
    return status;
}
