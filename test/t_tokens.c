/* Words and sentences: a table of texts and how they are cut, then texts that must not take long or break anything. */
#include "check.h"
#include "lang/words.h"

#include <stdlib.h>
#include <time.h>

/* Words are separated by a blank, words of one multiword token by +, sentences by //. Rules alone, no model. */
static const struct { const char *text, *cut; } table[] = {
    /* contractions and possessives */
    {"They can't say it's John's.", "They ca+n't say it+'s John+'s ."},
    {"We cannot go; they\xE2\x80\x99ve left.", "We can+not go ; they+\xE2\x80\x99ve left ."},
    {"The workers' pay and the Burgess' house", "The workers+' pay and the Burgess+' house"},
    {"She said 'the workers' and left.", "She said ' the workers ' and left ."},
    {"O'Brien arrived at five o'clock.", "O'Brien arrived at five o'clock ."},
    {"In the '90s and the 1980s", "In the '90s and the 1980s"},
    /* hyphens, dashes, slashes */
    {"a well-known non-violent co-operation", "a well - known non-violent co-operation"},
    {"a 26-year-old man and/or his AK-47", "a 26 - year - old man and / or his AK - 47"},
    {"talks\xE2\x80\x94long delayed\xE2\x80\x94" "began--late", "talks \xE2\x80\x94 long delayed \xE2\x80\x94 began -- late"},
    {"the 2001-2005 war, call 713-853-3989", "the 2001 - 2005 war , call 713-853-3989"},
    {"after 9/11 and on 11/28/2000", "after 9/11 and on 11/28/2000"},
    /* numbers and money */
    {"1,300 men paid $3.5m (US$4bn), or 50%.", "1,300 men paid $ 3.5 m ( US$ 4 bn ) , or 50 % ."},
    {"At 7:30 a.m. it was 10km away.", "At 7:30 a.m. it was 10 km away ."},
    {"At 5pm on the 3rd", "At 5 pm on the 3rd"},
    {"Rs 1,00,000 for 12,5", "Rs 1,00,000 for 12 , 5"},
    /* abbreviations */
    {"Mr. J. R. Smith of the U.S. met Gen. Haftar.", "Mr. J. R. Smith of the U.S. met Gen. Haftar ."},
    {"It cost Acme Inc. No. 5 etc. and more, etc.", "It cost Acme Inc. No. 5 etc. and more , etc ."},
    {"Plan B. The army left.", "Plan B . // The army left ."},
    {"U.S. troops left. D.C. police stayed.", "U.S. troops left . // D.C. police stayed ."},
    /* addresses */
    {"See www.example.org/a_b, or write to joe.doe@example.org.", "See www.example.org/a_b , or write to joe.doe@example.org ."},
    {"(http://example.org/x?y=1) and example.co.uk.", "( http://example.org/x?y=1 ) and example.co.uk ."},
    /* punctuation */
    {"What?! No... Yes.", "What ?! // No ... // Yes ."},
    {"AT&T said #1 :-)", "AT&T said # 1 :-)"},
    /* sentences */
    {"Talks failed.The war went on.", "Talks failed . // The war went on ."},
    {"He left Kabul.\"We stay,\" she said.", "He left Kabul . // \" We stay , \" she said ."},
    {"\"We want peace,\" he said. \"They do not.\" Nobody agreed.", "\" We want peace , \" he said . // \" They do not . \" // Nobody agreed ."},
    {"He asked: \"Did they say 'no'?\" They did.", "He asked : \" Did they say ' no ' ? \" // They did ."},
    {"THE ARMY ATTACKED THE TOWN. GEN. ROJAS DENIED IT.", "THE ARMY ATTACKED THE TOWN . // GEN. ROJAS DENIED IT ."},
    {"The rebels (who\nhad left) returned. It\nrained.", "The rebels ( who had left ) returned . // It rained ."},
    {"Two died in the raid.\xC2\xA0 Three fled.", "Two died in the raid . // Three fled ."},
    /* damage of real files */
    {"He said \x93no\x94 \x97 and left.", "He said \x93 no \x94 \x97 and left ."},
    {"It\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s over.", "It+\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s over ."},
    {"the Gulf\xC3\x82\xC2\xA0states", "the Gulf states"},
    {"", ""},
    {" \n\t ", ""},
};

static void write_cut(const dl_doc *doc, dl_buf *out)
{
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        if (s) DL_BUF_LIT(out, " // ");
        for (uint32_t k = 0, inside = 0; k < doc->sentences[s].count; k++) {
            uint32_t t = doc->sentences[s].first + k;
            if (k) dl_buf_char(out, inside ? '+' : ' ');
            inside = inside ? inside - 1 : 0;
            if (doc->tokens[t].group_size) inside = doc->tokens[t].group_size - 1u;
            dl_buf_add(out, dl_token_form(doc, t));
        }
    }
}

static dl_status cut(dl_arena *arena, dl_str text, dl_doc *doc, dl_error *err)
{
    dl_arena_reset(arena);
    *doc = (dl_doc){.arena = arena, .text = text};
    DL_TRY(dl_blocks_plain(doc, err));
    return dl_tokens_find(NULL, doc, err);
}

