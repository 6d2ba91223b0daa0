/* block_rules.c - the lines of real pages that are not the report: one table of phrases, a few shapes, datelines and credits. */
#include "lang/blocks.h"

#define LOW_SIZE 400 /* bytes of a paragraph that rules look at */
#define DATELINE_MAX 140
#define WORDS_MAX 80 /* a longer paragraph is running text */

const char dl_block_why_dateline[] = "place, date or agency at the head of the report";
const char dl_block_why_credit[] = "credit in brackets at the end of a paragraph";
const char dl_block_why_caption[] = "ends with a picture credit";
const char dl_block_why_gallery[] = "stands under the title of a picture gallery";

/* ## Phrases */

typedef enum where { IS, STARTS, HAS, ENDS } where;

/* `text` is in lower case, without accents and with plain quotation marks. A paragraph of more words than `words` is never touched. */
typedef struct phrase {
    where where;
    uint8_t words;
    const char *text;
    const dl_block_rule *rule;
} phrase;

static const dl_block_rule byline = {DL_BLOCK_BYLINE, "names the author"};
static const dl_block_rule contact = {DL_BLOCK_BYLINE, "says who the author is or how to reach the author"};
static const dl_block_rule reporters = {DL_BLOCK_CREDIT, "names those who reported, wrote or edited"};
static const dl_block_rule source = {DL_BLOCK_CREDIT, "names the source of the text"};
static const dl_block_rule picture = {DL_BLOCK_CREDIT, "names the source of a picture"};
static const dl_block_rule notice = {DL_BLOCK_MATTER, "copyright or disclaimer"};
static const dl_block_rule more = {DL_BLOCK_MATTER, "points to other pages"};
static const dl_block_rule button = {DL_BLOCK_MATTER, "a button or label of the page"};
static const dl_block_rule appeal = {DL_BLOCK_MATTER, "asks the reader to share, subscribe, follow or pay"};
static const dl_block_rule stamp = {DL_BLOCK_MATTER, "says when the page was published or changed"};

