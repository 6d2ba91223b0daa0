/* conllu_read.c - sentences and words that somebody else has cut, as CoNLL-U. */
#include "record/engine.h"

typedef struct source {
    dl_doc *doc;
    dl_buf text;          /* built up, copied into the arena at the end */
    uint32_t token_room, sentence_room;
    uint32_t line;
    uint32_t sentence;    /* first token of the sentence so far */
    uint32_t group_left;  /* words of the multiword token that are still to come */
    uint32_t group_at, group_end; /* its bytes that are still to be given to words */
    uint8_t group_space;
    uint8_t group_size;   /* for the first word of the multiword token, 0 once it has it */
} source;

static dl_status no_memory(dl_error *err) { return dl_fail(err, DL_NOMEM, "There is no memory for more words."); }

static dl_status too_large(const source *s, dl_error *err)
{
    return s->text.n < UINT32_MAX / 4 ? DL_OK : dl_fail(err, DL_LIMIT, "Line %u: the text of all sentences is larger than 1 GiB.", s->line);
}

static dl_status add_token(source *s, uint32_t start, uint32_t end, uint8_t space, dl_error *err)
{
    dl_doc *doc = s->doc;
    if (!dl_arena_grow(doc->arena, (void **)&doc->tokens, &s->token_room, doc->token_count + 1, sizeof(dl_token))) return no_memory(err);
    doc->tokens[doc->token_count++] = (dl_token){.start = start, .end = end, .head = DL_NONE, .sentence = doc->sentence_count, .space_after = space};
    return DL_OK;
}

/* Where a word of a multiword token ends: after its form where the token is written so, else after its share. */
static uint32_t word_end(const source *s, dl_str form)
{
    dl_str rest = {s->text.p + s->group_at, s->group_end - s->group_at};
    if (s->group_left == 1) return s->group_end;
    if (form.n <= rest.n && dl_str_starts(rest, form)) return s->group_at + (uint32_t)form.n;
    uint32_t end = s->group_at + (s->group_end - s->group_at) / s->group_left;
    while (end < s->group_end && ((unsigned char)s->text.p[end] & 0xC0) == 0x80) end++;
    return end;
}

static dl_status end_sentence(source *s, dl_error *err)
{
    dl_doc *doc = s->doc;
    uint32_t count = doc->token_count - s->sentence;
    if (s->group_left) return dl_fail(err, DL_FORMAT, "Line %u: the sentence ends inside a multiword token.", s->line);
    if (count == 0) return DL_OK;
    if (!dl_arena_grow(doc->arena, (void **)&doc->sentences, &s->sentence_room, doc->sentence_count + 1, sizeof(dl_sentence))) return no_memory(err);
    dl_span span = {doc->tokens[s->sentence].start, doc->tokens[doc->token_count - 1].end};
    doc->sentences[doc->sentence_count++] = (dl_sentence){.span = span, .first = s->sentence, .count = count};
    s->sentence = doc->token_count;
    if (s->text.n && s->text.p[s->text.n - 1] != '\n') dl_buf_char(&s->text, '\n');
    return DL_OK;
}

static dl_status add_form(source *s, dl_str form, uint8_t space, uint32_t *start, dl_error *err)
{
    if (form.n == 0) return dl_fail(err, DL_FORMAT, "Line %u has no form in its second column.", s->line);
    *start = (uint32_t)s->text.n;
    dl_buf_add(&s->text, form);
    if (space) dl_buf_char(&s->text, ' ');
    if (s->text.failed) return no_memory(err);
    return too_large(s, err);
}

static dl_status read_line(source *s, dl_str line, dl_error *err)
{
    if (line.n == 0) return end_sentence(s, err);
    if (line.p[0] == '#') return DL_OK;
    dl_str id = dl_str_cut(&line, '\t'), form = dl_str_cut(&line, '\t'), misc = {0};
    for (uint32_t column = 3; column <= 10; column++) misc = dl_str_cut(&line, '\t');
    uint8_t space = 1;
    while (misc.n) space = dl_str_is(dl_str_cut(&misc, '|'), "SpaceAfter=No") ? 0 : space;
    if (memchr(id.p, '.', id.n)) return DL_OK; /* an empty node */
    uint32_t start;
    if (!memchr(id.p, '-', id.n)) {
        if (s->group_left == 0) {
            DL_TRY(add_form(s, form, space, &start, err));
            return add_token(s, start, start + (uint32_t)form.n, space, err);
        }
        uint32_t end = word_end(s, form);
        DL_TRY(add_token(s, s->group_at, end, s->group_left == 1 ? s->group_space : 0, err));
        s->doc->tokens[s->doc->token_count - 1].group_size = s->group_size;
        s->group_size = 0;
        s->group_at = end;
        s->group_left--;
        return DL_OK;
    }
    int64_t first, last;
    dl_str from = dl_str_cut(&id, '-');
    if (!dl_str_to_int(from, &first) || !dl_str_to_int(id, &last) || last <= first || last - first > 20 || s->group_left)
        return dl_fail(err, DL_FORMAT, "Line %u has no range of words in its first column.", s->line);
    DL_TRY(add_form(s, form, space, &start, err));
    s->group_left = (uint32_t)(last - first + 1);
    s->group_size = (uint8_t)s->group_left;
    s->group_at = start;
    s->group_end = start + (uint32_t)form.n;
    s->group_space = space;
    return DL_OK;
}

static dl_status read_lines(source *s, dl_str conllu, dl_error *err)
{
    while (conllu.n) {
        dl_str line = dl_str_cut(&conllu, '\n');
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        s->line++;
        DL_TRY(read_line(s, line, err));
    }
    return end_sentence(s, err);
}

dl_status dl_conllu_read(dl_doc *doc, dl_str conllu, dl_error *err)
{
    source s = {.doc = doc};
    dl_status status = read_lines(&s, conllu, err);
    if (status == DL_OK && s.text.failed) status = no_memory(err);
    if (status == DL_OK) {
        doc->text = dl_arena_str(doc->arena, dl_buf_str(&s.text));
        if (!doc->text.p) status = no_memory(err);
    }
    if (status == DL_OK) {
        doc->blocks = DL_NEW(doc->arena, dl_block, 1);
        if (!doc->blocks) status = no_memory(err);
        else doc->blocks[0].span.end = (uint32_t)doc->text.n;
        doc->block_count = 1;
    }
    dl_buf_drop(&s.text);
    return status;
}
