/* t_table.c - the writers, over an analysis that is built by hand. `t_table show [colour]` prints the pages for people. */
#include "table/table.h"
#include "check.h"

#include <stdlib.h>

typedef struct row { const char *form, *lemma; dl_upos upos; const char *xpos; uint32_t head; dl_rel rel; } row; /* head: 1-based, 0 root */

static const char text[] =
    "The Qatari government has invited five parties to peace talks in Doha on 4 May.\n"
    "Rebel envoy José Ángel won't attend, a spokesman told the \"Observer\".\n"
    "By Nadia Farouk\n"
    "At least 12 soldiers were killed near Kunduz — the army denies it.";

static const row rows[] = {
    {"The", "the", DL_UPOS_DET, "DT", 3, DL_REL_DET}, {"Qatari", "Qatari", DL_UPOS_ADJ, "JJ", 3, DL_REL_AMOD},
    {"government", "government", DL_UPOS_NOUN, "NN", 5, DL_REL_NSUBJ}, {"has", "have", DL_UPOS_AUX, "VBZ", 5, DL_REL_AUX},
    {"invited", "invite", DL_UPOS_VERB, "VBN", 0, DL_REL_ROOT}, {"five", "five", DL_UPOS_NUM, "CD", 7, DL_REL_NUMMOD},
    {"parties", "party", DL_UPOS_NOUN, "NNS", 5, DL_REL_OBJ}, {"to", "to", DL_UPOS_ADP, "IN", 10, DL_REL_CASE},
    {"peace", "peace", DL_UPOS_NOUN, "NN", 10, DL_REL_COMPOUND}, {"talks", "talk", DL_UPOS_NOUN, "NNS", 5, DL_REL_OBL},
    {"in", "in", DL_UPOS_ADP, "IN", 12, DL_REL_CASE}, {"Doha", "Doha", DL_UPOS_PROPN, "NNP", 10, DL_REL_NMOD},
    {"on", "on", DL_UPOS_ADP, "IN", 15, DL_REL_CASE}, {"4", "4", DL_UPOS_NUM, "CD", 15, DL_REL_NUMMOD},
    {"May", "May", DL_UPOS_PROPN, "NNP", 10, DL_REL_NMOD}, {".", ".", DL_UPOS_PUNCT, ".", 5, DL_REL_PUNCT}, {0},
    {"Rebel", "rebel", DL_UPOS_NOUN, "NN", 2, DL_REL_COMPOUND}, {"envoy", "envoy", DL_UPOS_NOUN, "NN", 7, DL_REL_NSUBJ},
    {"José", "José", DL_UPOS_PROPN, "NNP", 2, DL_REL_APPOS}, {"Ángel", "Ángel", DL_UPOS_PROPN, "NNP", 3, DL_REL_FLAT},
    {"wo", "will", DL_UPOS_AUX, "MD", 7, DL_REL_AUX}, {"n't", "not", DL_UPOS_PART, "RB", 7, DL_REL_ADVMOD},
    {"attend", "attend", DL_UPOS_VERB, "VB", 11, DL_REL_CCOMP}, {",", ",", DL_UPOS_PUNCT, ",", 7, DL_REL_PUNCT},
    {"a", "a", DL_UPOS_DET, "DT", 10, DL_REL_DET}, {"spokesman", "spokesman", DL_UPOS_NOUN, "NN", 11, DL_REL_NSUBJ},
    {"told", "tell", DL_UPOS_VERB, "VBD", 0, DL_REL_ROOT}, {"the", "the", DL_UPOS_DET, "DT", 14, DL_REL_DET},
    {"\"", "\"", DL_UPOS_PUNCT, "``", 14, DL_REL_PUNCT}, {"Observer", "Observer", DL_UPOS_PROPN, "NNP", 11, DL_REL_IOBJ},
    {"\"", "\"", DL_UPOS_PUNCT, "''", 14, DL_REL_PUNCT}, {".", ".", DL_UPOS_PUNCT, ".", 11, DL_REL_PUNCT}, {0},
    {"At", "at", DL_UPOS_ADP, "IN", 2, DL_REL_CASE}, {"least", "least", DL_UPOS_ADJ, "JJS", 3, DL_REL_NMOD},
    {"12", "12", DL_UPOS_NUM, "CD", 4, DL_REL_NUMMOD}, {"soldiers", "soldier", DL_UPOS_NOUN, "NNS", 6, DL_REL_NSUBJ_PASS},
    {"were", "be", DL_UPOS_AUX, "VBD", 6, DL_REL_AUX_PASS}, {"killed", "kill", DL_UPOS_VERB, "VBN", 0, DL_REL_ROOT},
    {"near", "near", DL_UPOS_ADP, "IN", 8, DL_REL_CASE}, {"Kunduz", "Kunduz", DL_UPOS_PROPN, "NNP", 6, DL_REL_OBL},
    {"—", "-", DL_UPOS_PUNCT, ":", 12, DL_REL_PUNCT}, {"the", "the", DL_UPOS_DET, "DT", 11, DL_REL_DET},
    {"army", "army", DL_UPOS_NOUN, "NN", 12, DL_REL_NSUBJ}, {"denies", "deny", DL_UPOS_VERB, "VBZ", 6, DL_REL_PARATAXIS},
    {"it", "it", DL_UPOS_PRON, "PRP", 12, DL_REL_OBJ}, {".", ".", DL_UPOS_PUNCT, ".", 6, DL_REL_PUNCT}, {0},
};

