/* glyphs.c - characters as the cutter sees them, with the usual damage of real files repaired in meaning (never in bytes). */
#include "lang/words.h"

#define L DL_CHAR_LOWER
#define U DL_CHAR_UPPER
#define D DL_CHAR_DIGIT
#define S DL_CHAR_SPACE
#define O DL_CHAR_OTHER
static const uint8_t ascii[128] = {
    /* Control characters separate words like white space. */
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    /* space ! " # $ % & ' ( ) * + , - . / */
    S, DL_CHAR_MARK, DL_CHAR_QUOTE, O, DL_CHAR_MONEY, O, O, DL_CHAR_APOSTROPHE, DL_CHAR_OPEN, DL_CHAR_CLOSE, O, O, DL_CHAR_COMMA, DL_CHAR_HYPHEN, DL_CHAR_DOT,
    DL_CHAR_SLASH,
    /* 0-9 : ; < = > ? @ */
    D, D, D, D, D, D, D, D, D, D, DL_CHAR_COLON, DL_CHAR_SEMICOLON, O, O, O, DL_CHAR_MARK, O,
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
    /* [ \ ] ^ _ ` */
    DL_CHAR_OPEN, O, DL_CHAR_CLOSE, O, O, DL_CHAR_APOSTROPHE,
    L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    /* { | } ~ DEL */
    DL_CHAR_OPEN, O, DL_CHAR_CLOSE, O, S,
};
#undef L
#undef U
#undef D
#undef S
#undef O

static dl_char kind_of(uint32_t code)
{
    if (code < 128) return (dl_char)ascii[code];
    switch (code) {
    case 0x2010: case 0x2011: return DL_CHAR_HYPHEN;
    case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return DL_CHAR_DASH;
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x02BC: case 0x00B4: return DL_CHAR_APOSTROPHE;
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x00AB: case 0x00BB: return DL_CHAR_QUOTE;
    case 0x2026: return DL_CHAR_ELLIPSIS;
    case 0x00A2: case 0x00A3: case 0x00A5: case 0x20AC: case 0x20B9: return DL_CHAR_MONEY;
    case 0x00A1: case 0x00BF: return DL_CHAR_OTHER;
    case 0x3002: return DL_CHAR_DOT;
    case 0x00AD: case 0xFFFD: return DL_CHAR_LOWER; /* a soft hyphen and what could not be read are inside words */
    default: break;
    }
    if (code >= 0x300 && code < 0x370) return DL_CHAR_LOWER; /* accents that stand after their letter */
    if (dl_is_space(code)) return DL_CHAR_SPACE;
    if (dl_is_upper(code)) return DL_CHAR_UPPER;
    if (dl_is_digit(code)) return DL_CHAR_DIGIT;
    return dl_is_punct(code) ? DL_CHAR_OTHER : DL_CHAR_LOWER;
}

/* CP1252 bytes 0x80..0x9F that stand alone in a file that claims to be UTF-8; 0 where CP1252 has no sign of interest. */
static const uint16_t cp1252[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0, 0, 0, 0, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

/* UTF-8 quotation marks and dashes that were read as CP1252 and written as UTF-8 again all begin with "â€". */
static bool read_garbled(dl_str s, size_t at, dl_glyph *out)
{
    static const struct { char bytes[4]; uint8_t n; uint16_t code; } tails[] = {
        {"\xE2\x84\xA2", 3, 0x2019}, {"\xCB\x9C", 2, 0x2018}, {"\xC5\x93", 2, 0x201C}, {"\xC2\x9D", 2, 0x201D},
        {"\xE2\x80\x9C", 3, 0x2013}, {"\xE2\x80\x9D", 3, 0x2014}, {"\xC2\xA6", 2, 0x2026},
    };
    if (s.n - at < 7 || memcmp(s.p + at, "\xC3\xA2\xE2\x82\xAC", 5) != 0) return false;
    for (size_t i = 0; i < DL_COUNT(tails); i++) {
        if (s.n - at - 5 < tails[i].n || memcmp(s.p + at + 5, tails[i].bytes, tails[i].n) != 0) continue;
        *out = (dl_glyph){tails[i].code, (uint8_t)(5 + tails[i].n), (uint8_t)kind_of(tails[i].code)};
        return true;
    }
    return false;
}

dl_glyph dl_glyph_read(dl_str s, size_t at)
{
    uint8_t byte = (uint8_t)s.p[at];
    if (byte < 128) return (dl_glyph){byte, 1, ascii[byte]};
    dl_glyph garbled;
    if (byte == 0xC3 && read_garbled(s, at, &garbled)) return garbled;
    size_t next = at;
    uint32_t code = dl_utf8_next(s, &next);
    if (next - at == 1) {
        code = byte < 0xA0 ? cp1252[byte - 0x80] : byte;
        if (code == 0) code = 0xFFFD;
    }
    return (dl_glyph){code, (uint8_t)(next - at), (uint8_t)kind_of(code)};
}

size_t dl_space_size(dl_str s, size_t at)
{
    dl_glyph glyph = dl_glyph_read(s, at);
    if (glyph.kind == DL_CHAR_SPACE) return glyph.size;
    /* A non-breaking space that was garbled leaves "Â" before it. */
    if (glyph.code == 0xC2 && at + glyph.size < s.n && (uint8_t)s.p[at + glyph.size] == 0xC2 && dl_glyph_read(s, at + glyph.size).kind == DL_CHAR_SPACE)
        return glyph.size + 2u;
    return 0;
}
