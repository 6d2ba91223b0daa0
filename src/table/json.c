/* json.c - JSON text, written in one pass. */
#include "table/table.h"

#include <math.h>

static void comma(dl_json *json)
{
    if (json->more) dl_buf_char(json->out, ',');
    json->more = true;
}

void dl_json_open(dl_json *json, char bracket)
{
    comma(json);
    dl_buf_char(json->out, bracket);
    json->more = false;
}

void dl_json_close(dl_json *json, char bracket)
{
    dl_buf_char(json->out, bracket);
    json->more = true;
}

static void quote(dl_buf *out, dl_str s)
{
    static const char hex[] = "0123456789abcdef";
    dl_buf_char(out, '"');
    size_t clean = 0, at = 0; /* s[clean, at) can be copied as it is */
    while (at < s.n) {
        unsigned char c = (unsigned char)s.p[at];
        if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
            at++;
            continue;
        }
        size_t before = at;
        uint32_t code = dl_utf8_next(s, &at);
        if (code >= 0x80 && !(code == 0xFFFD && at == before + 1)) continue;
        dl_buf_add(out, dl_str_part(s, clean, before));
        clean = at;
        switch (code) {
        case '"': DL_BUF_LIT(out, "\\\""); break;
        case '\\': DL_BUF_LIT(out, "\\\\"); break;
        case '\n': DL_BUF_LIT(out, "\\n"); break;
        case '\r': DL_BUF_LIT(out, "\\r"); break;
        case '\t': DL_BUF_LIT(out, "\\t"); break;
        case 0xFFFD: DL_BUF_LIT(out, "\xEF\xBF\xBD"); break;
        default: {
            char escape[6] = {'\\', 'u', '0', '0', hex[code >> 4 & 15], hex[code & 15]};
            dl_buf_add(out, (dl_str){escape, 6});
        }
        }
    }
    dl_buf_add(out, dl_str_part(s, clean, s.n));
    dl_buf_char(out, '"');
}

void dl_json_key(dl_json *json, const char *key)
{
    comma(json);
    quote(json->out, dl_str_c(key));
    dl_buf_char(json->out, ':');
    json->more = false;
}

void dl_json_str(dl_json *json, dl_str s)
{
    comma(json);
    quote(json->out, s);
}

void dl_json_field(dl_json *json, const char *key, dl_str value)
{
    if (value.n == 0) return;
    dl_json_key(json, key);
    dl_json_str(json, value);
}

void dl_json_int(dl_json *json, int64_t value)
{
    comma(json);
    dl_buf_printf(json->out, "%lld", (long long)value);
}

void dl_json_real(dl_json *json, double value, int digits)
{
    comma(json);
    dl_real_add(json->out, value, digits);
}

/* printf would write the decimal point of the locale of whoever uses the library. */
void dl_real_add(dl_buf *out, double value, int digits)
{
    static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    int64_t power = powers[digits < 0 ? 0 : digits > 6 ? 6 : digits];
    if (!(fabs(value) < 1e12)) value = 0;
    int64_t scaled = llround(value * (double)power);
    if (scaled < 0) dl_buf_char(out, '-');
    uint64_t whole = (uint64_t)(scaled < 0 ? -scaled : scaled), rest = whole % (uint64_t)power;
    dl_buf_printf(out, "%llu", (unsigned long long)(whole / (uint64_t)power));
    if (rest == 0) return;
    dl_buf_char(out, '.');
    for (uint64_t step = (uint64_t)power / 10; rest != 0; step /= 10) {
        dl_buf_char(out, (char)('0' + rest / step));
        rest %= step;
    }
}