static const phrase phrases[] = {
    {STARTS, 15, "author:", &byline}, {STARTS, 15, "authors:", &byline}, {STARTS, 15, "author/", &byline}, {STARTS, 12, "written by ", &byline}, {STARTS, 12, "story by ", &byline},
    {STARTS, 12, "text by ", &byline}, {STARTS, 12, "words by ", &byline}, {STARTS, 12, "posted by ", &byline}, {STARTS, 12, "reporter:", &byline}, {STARTS, 12, "presenter:", &byline},
    {IS, 3, "staff reporter", &byline}, {IS, 3, "staff writer", &byline}, {IS, 3, "our correspondent", &byline}, {STARTS, 4, "from our correspondent", &byline},
    {STARTS, 80, "(the writer ", &contact}, {STARTS, 80, "(the author ", &contact}, {STARTS, 25, "the writer can be reached", &contact}, {HAS, 25, " can be reached at ", &contact},
    {STARTS, 25, "the writer is ", &contact}, {STARTS, 12, "follow the author", &contact}, {STARTS, 12, "email the author", &contact}, {STARTS, 10, "follow him on twitter", &contact},
    {STARTS, 10, "follow her on twitter", &contact}, {STARTS, 14, "contact the author", &contact}, {STARTS, 14, "to contact the reporter", &contact}, {STARTS, 14, "to contact the editor", &contact},

    {STARTS, 80, "(reporting by", &reporters}, {STARTS, 80, "reporting by ", &reporters}, {STARTS, 80, "(writing by", &reporters}, {STARTS, 80, "writing by ", &reporters},
    {STARTS, 80, "(additional reporting", &reporters}, {STARTS, 80, "additional reporting", &reporters}, {STARTS, 80, "(with additional reporting", &reporters},
    {STARTS, 80, "(with reporting", &reporters}, {STARTS, 80, "with reporting by", &reporters}, {STARTS, 80, "with files from", &reporters}, {STARTS, 80, "(with files from", &reporters},
    {STARTS, 80, "(editing by", &reporters}, {STARTS, 80, "editing by ", &reporters}, {STARTS, 30, "(compiled by", &reporters}, {STARTS, 30, "compiled by ", &reporters},
    {STARTS, 30, "edited by ", &reporters}, {STARTS, 30, "(edited by ", &reporters}, {STARTS, 30, "(report by ", &reporters}, {STARTS, 30, "(reported by ", &reporters}, {STARTS, 30, "translated by ", &reporters},
    {STARTS, 30, "(translated by ", &reporters}, {STARTS, 30, "translation:", &reporters}, {HAS, 60, " contributed to this report", &reporters}, {HAS, 60, " contributed to this story", &reporters},
    {HAS, 60, " contributed to this article", &reporters}, {HAS, 60, " contributed reporting", &reporters}, {HAS, 60, " contributed to the report", &reporters},
    {HAS, 40, "prepared this report", &reporters},

    {IS, 1, "source", &source}, {IS, 1, "sources", &source}, {STARTS, 12, "source:", &source}, {STARTS, 12, "sources:", &source}, {STARTS, 12, "(source:", &source}, {STARTS, 8, "courtesy", &source},
    {STARTS, 10, "with agency input", &source}, {STARTS, 10, "(with agency input", &source}, {STARTS, 10, "with inputs from", &source}, {STARTS, 10, "(with inputs from", &source},
    {STARTS, 10, "(agencies)", &source}, {STARTS, 20, "this article was originally published", &source}, {STARTS, 20, "this story was originally published", &source},
    {STARTS, 20, "this article originally appeared", &source}, {STARTS, 20, "this story originally appeared", &source}, {STARTS, 20, "originally published", &source},

    {STARTS, 12, "photo:", &picture}, {STARTS, 12, "photos:", &picture}, {STARTS, 12, "photo by", &picture}, {STARTS, 12, "(photo by", &picture}, {STARTS, 12, "photo credit", &picture},
    {STARTS, 12, "image:", &picture}, {STARTS, 12, "image credit", &picture}, {STARTS, 12, "image copyright", &picture}, {STARTS, 12, "image source", &picture}, {STARTS, 12, "credit:", &picture},
    {STARTS, 12, "credits:", &picture}, {STARTS, 12, "picture:", &picture}, {STARTS, 12, "pictures:", &picture}, {STARTS, 12, "photograph:", &picture}, {STARTS, 12, "photograph by", &picture},
    {STARTS, 12, "photographs by", &picture}, {STARTS, 8, "ap photo", &picture}, {STARTS, 8, "getty images", &picture}, {STARTS, 8, "(getty images", &picture}, {IS, 3, "file photo", &picture},
    {IS, 3, "(file photo)", &picture}, {STARTS, 8, "reuters/", &picture}, {STARTS, 8, "afp/", &picture}, {STARTS, 8, "ap/", &picture}, {STARTS, 8, "epa/", &picture}, {ENDS, 8, "/getty images", &picture},
    {ENDS, 8, "/reuters", &picture}, {ENDS, 8, "/afp", &picture}, {ENDS, 8, "/ap", &picture}, {ENDS, 8, "/epa", &picture}, {ENDS, 8, "via getty images", &picture}, {ENDS, 8, "via ap", &picture},
    {ENDS, 8, "via reuters", &picture}, {ENDS, 8, "via afp", &picture}, {ENDS, 6, " for the new york times", &picture}, {STARTS, 6, "(photo courtesy", &picture},

    {STARTS, 40, "copyright ", &notice}, {STARTS, 40, "(c) 1", &notice}, {STARTS, 40, "(c) 2", &notice}, {STARTS, 40, "\xC2\xA9", &notice}, {STARTS, 25, "all rights reserved", &notice}, {HAS, 40, "all rights reserved.", &notice},
    {STARTS, 40, "the views expressed in this", &notice}, {STARTS, 40, "views expressed in this", &notice}, {STARTS, 40, "the opinions expressed", &notice}, {STARTS, 40, "this material may not be", &notice},
    {STARTS, 25, "mailonline may earn", &notice}, {STARTS, 40, "disclaimer:", &notice}, {STARTS, 40, "this article contains affiliate links", &notice},
    {STARTS, 30, "our standards:", &notice}, {STARTS, 40, "except for the headline, this story", &notice},

    {STARTS, 25, "read more", &more}, {STARTS, 25, "read also", &more}, {STARTS, 25, "also read", &more}, {STARTS, 25, "read:", &more}, {STARTS, 25, "see also", &more}, {STARTS, 25, "related:", &more},
    {STARTS, 8, "related article", &more}, {STARTS, 8, "related stor", &more}, {STARTS, 4, "related coverage", &more}, {STARTS, 4, "related topics", &more}, {STARTS, 4, "related content", &more},
    {IS, 1, "related", &more}, {STARTS, 25, "more:", &more}, {STARTS, 6, "more on ", &more}, {STARTS, 4, "more from ", &more}, {STARTS, 25, "watch:", &more}, {STARTS, 25, "listen:", &more}, {STARTS, 6, "watch in ", &more},
    {STARTS, 10, "click here", &more}, {STARTS, 10, "(click here", &more}, {STARTS, 12, "go back to top", &more}, {STARTS, 8, "skip to ", &more}, {STARTS, 10, "continue reading", &more},
    {STARTS, 8, "story continue", &more}, {STARTS, 8, "article continue", &more}, {STARTS, 10, "continuation of the material", &more}, {STARTS, 8, "readers also", &more}, {STARTS, 25, "don't miss", &more},
    {STARTS, 6, "you may also like", &more}, {STARTS, 6, "recommended", &more}, {STARTS, 20, "for more on this", &more}, {STARTS, 20, "[watch", &more}, {STARTS, 6, "top stories", &more}, {STARTS, 4, "most read", &more},
    {STARTS, 4, "most popular", &more}, {STARTS, 4, "editor's picks", &more}, {STARTS, 4, "trending now", &more},

    {IS, 1, "photo", &button}, {IS, 1, "photos", &button}, {IS, 1, "video", &button}, {IS, 1, "credit", &button}, {IS, 1, "caption:", &button}, {IS, 1, "caption", &button}, {IS, 1, "also", &button}, {IS, 1, "about", &button},
    {STARTS, 3, "advertisement", &button}, {IS, 1, "print", &button}, {IS, 1, "comments", &button}, {IS, 1, "comment", &button}, {IS, 2, "hide caption", &button}, {IS, 2, "toggle caption", &button}, {IS, 1, "hide", &button},
    {STARTS, 5, "scroll down for", &button}, {IS, 2, "image caption", &button}, {IS, 2, "media caption", &button}, {IS, 2, "buy now", &button}, {IS, 2, "view gallery", &button}, {IS, 3, "live updates", &button},
    {IS, 1, "menu", &button}, {IS, 1, "home", &button}, {IS, 1, "loading", &button}, {IS, 1, "loading...", &button}, {IS, 1, "reply", &button}, {IS, 2, "close menu", &button}, {IS, 3, "open in app", &button},
    {IS, 3, "media playback is", &button}, {STARTS, 8, "media playback is unsupported", &button}, {STARTS, 8, "(adsbygoogle", &button}, {STARTS, 20, "ai summary", &button}, {STARTS, 8, "generated by ", &button},
    {STARTS, 10, "file photo", &button}, {IS, 1, "twitter", &button}, {IS, 1, "facebook", &button}, {IS, 1, "whatsapp", &button}, {IS, 1, "email", &button}, {IS, 1, "linkedin", &button}, {IS, 2, "copy link", &button},
    {IS, 2, "sign in", &button}, {IS, 2, "log in", &button}, {IS, 1, "share", &appeal},

    {STARTS, 12, "share this", &appeal}, {STARTS, 8, "share on ", &appeal}, {STARTS, 25, "follow us on", &appeal}, {STARTS, 12, "follow @", &appeal}, {STARTS, 25, "subscribe ", &appeal}, {IS, 1, "subscribe", &appeal},
    {STARTS, 30, "sign up for", &appeal}, {STARTS, 30, "sign up to", &appeal}, {IS, 2, "sign up", &appeal}, {STARTS, 25, "join us on", &appeal}, {STARTS, 25, "join our ", &appeal}, {STARTS, 20, "download our", &appeal},
    {STARTS, 20, "download the ", &appeal}, {STARTS, 12, "like us on", &appeal}, {STARTS, 20, "have your say", &appeal}, {STARTS, 30, "get the latest ", &appeal}, {STARTS, 25, "support our ", &appeal},
    {STARTS, 12, "donate ", &appeal}, {STARTS, 25, "add your name to", &appeal}, {STARTS, 30, "got a tip", &appeal}, {STARTS, 25, "do you have a story", &appeal}, {STARTS, 12, "contact us", &appeal},
    {STARTS, 12, "tell us what you think", &appeal}, {STARTS, 12, "leave a comment", &appeal}, {STARTS, 12, "post a comment", &appeal},

    {STARTS, 10, "last updated", &stamp}, {STARTS, 10, "last modified", &stamp}, {STARTS, 10, "updated:", &stamp}, {STARTS, 10, "published:", &stamp}, {STARTS, 10, "published on ", &stamp}, {STARTS, 10, "posted:", &stamp},
    {STARTS, 10, "posted on ", &stamp}, {STARTS, 8, "first published", &stamp}, {ENDS, 4, " min read", &stamp}, {ENDS, 4, " minute read", &stamp}, {ENDS, 4, " minutes ago", &stamp}, {ENDS, 4, " hours ago", &stamp},
};