static dl_span at(const char *words)
{
    const char *p = strstr(text, words);
    uint32_t start = p ? (uint32_t)(p - text) : 0;
    return (dl_span){start, start + (uint32_t)strlen(words)};
}

static struct {
    dl_token tokens[64];
    dl_sentence sentences[3];
    dl_block blocks[4];
    dl_score scores[64];
    dl_entity entities[6];
    dl_time times[1];
    dl_place places[2];
    dl_quantity quantities[2];
    dl_claim claims[2];
    dl_meeting meetings[1];
    dl_event events[3];
    dl_evidence evidence[4];
    dl_analysis a;
} f;

static void words(void)
{
    uint32_t n = 0, sentence = 0, byte = 0;
    for (size_t i = 0; i < DL_COUNT(rows); i++) {
        if (!rows[i].form) {
            dl_sentence *s = &f.sentences[sentence++];
            s->count = n - s->first;
            s->span = (dl_span){f.tokens[s->first].start, f.tokens[n - 1].end};
            s->block = sentence == 3 ? 2 : 0;
            if (sentence < 3) f.sentences[sentence].first = n;
            if (sentence == 2) byte = at("At least").start;
            continue;
        }
        const char *p = strstr(text + byte, rows[i].form);
        uint32_t first = f.sentences[sentence].first, start = (uint32_t)(p - text), end = start + (uint32_t)strlen(rows[i].form);
        f.tokens[n] = (dl_token){.start = start, .end = end, .sentence = sentence, .lemma = dl_str_c(rows[i].lemma), .xpos = dl_str_c(rows[i].xpos),
                                 .upos = (uint8_t)rows[i].upos, .rel = (uint8_t)rows[i].rel, .space_after = text[end] == ' ' || text[end] == '\n',
                                 .head = rows[i].head ? first + rows[i].head - 1 : DL_NONE};
        byte = end;
        n++;
    }
    f.tokens[20].group_size = 2; /* won't */
    f.tokens[4].feats = DL_LIT("Tense=Past|VerbForm=Part");
    f.tokens[11].name = DL_NAME_B_LOC;
    f.tokens[18].name = DL_NAME_B_PER;
    f.tokens[19].name = DL_NAME_I_PER;
    f.scores[4].type[DL_TYPE_AGREE] = 0.913f;
    f.scores[4].type[DL_TYPE_REQUEST] = 0.21f;
    f.scores[22].type[DL_TYPE_REJECT] = 0.88f;
    f.scores[37].type[DL_TYPE_ASSAULT] = 0.995f;
    f.a.tokens = f.tokens;
    f.a.token_count = n;
    f.a.sentences = f.sentences;
    f.a.sentence_count = 3;
    f.a.scores = f.scores;
}

