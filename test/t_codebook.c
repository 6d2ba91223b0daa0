/* Every page of the codebook has what a page must have; the whole book holds all of them. */
#include "check.h"
#include "base/base.h"

static int count(dl_str text, const char *words)
{
    int n = 0;
    size_t m = strlen(words);
    for (size_t i = 0; i + m <= text.n; i++) n += memcmp(text.p + i, words, m) == 0;
    return n;
}

/* The part of a page between a heading and the next. */
static dl_str part(dl_str page, const char *heading)
{
    size_t m = strlen(heading);
    for (size_t i = 0; i + m <= page.n; i++) {
        if (memcmp(page.p + i, heading, m) != 0) continue;
        dl_str rest = dl_str_part(page, i + m, page.n);
        for (size_t k = 2; k + 2 < rest.n; k++)
            if (memcmp(rest.p + k, "\n**", 3) == 0 || memcmp(rest.p + k, "\n| ", 3) == 0) return dl_str_part(rest, 0, k);
        return rest;
    }
    return (dl_str){0};
}

static void check_page(dl_type type)
{
    dl_buf out = {0};
    dl_error err = {0};
    CHECK(dl_codebook(NULL, dl_type_text(type).p, &out, &err) == DL_OK, "%s", dl_type_text(type).p);
    dl_str page = dl_buf_str(&out);
    CHECK(count(part(page, "**What counts**"), "\n- ") >= 2, "%s", dl_type_text(type).p);
    CHECK(count(part(page, "**Examples**"), "\n- ") >= 3, "%s", dl_type_text(type).p);
    CHECK(count(part(page, "**Counter-examples**"), "\n- ") >= 3, "%s", dl_type_text(type).p);
    CHECK(count(part(page, "**Beside other types**"), "\n- ") >= 2, "%s", dl_type_text(type).p);
    CHECK(count(part(page, "**Sentences of the rules**"), "\n- ") >= 1, "%s", dl_type_text(type).p);
    CHECK(count(part(page, "as measured**"), "\n- ") >= 1, "%s", dl_type_text(type).p);
    CHECK(count(page, "| CAMEO | for |") == 1, "%s", dl_type_text(type).p);
    dl_buf_drop(&out);
}

static void check_mistakes(void)
{
    dl_buf out = {0};
    dl_error err = {0};
    CHECK(dl_codebook(NULL, "dance", &out, &err) == DL_USAGE, "%s", err.text);
    CHECK(strstr(err.text, "dance") != NULL, "%s", err.text);
    CHECK(dl_codebook("/nowhere", NULL, &out, &err) == DL_IO, "%s", err.text);
    CHECK(dl_codebook(NULL, "Reject", &out, NULL) == DL_OK, "%s", "the book");
    dl_buf_drop(&out);
}

int main(void)
{
    dl_buf book = {0};
    CHECK(dl_codebook(NULL, NULL, &book, NULL) == DL_OK, "%s", "the book");
    CHECK(count(dl_buf_str(&book), "**What counts**") == DL_TYPE_COUNT, "%s", "the book");
    CHECK(count(dl_buf_str(&book), "\n## ") == DL_TYPE_COUNT + 4, "%s", "the book");
    dl_buf_drop(&book);
    for (int i = 0; i < DL_TYPE_COUNT; i++) check_page((dl_type)i);
    check_mistakes();
    return check_done();
}