static bool has(dl_str s, dl_str part)
{
    for (size_t i = 0; i + part.n <= s.n; i++)
        if (s.p[i] == part.p[0] && memcmp(s.p + i, part.p, part.n) == 0) return true;
    return false;
}

/* The first letter turns most phrases away. */
static bool matches(const phrase *p, dl_str low, bool whole)
{
    if (p->where <= STARTS && (low.n == 0 || low.p[0] != p->text[0])) return false;
    dl_str text = dl_str_c(p->text);
    switch (p->where) {
    case IS: return whole && dl_str_eq(low, text);
    case STARTS: return dl_str_starts(low, text);
    case ENDS: return whole && dl_str_ends(low, text);
    default: return has(low, text);
    }
}

/* ## Shapes */

static dl_str word_at(dl_str s, size_t *at)
{
    size_t size;
    while (*at < s.n && (size = dl_space_size(s, *at)) > 0) *at += size;
    size_t start = *at;
    while (*at < s.n && dl_space_size(s, *at) == 0) *at += dl_glyph_read(s, *at).size;
    return dl_str_part(s, start, *at);
}

static bool is_upper_word(dl_str word)
{
    size_t at = 0;
    uint8_t first = word.n ? dl_glyph_read(word, 0).kind : DL_CHAR_SPACE;
    bool lower = false;
    while (at < word.n && !lower) {
        dl_glyph glyph = dl_glyph_read(word, at);
        lower = glyph.kind == DL_CHAR_LOWER;
        at += glyph.size;
    }
    return first == DL_CHAR_UPPER && !lower;
}