static void marks(void)
{
    f.blocks[0] = (dl_block){{0, at("By Nadia").start}, DL_BLOCK_BODY, {0}};
    f.blocks[1] = (dl_block){at("By Nadia Farouk"), DL_BLOCK_BYLINE, DL_LIT("begins with \"By\" and a name")};
    f.blocks[2] = (dl_block){{at("At least").start, sizeof text - 1}, DL_BLOCK_BODY, {0}};
    f.entities[0] = (dl_entity){.span = at("The Qatari government"), .head = 2, .last = 2, .code = DL_LIT("QAT"), .sector = DL_LIT("GOV"),
                                .via = DL_VIA_AGENT, .antecedent = DL_NONE, .why = DL_LIT("\"government\" is GOV, \"Qatari\" is Qatar")};
    f.entities[1] = (dl_entity){.span = at("five parties"), .head = 6, .first = 5, .last = 6, .antecedent = DL_NONE};
    f.entities[2] = (dl_entity){.span = at("Rebel envoy José Ángel"), .head = 17, .first = 16, .last = 19, .name = DL_LIT("José Ángel"),
                                .id = DL_LIT("person:jose-angel"), .sector = DL_LIT("REB"), .via = DL_VIA_TITLE, .antecedent = DL_NONE};
    f.entities[3] = (dl_entity){.span = at("a spokesman"), .head = 25, .first = 24, .last = 25, .sector = DL_LIT("REB"), .via = DL_VIA_COREFERENCE, .antecedent = 2};
    f.entities[4] = (dl_entity){.span = at("12 soldiers"), .head = 35, .first = 34, .last = 35, .code = DL_LIT("AFG"), .sector = DL_LIT("MIL"),
                                .via = DL_VIA_LEARNED, .antecedent = DL_NONE};
    f.entities[5] = (dl_entity){.span = at("the army"), .head = 42, .first = 41, .last = 42, .code = DL_LIT("AFG"), .sector = DL_LIT("MIL"),
                                .via = DL_VIA_AGENT, .antecedent = DL_NONE};
    f.times[0] = (dl_time){.span = at("4 May"), .first = 13, .last = 14, .value = DL_LIT("2020-05-04"), .low = dl_day_from_ymd(2020, 5, 4),
                           .high = dl_day_from_ymd(2020, 5, 4), .precision = DL_PRECISION_DAY, .why = DL_LIT("the next 4 May after publication")};
    f.places[0] = (dl_place){.span = at("Doha"), .first = 11, .last = 11, .name = DL_LIT("Doha"), .code = DL_LIT("QAT"), .province = DL_LIT("Baladiyat ad Dawhah"),
                             .feature = DL_LIT("PPLC"), .lat = 25.28545, .lon = 51.53096, .resolved = 1};
    f.places[1] = (dl_place){.span = at("Kunduz"), .first = 39, .last = 39};
    f.quantities[0] = (dl_quantity){.span = at("At least 12"), .first = 32, .last = 34, .unit = 35, .low = 12, .high = INT64_MAX};
    f.quantities[1] = (dl_quantity){.span = at("five"), .first = 5, .last = 5, .unit = 6, .low = 5, .high = 5};
    f.claims[0] = (dl_claim){.source = 3, .source_span = at("a spokesman"), .cue = at("told"), .content = {at("Rebel envoy José Ángel won't attend")},
                             .content_count = 1, .sentence = 1, .stance = DL_STANCE_ASSERTS, .outer = DL_NONE};
    f.claims[1] = (dl_claim){.source = 5, .source_span = at("the army"), .cue = at("denies"), .content = {at("it")}, .content_count = 1,
                             .sentence = 2, .stance = DL_STANCE_DENIES, .outer = DL_NONE};
    f.meetings[0] = (dl_meeting){DL_LIT("doha-2020-05-04"), 0, f.times[0].low, f.times[0].high, 0, 5};
}

