/* Blocks: pages as real ones are, each with what every part of it must be. */
#include "check.h"
#include "lang/lang.h"

/* One row a page; `want` holds a letter for each block: b body, c caption, h heading, r repeated, y byline, x credit, m matter, d dateline. */
static const struct { const char *what, *text, *want; } pages[] = {
    {"a line is text even without a stop", "Rebels kill five in Kabul", "b"},
    {"a line is a paragraph",
     "The government will not attend the talks, a spokesman said on Monday.\nPeace talks in doubt\nThe rebels said they would come without conditions.\nAuthor: Jane Roe", "bhby"},
    {"a gallery",
     "The government will not attend the talks, a spokesman said.\n-\nA long war\nNo safety\nAttacks over the past months have killed hundreds of people in the city.\n-\nA long war\n"
     "New offensive\nLast week, the rebels announced an offensive.\nAuthor: Jane Roe",
     "bmrhcmrhcy"},
    {"datelines",
     "BEIRUT (Reuters) - Rebels shelled the town on Monday, a monitor said.\n\nThe army denied it on the same day.\n\n(Reporting by Jane Roe; Editing by John Doe)", "dbbx"},
    {"a dateline with a date", "GENEVA, March 3 -- The envoy met both sides on Tuesday and left.", "db"},
    {"old wire copy, wrapped and in capitals",
     "   SAN JOSE, 3 JAN 90 -- [REPORT] [PRESS OFFICE]\n[TEXT] THE ARMY COMMAND HAS REPORTED THAT ABOUT 50 FARMERS OF A\nVILLAGE HAVE BEEN TAKEN AWAY BY ARMED MEN WHO CAME DURING THE\n"
     "NIGHT.\n\n   MEANWHILE, THREE REBELS WERE KILLED AND SEVEN OTHERS WERE WOUNDED\nDURING CLASHES YESTERDAY.",
     "dbb"},
    {"a dateline with country, date and station",
     "MANAGUA (NICARAGUA), 13 DEC 89 (RADIO SANDINO NETWORK) -- [SPEECH] [TEXT] THE PRESIDENT SAID TODAY THAT THE ARMY WOULD STAY IN ITS BARRACKS.", "db"},
    {"a place without a dash", "TAMPA, Fla. A jury acquitted a former deputy on Friday, media reported.", "db"},
    {"not a dateline", "NATO Secretary General John Doe said on Monday that the alliance would stay.", "b"},
    {"not a dateline either", "Russia - the largest country in the world - refused to sign the accord.", "b"},
    {"page matter",
     "Tuesday, January 22, 2019\n\nBy Jane Roe and John Doe\n\nTwo soldiers died in the raid on Friday, officials said.\n\nADVERTISEMENT\n\nRead more: What we know so far\n\n"
     "The minister ordered an inquiry into it.\n\n***\n\nFollow us on Twitter\n\nhttp://example.org/a\n\nAP",
     "dybmmbmmmx"},
    {"contributors", "The parties signed the accord on Monday in the capital.\n\nJane Roe and John Doe contributed to this report.", "bx"},
    {"a sentence about contributors stays", "The parties signed the accord. Russia contributed to the talks, and the minister praised it.", "b"},
    {"picture credits", "Fighters of the movement in the south of the city last month [Reuters]\n\nThe army attacked the town on Friday.", "cxb"},
    {"a broken sentence", "The minister told reporters in the capital on Monday that he would\n\nattend the talks in Geneva.", "b"},
    {"an indented page",
     "    The bank said it raised its rate by half a point on Friday, and\nits shares fell.\n    Net 117 mln vs 106 mln\n    The central bank of the country gave no reason for the\nmove.", "bhb"},
    {"a quotation that breaks off is no heading", "\"I am sorry for what has happened,\"\n\nthe minister said on Monday after the talks in the capital.", "bb"},
    {"bullets", "The two sides agreed on this list after talks that took many days in all:\n\n- free all prisoners held since the war\n\n- open the road to the north.", "bbb"},
    {"nothing", "", ""},
    {"white space", " \n\n \t\n", ""},
};

static char letter(dl_block_kind kind) { return "bchryxmd"[kind]; }

static void test_pages(dl_arena *arena)
{
    for (size_t i = 0; i < DL_COUNT(pages); i++) {
        dl_arena_reset(arena);
        dl_doc doc = {.arena = arena, .text = dl_str_c(pages[i].text)};
        dl_error err = {0};
        char have[64] = "";
        CHECK(dl_blocks_find(&doc, &err) == DL_OK, "%s", err.text);
        for (uint32_t b = 0; b < doc.block_count && b < 63; b++) have[b] = letter(doc.blocks[b].kind), have[b + 1] = 0;
        CHECK(strcmp(have, pages[i].want) == 0, "%s: want %s, have %s", pages[i].what, pages[i].want, have);
        for (uint32_t b = 0; b < doc.block_count; b++) {
            bool text = doc.blocks[b].kind == DL_BLOCK_BODY;
            CHECK(text == (doc.blocks[b].why.n == 0), "%s: block %u gives a reason exactly when it is no plain text", pages[i].what, b);
        }
    }
}

static void test_captions(dl_arena *arena)
{
    dl_arena_reset(arena);
    dl_doc doc = {.arena = arena, .text = dl_str_c(pages[2].text)};
    dl_error err = {0};
    CHECK(dl_blocks_find(&doc, &err) == DL_OK && dl_tokens_find(NULL, &doc, &err) == DL_OK, "%s", err.text);
    CHECK(doc.sentence_count == 3, "%u sentences", doc.sentence_count);
    for (uint32_t s = 0; s < doc.sentence_count; s++)
        CHECK(doc.sentences[s].undated == (s > 0), "sentence %u: captions have no date of their own", s);
}

/* A page of one line without end, and one of very many lines. */
static void test_large(dl_arena *arena)
{
    static char text[1 << 20];
    static const char *const pieces[] = {"(", "- ", "By A ", "A\n", "\n-\nA title\n", "READ MORE ", "http://a\n", "A B C\n\n", "(Reuters) ", "\xE2\x80\x94"};
    for (size_t i = 0; i < DL_COUNT(pieces); i++) {
        size_t n = strlen(pieces[i]);
        for (size_t at = 0; at < sizeof text; at++) text[at] = pieces[i][at % n];
        dl_arena_reset(arena);
        dl_doc doc = {.arena = arena, .text = {text, sizeof text}};
        dl_error err = {0};
        CHECK(dl_blocks_find(&doc, &err) == DL_OK && doc.block_count > 0, "%s", err.text);
        uint32_t at = 0;
        bool ordered = true;
        for (uint32_t b = 0; b < doc.block_count; b++) {
            ordered = ordered && doc.blocks[b].span.start >= at && doc.blocks[b].span.end > doc.blocks[b].span.start;
            at = doc.blocks[b].span.end;
        }
        CHECK(ordered, "blocks of text %zu are in order", i);
    }
}

int main(void)
{
    dl_arena *arena = dl_arena_new(0);
    test_pages(arena);
    test_captions(arena);
    test_large(arena);
    dl_arena_free(arena);
    return check_done();
}