static bool starts_upper(dl_str word) { return word.n && dl_glyph_read(word, 0).kind == DL_CHAR_UPPER; }

/* "By Jane Doe and John Roe, Kabul": names and small words only. */
static bool is_byline(dl_str s, const dl_paragraph *p)
{
    size_t at = 0;
    dl_str word = word_at(s, &at);
    if (p->words < 2 || p->words > 12 || p->stopped || (!dl_str_is(word, "By") && !dl_str_is(word, "BY") && !dl_str_is(word, "by"))) return false;
    uint32_t names = 0;
    while (word = word_at(s, &at), word.n) {
        bool small = dl_str_has_word(DL_LIT("and in for of the de al von van bin & |"), word);
        if (!small && !starts_upper(word)) return false;
        names += !small;
    }
    return names >= 1;
}

static bool is_address(dl_str s, const dl_paragraph *p)
{
    return p->words == 1 && (dl_str_starts(s, DL_LIT("http://")) || dl_str_starts(s, DL_LIT("https://")) || dl_str_starts(s, DL_LIT("www.")));
}

/* Only weekdays, months, numbers and the like, at least one number among them. */
static bool is_date(dl_str low, const dl_paragraph *p)
{
    static const char words[] = "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march april may june july august september "
                                "october november december jan feb mar apr jun jul aug sep sept oct nov dec am pm gmt utc est edt bst ist cet a.m p.m at on of th st nd rd";
    if (p->words > 9) return false;
    size_t at = 0, start = 0;
    bool number = false, name = false;
    while (at < low.n) {
        start = at;
        while (at < low.n && ((low.p[at] >= 'a' && low.p[at] <= 'z') || (at > start && low.p[at] == '.'))) at++;
        if (at > start) {
            dl_str word = dl_str_part(low, start, at);
            while (word.n && word.p[word.n - 1] == '.') word.n--;
            if (!dl_str_has_word(dl_str_c(words), word)) return false;
            name = true;
        } else {
            char c = low.p[at++];
            if (c >= '0' && c <= '9') number = true;
            else if (!strchr(" ,:/-.|()+", c)) return false;
        }
    }
    return number && (name || p->words == 1);
}