static dl_event event(const char *id, dl_type type, const char *words_of, uint32_t first, uint32_t last, uint32_t sentence)
{
    dl_event e = {.type = type, .text = {at(words_of)}, .text_count = 1, .trigger_first = first, .trigger_last = last, .sentence = sentence,
                  .claim_source = DL_NONE, .place = DL_NONE, .time = DL_NONE, .meeting = DL_NONE, .date_low = DL_DAY_UNKNOWN, .date_high = DL_DAY_UNKNOWN};
    memcpy(e.id, id, strlen(id) + 1);
    return e;
}

static void events(void)
{
    f.evidence[0] = (dl_evidence){DL_LIT("model type AGREE"), 0.913f, at("invited five parties"), 1};
    f.evidence[1] = (dl_evidence){DL_LIT("rule agree.invite"), 0.8f, at("invited"), 1};
    f.evidence[2] = (dl_evidence){DL_LIT("model type REQUEST"), 0.21f, at("invited five parties"), 0};
    dl_event *e = &f.events[0];
    *e = event("00112233445566aa", DL_TYPE_AGREE, "invited five parties", 4, 6, 0);
    memcpy(e->cameo, "0331", 5);
    e->actor_count = e->recipient_count = 1;
    e->recipient[0] = 1;
    e->date_low = e->date_high = dl_day_from_ymd(2020, 4, 20);
    e->date_precision = DL_PRECISION_DAY;
    e->place = 0;
    e->meeting = 0;
    e->answer = DL_ANSWER_INVITED;
    e->rule = DL_LIT("agree.invite");
    e->confidence = 0.9f;
    e->evidence = f.evidence;
    e->evidence_count = 3;
    e->sizes[0] = (dl_size){DL_LIT("invited"), 1};
    e->size_count = 1;
    e = &f.events[1];
    *e = event("00112233445566bb", DL_TYPE_REJECT, "won't attend", 20, 22, 1);
    e->modes[0] = DL_LIT("meet");
    e->mode_count = 1;
    e->contexts[0] = DL_LIT("diplomatic");
    e->context_count = 1;
    e->actor[0] = 2;
    e->actor_count = e->recipient_count = 1;
    e->chain_count = 1;
    e->claim_source = 3;
    e->claim_cue = at("told");
    e->stance = DL_STANCE_ASSERTS;
    e->meeting = 0;
    e->answer = DL_ANSWER_DECLINED;
    e->confidence = 0.8125f;
    e = &f.events[2];
    *e = event("00112233445566cc", DL_TYPE_ASSAULT, "killed", 37, 37, 2);
    e->aux = DL_AUX_NEGATION | DL_AUX_HISTORICAL;
    e->recipient[0] = 4;
    e->recipient_count = 1;
    e->place = 1;
    e->sizes[0] = (dl_size){DL_LIT("dead"), 0};
    e->size_count = 1;
    e->date_low = dl_day_from_ymd(2020, 4, 1);
    e->date_high = dl_day_from_ymd(2020, 4, 30);
    e->date_precision = DL_PRECISION_MONTH;
    e->date_basis = DL_BASIS_STATED;
}

static void build(void)
{
    words();
    marks();
    events();
    f.a.report = (dl_report){.id = DL_LIT("r1"), .date = DL_LIT("2020-04-20"), .title = DL_LIT("Talks, \"at last\""), .text = dl_str_c(text),
                             .source = DL_LIT("Our Wire"), .language = DL_LIT("en")};
    f.a.text = text;
    f.a.blocks = f.blocks;
    f.a.block_count = 3;
    f.a.entities = f.entities;
    f.a.entity_count = 6;
    f.a.times = f.times;
    f.a.time_count = 1;
    f.a.places = f.places;
    f.a.place_count = 2;
    f.a.quantities = f.quantities;
    f.a.quantity_count = 2;
    f.a.claims = f.claims;
    f.a.claim_count = 2;
    f.a.meetings = f.meetings;
    f.a.meeting_count = 1;
    f.a.events = f.events;
    f.a.event_count = 3;
    f.a.coder = DL_LIT("dateline test");
}