static void test_table(dl_arena *arena)
{
    for (size_t i = 0; i < DL_COUNT(table); i++) {
        dl_doc doc;
        dl_error err = {0};
        dl_buf out = {0};
        CHECK(cut(arena, dl_str_c(table[i].text), &doc, &err) == DL_OK, "%s", err.text);
        write_cut(&doc, &out);
        CHECK(dl_str_eq(dl_buf_str(&out), dl_str_c(table[i].cut)), "\n  text %s\n  want %s\n  have %s", table[i].text, table[i].cut, out.p ? out.p : "");
        dl_buf_drop(&out);
    }
}

/* Words in order, inside their sentence, and no byte lost that is not white space. */
static bool is_sound(const dl_doc *doc)
{
    size_t at = 0;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        const dl_sentence *sentence = &doc->sentences[s];
        if (sentence->count == 0 || sentence->span.start != doc->tokens[sentence->first].start) return false;
        if (sentence->span.end != doc->tokens[sentence->first + sentence->count - 1].end) return false;
        for (uint32_t t = sentence->first; t < sentence->first + sentence->count; t++) {
            const dl_token *token = &doc->tokens[t];
            if (token->start < at || token->end <= token->start || token->sentence != s) return false;
            size_t size;
            while (at < token->start && (size = dl_space_size(doc->text, at)) > 0) at += size;
            if (at != token->start) return false;
            at = token->end;
        }
    }
    size_t size;
    while (at < doc->text.n && (size = dl_space_size(doc->text, at)) > 0) at += size;
    return at == doc->text.n;
}

static void test_large(dl_arena *arena)
{
    static const char *const pieces[] = {"a", "a ", "a.", "A.", "a@", "1,", "1-", "'", "\"", "(", "http://", "x.com/", "Mr. ", "n't", "a'b", "-", "\xE2\x80\x9D", "a\n", "co-", "1/", "$", "\xC3\xA2\xE2\x82\xAC"};
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE);
    if (!text) abort();
    for (size_t i = 0; i <= DL_COUNT(pieces); i++) {
        size_t n = i < DL_COUNT(pieces) ? strlen(pieces[i]) : 0;
        uint32_t state = 1;
        for (size_t at = 0; at < SIZE; at++) text[at] = n ? pieces[i][at % n] : (char)((state = state * 1664525u + 1013904223u) >> 24);
        dl_doc doc;
        dl_error err = {0};
        clock_t start = clock();
        CHECK(cut(arena, (dl_str){text, SIZE}, &doc, &err) == DL_OK, "%s", err.text);
        CHECK(is_sound(&doc), "text %zu", i);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        CHECK(seconds < 5, "text %zu of 1 MiB took %.1f seconds", i, seconds);
    }
    free(text);
}

static void test_flags(dl_arena *arena)
{
    dl_doc doc;
    dl_error err = {0};
    CHECK(cut(arena, DL_LIT("He said: \"We fight. We win.\" It ended."), &doc, &err) == DL_OK && doc.sentence_count == 3, "%u sentences", doc.sentence_count);
    if (doc.sentence_count != 3) return;
    CHECK(!doc.sentences[0].quoted && doc.sentences[1].quoted && !doc.sentences[2].quoted, "the second begins inside the quotation");
    CHECK(doc.tokens[0].space_after && !doc.tokens[1].space_after && doc.tokens[2].space_after, "white space after words");
}

/* Memory that runs out is an error, wherever it does. */
static void test_memory(void)
{
    static char text[40000];
    for (size_t i = 0; i < sizeof text; i++) text[i] = "Ab. c, "[i % 7];
    for (size_t limit = 1000; limit < 400000; limit += 7777) {
        dl_arena *arena = dl_arena_new(limit);
        dl_doc doc = {.arena = arena, .text = {text, sizeof text}};
        dl_error err = {0};
        dl_status status = dl_blocks_find(&doc, &err);
        if (status == DL_OK) status = dl_tokens_find(NULL, &doc, &err);
        CHECK(status == DL_OK || (status == DL_NOMEM && err.text[0]), "limit %zu gives status %d", limit, (int)status);
        dl_arena_free(arena);
    }
}

static void test_lists(void)
{
    CHECK(dl_word_is_abbreviation(DL_LIT("gov")) && dl_word_is_abbreviation(DL_LIT("adm")) && dl_word_is_abbreviation(DL_LIT("vs")), "first, middle, last");
    CHECK(!dl_word_is_abbreviation(DL_LIT("go")) && !dl_word_is_abbreviation(DL_LIT("")), "not listed");
    CHECK(dl_word_is_prefix(DL_LIT("non")) && dl_word_is_unit(DL_LIT("km")) && dl_word_is_domain(DL_LIT("org")) && dl_word_is_whole(DL_LIT("w/o")), "other lists");
    CHECK(dl_word_split(DL_LIT("cannot")) == 3 && dl_word_split(DL_LIT("gonna")) == 3 && dl_word_split(DL_LIT("its")) == 0, "words written together");
    CHECK(dl_word_lists_sorted(), "a word list is out of order, so that searching it misses words");
}

int main(void)
{
    dl_arena *arena = dl_arena_new(0);
    test_table(arena);
    test_flags(arena);
    test_large(arena);
    test_memory();
    test_lists();
    dl_arena_free(arena);
    return check_done();
}