static const char agencies[] = "reuters afp ap getty epa dpa tass xinhua anadolu upi ians ani pti rfe/rl aa sana irna interfax unian ukrinform pap efe ansa kyodo yonhap bbc cnn ria novosti";

/* "(Reuters)", "AFP", "AP, Reuters": agencies and nothing else. */
static bool is_agency(dl_str low, const dl_paragraph *p)
{
    if (p->words > 4) return false;
    uint32_t known = 0;
    for (size_t at = 0; at < low.n;) {
        size_t start = at;
        while (at < low.n && ((low.p[at] >= 'a' && low.p[at] <= 'z') || (low.p[at] >= '0' && low.p[at] <= '9'))) at++;
        if (at == start) {
            if (!strchr(" ,/()[]-&.", low.p[at++])) return false;
            continue;
        }
        dl_str word = dl_str_part(low, start, at);
        if (dl_str_has_word(dl_str_c(agencies), word)) known++;
        else if (!dl_str_has_word(DL_LIT("images and via agencies"), word)) return false;
    }
    return known > 0;
}

const dl_block_rule *dl_block_rule_find(dl_str text, const dl_paragraph *p)
{
    static const dl_block_rule signs = {DL_BLOCK_MATTER, "signs without a word"}, address = {DL_BLOCK_MATTER, "an address and nothing else"};
    static const dl_block_rule markup = {DL_BLOCK_MATTER, "markup"};
    static const dl_block_rule name_line = {DL_BLOCK_BYLINE, "By and names"}, agency = {DL_BLOCK_CREDIT, "names an agency and nothing else"};
    static const dl_block_rule date = {DL_BLOCK_DATELINE, "the date of the page"}, later_date = {DL_BLOCK_MATTER, "a date and nothing else"};
    static const dl_block_rule repeated = {DL_BLOCK_REPEATED, "the same line occurs again and again"};
    if (p->signs) return &signs;
    dl_str s = dl_str_part(text, p->span.start, p->span.end);
    if (s.p[0] == '<' && s.p[s.n - 1] == '>') return &markup;
    if (is_address(s, p)) return &address;
    if (p->words > WORDS_MAX) return NULL;
    char buffer[LOW_SIZE];
    dl_str low = {buffer, dl_str_fold(s, buffer, sizeof buffer)};
    low = dl_str_trim(low);
    bool whole = s.n < LOW_SIZE / 2;
    for (size_t i = 0; i < DL_COUNT(phrases); i++)
        if (p->words <= phrases[i].words && matches(&phrases[i], low, whole)) return phrases[i].rule;
    if (is_byline(s, p)) return &name_line;
    if (whole && !p->stopped && is_date(low, p)) return p->follows_body ? &later_date : &date;
    if (whole && is_agency(low, p)) return &agency;
    if (p->words <= 15 && !p->stopped && (p->times >= 3 || (p->times == 2 && p->before_signs))) return &repeated;
    return NULL;
}

/* Does the text break off after a comma, closing quotation marks aside? */
static bool breaks_off(dl_str text, dl_span span)
{
    for (uint32_t at = span.end; at > span.start;) {
        uint32_t end = at--;
        while (at > span.start && ((uint8_t)text.p[at] & 0xC0) == 0x80) at--;
        uint8_t kind = dl_glyph_read((dl_str){text.p, end}, at).kind;
        if (kind != DL_CHAR_QUOTE && kind != DL_CHAR_APOSTROPHE) return kind == DL_CHAR_COMMA;
    }
    return false;
}

/* A line of at most ten words that does not end like a sentence, with running text after it. */
const dl_block_rule *dl_block_heading_find(dl_str text, const dl_paragraph *p)
{
    static const dl_block_rule heading = {DL_BLOCK_HEADING, "a short line that does not end like a sentence"};
    if (p->stopped || p->words > 10 || p->span.end - p->span.start > 100 || breaks_off(text, p->span)) return NULL;
    dl_glyph first = dl_glyph_read(text, p->span.start);
    return first.kind == DL_CHAR_LOWER || first.kind == DL_CHAR_HYPHEN ? NULL : &heading;
}

/* ## Datelines */