static dl_str line_of(const dl_buf *out, uint32_t number)
{
    dl_str rest = dl_buf_str(out), line = dl_str_cut(&rest, '\n');
    while (number--) line = dl_str_cut(&rest, '\n');
    return line;
}

static void same(const char *what, dl_str got, const char *want)
{
    CHECK(dl_str_is(got, want), "%s:\n  got  %.*s\n  want %s", what, (int)got.n, got.p, want);
}

static bool holds(const dl_buf *out, const char *words_of) { return out->p && strstr(out->p, words_of) != NULL; }

static void test_jsonl(void)
{
    dl_buf out = {0};
    dl_table_header(DL_TABLE_JSONL, &out);
    CHECK(out.n == 0, "JSON Lines have no header");
    dl_table_events(DL_TABLE_JSONL, &f.a, &out);
    same("first record", line_of(&out, 0),
         "{\"id\":\"00112233445566aa\",\"doc_id\":\"r1\",\"date\":\"2020-04-20\",\"enddate\":\"2020-04-20\",\"date_precision\":\"day\","
         "\"date_basis\":\"publication\",\"event\":[\"AGREE\"],\"cameo\":\"0331\",\"quad_code\":1,\"event_scale\":2.5,"
         "\"actor\":[{\"entity_text\":\"The Qatari government\",\"start\":0,\"end\":21,\"code\":\"QAT\",\"sector\":\"GOV\",\"via\":\"agent\"}],"
         "\"recipient\":[{\"entity_text\":\"five parties\",\"start\":34,\"end\":46,\"via\":\"unknown\"}],"
         "\"event_loc\":{\"extracted_place\":\"Doha\",\"resolved_place\":\"Doha\",\"lat\":25.28545,\"lon\":51.53096,\"country_code\":\"QAT\","
         "\"province\":\"Baladiyat ad Dawhah\",\"feature_code\":\"PPLC\",\"resolution\":4,\"start\":65,\"end\":69},"
         "\"size\":{\"invited\":{\"low\":5,\"high\":5,\"text\":\"five\",\"start\":34,\"end\":38}},"
         "\"meeting\":{\"id\":\"doha-2020-05-04\",\"place\":\"Doha\",\"date\":\"2020-05-04\",\"host\":{\"entity_text\":\"The Qatari government\","
         "\"start\":0,\"end\":21,\"code\":\"QAT\",\"sector\":\"GOV\",\"via\":\"agent\"},\"invited\":5,\"answer\":\"invited\"},"
         "\"event_text\":[{\"text\":\"invited five parties\",\"start\":26,\"end\":46}],\"text_info\":{\"sequence\":1,\"start\":0,\"end\":79},"
         "\"rule\":\"agree.invite\",\"confidence\":0.9,\"cite_info\":{\"publication\":\"Our Wire\",\"title\":\"Talks, \\\"at last\\\"\","
         "\"language\":\"en\"},\"coder\":\"dateline test\"}");
    CHECK(holds(&out, "\"mode\":[\"meet\"],\"context\":[\"diplomatic\"],\"quad_code\":3,\"event_scale\":-2,"), "mode, context and score");
    CHECK(holds(&out, "\"text\":\"won't attend\",\"start\":103,\"end\":115"), "offsets are code points after José Ángel");
    CHECK(holds(&out, "\"dead\":{\"low\":12,\"text\":\"At least 12\""), "an open number has no upper bound");
    CHECK(holds(&out, "\"claim\":{\"source\":{\"entity_text\":\"a spokesman\""), "the claim's source");
    CHECK(holds(&out, "\"aux\":[\"historical\",\"negation\"]"), "auxiliary modes in their order");
    CHECK(holds(&out, "\"event_loc\":{\"extracted_place\":\"Kunduz\",\"start\":"), "an unresolved place has its words and no coordinates");
    dl_buf_drop(&out);
}