/* Places whose name in capitals begins a report even without a dash after it. */
static const char places[] = "WASHINGTON LONDON PARIS BERLIN MOSCOW BEIJING BRUSSELS BEIRUT CAIRO JERUSALEM BAGHDAD KABUL TOKYO SEOUL GENEVA ISTANBUL ANKARA "
                             "DAMASCUS AMMAN TEHRAN RIYADH DUBAI DOHA SANAA ADEN TRIPOLI TUNIS ALGIERS RABAT KHARTOUM JUBA NAIROBI MOGADISHU ABUJA LAGOS ACCRA DAKAR "
                             "BAMAKO KINSHASA KIGALI BUJUMBURA HARARE JOHANNESBURG ISLAMABAD KARACHI LAHORE PESHAWAR DHAKA COLOMBO KATHMANDU MUMBAI BANGKOK MANILA JAKARTA HANOI "
                             "YANGON SYDNEY CANBERRA WELLINGTON OTTAWA TORONTO HAVANA CARACAS BOGOTA LIMA BRASILIA SANTIAGO KIEV KYIV MINSK WARSAW PRAGUE BUDAPEST VIENNA ATHENS "
                             "ROME MADRID LISBON DUBLIN BELFAST OSLO STOCKHOLM HELSINKI COPENHAGEN BELGRADE SARAJEVO ZAGREB SOFIA BUCHAREST TBILISI YEREVAN BAKU";

static size_t dash_at(dl_str s, size_t at)
{
    size_t end = at;
    while (end < s.n) {
        dl_glyph glyph = dl_glyph_read(s, end);
        if (glyph.kind != DL_CHAR_HYPHEN && glyph.kind != DL_CHAR_DASH) break;
        end += glyph.size;
    }
    return end - at;
}

/* What the head of a paragraph holds before its dash. */
typedef struct head {
    uint32_t upper, capital, number, agency, other;
    bool upper_first; /* the first word is in capitals */
} head;

static size_t skip_spaces(dl_str s, size_t at)
{
    size_t size;
    while (at < s.n && (size = dl_space_size(s, at)) > 0) at += size;
    return at;
}

/* The end of a bracket that opens at s[at], at most `most` bytes on; 0 for none. */
static size_t bracket_end(dl_str s, size_t at, size_t most)
{
    size_t limit = DL_MIN(s.n, at + most);
    char close = s.p[at] == '(' ? ')' : ']';
    for (size_t i = at + 1; i < limit; i++)
        if (s.p[i] == close) return i + 1;
    return 0;
}

static bool is_agency_bracket(dl_str bracket)
{
    char buffer[64];
    dl_str low = {buffer, dl_str_fold(bracket, buffer, sizeof buffer)};
    dl_paragraph p = {.words = 1};
    return is_agency(low, &p);
}

static void count_word(head *h, dl_str word)
{
    if (h->upper + h->capital + h->number + h->other == 0) h->upper_first = is_upper_word(word) && word.n > 2;
    while (word.n && strchr(",.;:", word.p[word.n - 1])) word.n--;
    if (word.n == 0) return;
    uint8_t kind = dl_glyph_read(word, 0).kind;
    if (kind == DL_CHAR_DIGIT) h->number++;
    else if (is_upper_word(word) && word.n > 1) h->upper++;
    else if (kind == DL_CHAR_UPPER || dl_str_has_word(DL_LIT("of de la el al and"), word)) h->capital++;
    else h->other++;
}

/* Brackets after the dash of old wire copy: "-- [REPORT] [TEXT]". */
static size_t skip_brackets(dl_str s, size_t at)
{
    for (int n = 0; n < 5; n++) {
        size_t next = skip_spaces(s, at), end = next < s.n && s.p[next] == '[' ? bracket_end(s, next, 120) : 0;
        if (!end) break;
        at = end;
    }
    return at;
}

static bool is_capitals(dl_str s)
{
    uint32_t lower = 0, upper = 0;
    for (size_t i = 0; i < s.n && i < 300; i++) {
        lower += s.p[i] >= 'a' && s.p[i] <= 'z';
        upper += s.p[i] >= 'A' && s.p[i] <= 'Z';
    }
    return upper > 20 && lower * 20 < upper;
}