static void test_csv(void)
{
    dl_buf out = {0};
    dl_table_header(DL_TABLE_CSV, &out);
    uint32_t header = 1, commas = 0, quoted = 0;
    for (size_t i = 0; i < out.n; i++) header += out.p[i] == ',';
    CHECK(dl_str_ends(dl_buf_str(&out), DL_LIT("coder\r\n")), "a header row that ends as RFC 4180 says");
    out.n = 0;
    dl_table_events(DL_TABLE_CSV, &f.a, &out);
    dl_str first = line_of(&out, 0);
    for (size_t i = 0; i < first.n; i++) {
        quoted ^= first.p[i] == '"';
        commas += first.p[i] == ',' && !quoted;
    }
    CHECK(commas + 1 == header, "%u columns, header %u", commas + 1, header);
    CHECK(dl_str_starts(first, DL_LIT("00112233445566aa,r1,2020-04-20,2020-04-20,day,publication,AGREE,,,,0331,1,2.5,The Qatari government,,,QAT,GOV")), "first cells");
    CHECK(holds(&out, "\"Talks, \"\"at last\"\"\""), "quotes are doubled");
    dl_buf_drop(&out);
}

static void test_lines(void)
{
    dl_buf out = {0};
    dl_table_claims(&f.a, &out);
    CHECK(out.p && strchr(out.p, '\n') == out.p + out.n - 1, "one claim carries no event:\n%s", out.p ? out.p : "");
    CHECK(holds(&out, "\"stance\":\"denies\",\"cue\":{\"text\":\"denies\""), "it is the denial");
    out.n = 0;
    dl_table_article(&f.a, &out);
    same("article", line_of(&out, 0),
         "{\"kind\":\"article\",\"id\":\"r1\",\"date\":\"2020-04-20\",\"publisher\":\"Our Wire\",\"title\":\"Talks, \\\"at last\\\"\",\"language\":\"en\","
         "\"sentences\":3,\"words\":46,\"events\":3,\"skipped\":[{\"kind\":\"byline\",\"why\":\"begins with \\\"By\\\" and a name\",\"start\":150,\"end\":165}],"
         "\"coder\":\"dateline test\"}");
    out.n = 0;
    dl_table_marks(&f.a, &out);
    CHECK(holds(&out, "\"times\":[{\"start\":73,\"end\":78,\"type\":\"DATE\",\"value\":\"2020-05-04\""), "times");
    CHECK(holds(&out, "\"claims\":[{\"source\":[[117,128]],\"cue\":[[129,133]],\"content\":[[80,115]],\"stance\":\"asserts\"}"), "claims as lists of spans:\n%s", out.p);
    dl_buf_drop(&out);
}

static void test_conllu(void)
{
    dl_buf out = {0};
    dl_table_conllu(&f.a, &out);
    CHECK(holds(&out, "# newdoc id = r1\n# sent_id = r1-1\n# text = The Qatari government has"), "comments");
    CHECK(holds(&out, "5\tinvited\tinvite\tVERB\tVBN\tTense=Past|VerbForm=Part\t0\troot\t_\t_\n"), "a root");
    CHECK(holds(&out, "5-6\twon't\t_\t_\t_\t_\t_\t_\t_\t_\n5\two\twill\tAUX\tMD\t_\t7\taux\t_\t_\n6\tn't\tnot\t"), "two words of one token");
    CHECK(holds(&out, "7\tattend\tattend\tVERB\tVB\t_\t11\tccomp\t_\tSpaceAfter=No\n"), "no space after");
    dl_buf_drop(&out);
}

static void test_numbers(void)
{
    static const struct { double value; int digits; const char *want; } table[] = {
        {0, 3, "0"}, {1, 3, "1"}, {-9.5, 1, "-9.5"}, {0.8125, 3, "0.813"}, {0.9999, 3, "1"}, {-0.0001, 3, "0"}, {25.28545, 5, "25.28545"},
        {-73.00001, 5, "-73.00001"}, {0.05, 2, "0.05"}, {1e300, 2, "0"},
    };
    for (size_t i = 0; i < DL_COUNT(table); i++) {
        dl_buf out = {0};
        dl_real_add(&out, table[i].value, table[i].digits);
        same("number", dl_buf_str(&out), table[i].want);
        dl_buf_drop(&out);
    }
}