/* "TAMPA, Fla. A jury", "PARIS French police": the end of the place, or 0. */
static size_t bare_place(dl_str s)
{
    size_t at = 0;
    dl_str word = word_at(s, &at);
    bool comma = word.n > 4 && word.p[word.n - 1] == ',';
    if (comma) word.n--;
    if (!is_upper_word(word)) return 0;
    size_t end = at;
    if (comma) {
        word = word_at(s, &at);
        if (word.n < 3 || word.p[word.n - 1] != '.' || !starts_upper(word)) return 0;
        end = at;
    } else if (!dl_str_has_word(dl_str_c(places), word)) {
        return 0;
    }
    word = word_at(s, &at);
    return starts_upper(word) && !is_upper_word(word) ? end : comma && starts_upper(word) ? end : 0;
}

/* Is what stands before the dash a dateline? `rest` is what follows. */
static bool is_dateline(const head *h, dl_str rest, bool first, bool capitals)
{
    uint32_t names = h->upper + h->capital;
    if (h->agency && names + h->number + h->other == 0) return true;
    if (names == 0 || names > 7 || h->other) return false;
    bool sure = h->number || h->agency;
    if (capitals) return first && (sure || (rest.n && rest.p[0] == '['));
    if (h->upper_first) return (first || sure) && h->capital <= 4;
    return first && (sure || (h->capital <= 2 && starts_upper(rest)));
}

/* The end of the next word, which stops before a dash inside it. */
static size_t head_word_end(dl_str s, size_t at)
{
    while (at < s.n && dl_space_size(s, at) == 0) {
        dl_glyph glyph = dl_glyph_read(s, at);
        if (glyph.kind == DL_CHAR_DASH || (s.p[at] == '-' && at + 1 < s.n && s.p[at + 1] == '-')) break;
        at += glyph.size;
    }
    return at;
}

uint32_t dl_block_dateline_end(dl_str text, dl_span span, bool first)
{
    dl_str s = dl_str_part(text, span.start, span.end);
    bool capitals = is_capitals(s);
    head h = {0};
    size_t at = 0;
    while (at < s.n && at < DATELINE_MAX && !h.other) {
        at = skip_spaces(s, at);
        size_t dash = at < s.n ? dash_at(s, at) : 0;
        if (dash) {
            size_t after = skip_spaces(s, at + dash);
            dl_str rest = dl_str_part(s, after, s.n);
            bool apart = after > at + dash || rest.n == 0;
            if (!apart || (rest.n > 0 && rest.n < 20) || !is_dateline(&h, rest, first, capitals)) return span.start;
            return span.start + (uint32_t)skip_brackets(s, at + dash);
        }
        if (at < s.n && s.p[at] == '(') {
            size_t end = bracket_end(s, at, 60);
            if (!end) return span.start;
            h.agency += is_agency_bracket(dl_str_part(s, at, end));
            at = end;
        } else if (at < s.n) {
            size_t end = head_word_end(s, at);
            count_word(&h, dl_str_part(s, at, end));
            at = end;
        }
    }
    size_t bare = first && !capitals ? bare_place(s) : 0;
    return span.start + (uint32_t)bare;
}

/* ## Credits at the end of a paragraph */

uint32_t dl_block_credit_start(dl_str text, dl_span span, bool *caption)
{
    *caption = false;
    char last = text.p[span.end - 1];
    if (last != ')' && last != ']') return span.end;
    char open = last == ')' ? '(' : '[';
    uint32_t start = span.end - 1, least = span.end - span.start > 400 ? span.end - 400 : span.start;
    while (start > least && text.p[start] != open) start--;
    if (text.p[start] != open || start == span.start) return span.end;
    char buffer[LOW_SIZE];
    dl_str low = {buffer, dl_str_fold(dl_str_part(text, start, span.end), buffer, sizeof buffer)};
    for (size_t i = 0; i < DL_COUNT(phrases); i++)
        if (phrases[i].rule == &reporters && phrases[i].where == STARTS && matches(&phrases[i], low, true)) return start;
    dl_paragraph inner = {.span = {start, span.end}, .words = 1};
    bool agency = low.n < 40 && is_agency(low, &inner);
    static const char *const photos[] = {"ap photo", "reuters/", "/reuters", "getty images", "photo by", "/afp", "/ap)", "photo:", "afp/"};
    bool photo = false;
    for (size_t i = 0; i < DL_COUNT(photos); i++) photo = photo || (low.n < 90 && has(low, dl_str_c(photos[i])));
    photo = photo && !has(low, DL_LIT("/ "));
    *caption = photo || (agency && open == '[');
    return agency || photo ? start : span.end;
}