/* Every kind of character, and bytes that are no character at all. */
static void test_index(void)
{
    static const char odd[] = "a\xC3\xA9\xE2\x80\x94\xF0\x9F\x95\x8A\xFF\x80z";
    char many[2000] = "";
    size_t n = 0;
    while (n + sizeof odd < sizeof many) memcpy(many + n, odd, sizeof odd - 1), n += sizeof odd - 1;
    dl_index index;
    CHECK(dl_index_open(&index, (dl_str){many, n}), "memory");
    size_t byte = 0;
    bool right = true;
    for (uint32_t code = 0; byte < n; code++) {
        right &= dl_index_at(&index, (uint32_t)byte) == code;
        dl_utf8_next((dl_str){many, n}, &byte);
    }
    CHECK(right, "code points are counted as they are read");
    dl_index_close(&index);
    dl_buf out = {0};
    dl_json json = {&out, false};
    dl_json_str(&json, (dl_str){"a\"\\\n\x01\xFF\xC3\xA9", 8});
    same("JSON text", dl_buf_str(&out), "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD\xC3\xA9\"");
    dl_buf_drop(&out);
}

/* Two sentences whose arcs cross, and a loop: drawn or listed, never out of bounds. */
static void test_odd_trees(void)
{
    dl_token kept[64];
    memcpy(kept, f.tokens, sizeof kept);
    dl_buf out = {0};
    for (uint32_t t = 1; t < 16; t++) f.tokens[t].head = (t * 7) % t;
    f.tokens[0].head = 3;
    dl_table_explain(&f.a, 0, 60, &out);
    f.tokens[0].head = DL_NONE;
    for (uint32_t t = 1; t < 16; t++) f.tokens[t].head = t % 2 ? (t > 2 ? t - 3 : 0) : t - 1;
    dl_table_explain(&f.a, 1, 200, &out);
    CHECK(!out.failed && out.n > 0, "drawn");
    dl_buf_drop(&out);
    memcpy(f.tokens, kept, sizeof kept);
}

static void test_pages(void)
{
    dl_buf out = {0};
    dl_table_text(&f.a, 0, 80, &out);
    CHECK(!memchr(out.p, 0x1b, out.n), "no escapes without colour");
    CHECK(holds(&out, "[won't attend]²"), "the words of an event carry its number:\n%s", out.p);
    CHECK(holds(&out, "on the word of a spokesman (REB)"), "a claim is told from a fact:\n%s", out.p);
    uint32_t widest = 0;
    for (dl_str rest = dl_buf_str(&out); rest.n;) {
        dl_str line = dl_str_cut(&rest, '\n');
        widest = DL_MAX(widest, dl_columns(line));
    }
    CHECK(widest <= 80, "%u columns", widest);
    out.n = 0;
    dl_table_explain(&f.a, 0, 100, &out);
    CHECK(!memchr(out.p, 0x1b, out.n), "no escapes without colour");
    CHECK(holds(&out, "✓ 0.91") && holds(&out, "outweighed"), "evidence for and against:\n%s", out.p);
    dl_buf_drop(&out);
    dl_analysis empty = {.report = {.id = DL_LIT("e")}, .text = ""};
    dl_table_text(&empty, 1, 0, &out);
    dl_table_explain(&empty, 1, 0, &out);
    dl_table_events(DL_TABLE_JSONL, &empty, &out);
    dl_table_marks(&empty, &out);
    CHECK(!out.failed, "an empty report");
    dl_buf_drop(&out);
}

int main(int argc, char **argv)
{
    build();
    if (argc > 1 && !strcmp(argv[1], "show")) {
        dl_buf out = {0};
        dl_table_text(&f.a, argc > 2, 100, &out);
        dl_table_explain(&f.a, argc > 2, 100, &out);
        fwrite(out.p, 1, out.n, stdout);
        dl_buf_drop(&out);
        return 0;
    }
    test_jsonl();
    test_csv();
    test_lines();
    test_conllu();
    test_numbers();
    test_index();
    test_odd_trees();
    test_pages();
    return check_done();
}
