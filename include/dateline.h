/* dateline.h - reads dated news reports and keeps the record of a conflict and its peace process.
 *
 * # The shortest program
 *
 *     dl_engine *engine = NULL; dl_worker *worker = NULL; dl_feed *feed = NULL; dl_error err;
 *     if (dl_engine_open(NULL, &engine, &err) != DL_OK) return puts(err.text), 3;
 *     if (dl_worker_open(engine, &worker, &err) != DL_OK) return puts(err.text), 3;
 *     if (dl_feed_open("reports.jsonl", NULL, &feed, &err) != DL_OK) return puts(err.text), 3;
 *     dl_report report; const dl_analysis *a; dl_buf out = {0};
 *     while (dl_feed_next(feed, &report, &err) == DL_OK) {
 *         if (dl_worker_code(worker, &report, &a, &err) == DL_OK) dl_table_events(DL_TABLE_JSONL, a, &out);
 *     }
 *     fwrite(out.p, 1, out.n, stdout);
 *     dl_buf_drop(&out); dl_feed_close(feed); dl_worker_close(worker); dl_engine_close(engine);
 *
 * # Rules that hold everywhere
 *
 * Status. What can fail returns a dl_status and takes a dl_error * as last argument, which may be NULL; the words in it are a
 * whole sentence. DL_OK is 0. Nothing exits, nothing prints, nothing keeps state in a global.
 *
 * Text. A dl_str borrows bytes and is not NUL-terminated; {0} is the empty string. A dl_buf owns what it built. Text is UTF-8.
 * Offsets inside this library are *bytes* into the report's text as read (`uint32_t`, end exclusive); the writers print
 * *Unicode code points*, so that `text[start:end]` in Python or `substr` in R gives the words.
 *
 * Lifetime. A dl_engine is read-only once open and may be shared by any number of threads. A dl_worker belongs to one thread.
 * What dl_worker_code() returns lives until the next call on the same worker. What dl_feed_next() fills lives until the
 * next call on the same feed. Every close function accepts NULL.
 *
 * Determinism. The same report, data and options give byte-identical output on every machine and for any number of threads.
 */
#ifndef DATELINE_H
#define DATELINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DATELINE_VERSION "0.1.0"

#if defined(__GNUC__)
#define DL_CHECKED __attribute__((warn_unused_result))
#define DL_PRINTF(a, b) __attribute__((format(printf, a, b)))
#else
#define DL_CHECKED
#define DL_PRINTF(a, b)
#endif

/* ## Status and errors */

typedef enum dl_status {
    DL_OK = 0,
    DL_END,    /* an iteration is over; not an error */
    DL_NOMEM,  /* memory ran out */
    DL_IO,     /* the system refused to open, read or write */
    DL_FORMAT, /* the input is not what it claims to be */
    DL_LIMIT,  /* the input is larger than a stated limit */
    DL_USAGE   /* the call makes no sense: unknown option, bad combination */
} dl_status;

typedef struct dl_error {
    dl_status status;
    uint32_t line;  /* 1-based line of the input, 0 unknown */
    uint64_t byte;  /* offset in the input, 0 unknown */
    char text[384]; /* one sentence, NUL-terminated, naming file and line where known */
} dl_error;

/* ## Text */

typedef struct dl_str {
    const char *p; /* borrowed, not NUL-terminated */
    size_t n;      /* bytes */
} dl_str;

typedef struct dl_buf {
    char *p;     /* owned; NUL-terminated whenever p is not NULL */
    size_t n;    /* bytes in use, without the NUL */
    size_t room; /* bytes allocated */
    int failed;  /* memory ran out once: later appends do nothing, the writer checks once at the end */
} dl_buf;
void dl_buf_drop(dl_buf *buf);

/* Bytes into the report's text, end exclusive. */
typedef struct dl_span {
    uint32_t start, end;
} dl_span;

#define DL_NONE UINT32_MAX /* "no such index" wherever an index is a uint32_t */

/* ## Reports: what goes in */

typedef struct dl_report {
    dl_str id;     /* as given; when empty, the engine derives one from the content */
    dl_str date;   /* YYYY-MM-DD, publication; empty when unknown */
    dl_str title, text, source, url, language, author;
    dl_str origin; /* file name, for messages */
    uint32_t line; /* line in origin, for messages; 0 unknown */
} dl_report;

typedef struct dl_feed dl_feed;

typedef struct dl_feed_options {
    const char *format;  /* "auto" (default, also NULL), "jsonl" or "text" */
    const char *map;     /* "id=doc_id,text=body": JSON names for our fields, comma separated; NULL none */
    const char *date;    /* date for reports that carry none, YYYY-MM-DD; NULL none */
    size_t limit;        /* bytes of one report at most; 0 is 16 MiB */
} dl_feed_options;

/* Opens a file of reports; "-" is standard input. JSON Lines are told from plain text by content. */
DL_CHECKED dl_status dl_feed_open(const char *path, const dl_feed_options *options, dl_feed **out, dl_error *err);
/* The same from memory, which must outlive the feed; `name` is used in messages. */
DL_CHECKED dl_status dl_feed_open_memory(dl_str bytes, const char *name, const dl_feed_options *options, dl_feed **out, dl_error *err);
/* DL_OK: `out` is filled. DL_END: no more. DL_FORMAT or DL_LIMIT: this report cannot be read, `err` says why, and the next
 * call goes on with the next report. Anything else: the feed is at an end. */
DL_CHECKED dl_status dl_feed_next(dl_feed *feed, dl_report *out, dl_error *err);
void dl_feed_close(dl_feed *feed);

/* ## Language: what the words are */

/* The seventeen universal parts of speech (universaldependencies.org). */
#define DL_UPOS_LIST(M) \
    M(ADJ) M(ADP) M(ADV) M(AUX) M(CCONJ) M(DET) M(INTJ) M(NOUN) M(NUM) M(PART) M(PRON) M(PROPN) M(PUNCT) M(SCONJ) M(SYM) M(VERB) M(X)
typedef enum dl_upos {
#define X_(name) DL_UPOS_##name,
    DL_UPOS_LIST(X_)
#undef X_
    DL_UPOS_COUNT
} dl_upos;

/* Universal Dependencies relations of English, with subtypes. First the C name, then the name in the treebanks. */
#define DL_REL_LIST(X) \
    X(ACL, "acl") X(ACL_RELCL, "acl:relcl") X(ADVCL, "advcl") X(ADVCL_RELCL, "advcl:relcl") X(ADVMOD, "advmod") X(AMOD, "amod") \
    X(APPOS, "appos") X(AUX, "aux") X(AUX_PASS, "aux:pass") X(CASE, "case") X(CC, "cc") X(CC_PRECONJ, "cc:preconj") \
    X(CCOMP, "ccomp") X(COMPOUND, "compound") X(COMPOUND_PRT, "compound:prt") X(CONJ, "conj") X(COP, "cop") X(CSUBJ, "csubj") \
    X(CSUBJ_OUTER, "csubj:outer") X(CSUBJ_PASS, "csubj:pass") X(DEP, "dep") X(DET, "det") X(DET_PREDET, "det:predet") \
    X(DISCOURSE, "discourse") X(DISLOCATED, "dislocated") X(EXPL, "expl") X(FIXED, "fixed") X(FLAT, "flat") \
    X(GOESWITH, "goeswith") X(IOBJ, "iobj") X(LIST, "list") X(MARK, "mark") X(NMOD, "nmod") X(NMOD_DESC, "nmod:desc") \
    X(NMOD_POSS, "nmod:poss") X(NMOD_UNMARKED, "nmod:unmarked") X(NSUBJ, "nsubj") X(NSUBJ_OUTER, "nsubj:outer") \
    X(NSUBJ_PASS, "nsubj:pass") X(NUMMOD, "nummod") X(OBJ, "obj") X(OBL, "obl") X(OBL_AGENT, "obl:agent") \
    X(OBL_UNMARKED, "obl:unmarked") X(ORPHAN, "orphan") X(PARATAXIS, "parataxis") X(PUNCT, "punct") \
    X(REPARANDUM, "reparandum") X(ROOT, "root") X(VOCATIVE, "vocative") X(XCOMP, "xcomp")
typedef enum dl_rel {
#define X_(name, text) DL_REL_##name,
    DL_REL_LIST(X_)
#undef X_
    DL_REL_COUNT
} dl_rel;
dl_str dl_upos_text(dl_upos upos);
dl_str dl_rel_text(dl_rel rel);

typedef enum dl_name { DL_NAME_O, DL_NAME_B_PER, DL_NAME_I_PER, DL_NAME_B_ORG, DL_NAME_I_ORG, DL_NAME_B_LOC, DL_NAME_I_LOC, DL_NAME_COUNT } dl_name;

/* One syntactic word. "don't" is two words that share one surface token (a multiword token). */
typedef struct dl_token {
    uint32_t start, end;  /* bytes into the report's text */
    uint32_t head;        /* index of the governor in dl_analysis.tokens, DL_NONE for the root of its sentence */
    uint32_t sentence;    /* index in dl_analysis.sentences */
    dl_str lemma, xpos, feats; /* feats as in CoNLL-U: "Number=Plur|Person=3", empty for none */
    uint8_t upos, rel, name;   /* dl_upos, dl_rel, dl_name */
    uint8_t space_after;  /* white space follows in the text */
    uint8_t group_size;   /* on the first word of a multiword token: how many words share it (2..); else 0 */
} dl_token;

/* How a stretch of the page was understood. Only BODY and CAPTION blocks yield sentences that are coded. */
typedef enum dl_block_kind {
    DL_BLOCK_BODY,
    DL_BLOCK_CAPTION,     /* text under a picture, its own date unknown */
    DL_BLOCK_HEADING,     /* headings inside the report */
    DL_BLOCK_REPEATED,    /* a gallery title or menu line that occurs again and again */
    DL_BLOCK_BYLINE,      /* "By Jane Doe", "Author: ..." */
    DL_BLOCK_CREDIT,      /* agency or photo credits, "contributed to this report" */
    DL_BLOCK_MATTER,      /* separators, share buttons, "Read more", front matter */
    DL_BLOCK_DATELINE     /* "BEIRUT (Reuters) -" at the head of the body */
} dl_block_kind;
dl_str dl_block_kind_text(dl_block_kind kind);

typedef struct dl_block {
    dl_span span;
    dl_block_kind kind;
    dl_str why;           /* for everything that is left out: the reason, in words */
} dl_block;

typedef struct dl_sentence {
    dl_span span;
    uint32_t first, count; /* tokens: [first, first + count) */
    uint32_t block;
    uint8_t undated;       /* in a block whose own date is unknown: relative times here are "unanchored" */
    uint8_t quoted;        /* begins inside a quotation that an earlier sentence opened */
} dl_sentence;

/* ## Marks: whom, when, where and how many the words mean */

typedef enum dl_via { DL_VIA_UNKNOWN, DL_VIA_DICTIONARY, DL_VIA_AGENT, DL_VIA_COREFERENCE, DL_VIA_METONYM, DL_VIA_TITLE, DL_VIA_LEARNED } dl_via;
dl_str dl_via_text(dl_via via);

/* A mention of somebody who can act. */
typedef struct dl_entity {
    dl_span span;
    uint32_t head;               /* token index of its head word */
    uint32_t first, last;        /* tokens, inclusive */
    dl_str name;                 /* resolved name ("Ashraf Ghani"), empty when unresolved */
    dl_str id;                   /* row in data/, e.g. "person:ashraf-ghani", empty when none */
    dl_str code;                 /* ISO 3166 alpha-3 or IGO UNO EUR NGO ISM IMG MNC; empty unknown */
    dl_str sector;               /* GOV MIL ...; empty unknown */
    dl_str other_sectors;        /* space separated */
    dl_str office;               /* "president", when the table gives one for this date */
    dl_str why;                  /* the chain of resolution, in words, for `explain` */
    dl_via via;
    uint32_t antecedent;         /* entity index that a later mention refers to, DL_NONE */
    uint8_t name_class;          /* 0 none, else DL_NAME_B_PER / _ORG / _LOC */
} dl_entity;

typedef enum dl_time_type { DL_TIME_DATE, DL_TIME_TIME, DL_TIME_DURATION, DL_TIME_SET } dl_time_type;
typedef enum dl_precision { DL_PRECISION_UNKNOWN, DL_PRECISION_DAY, DL_PRECISION_WEEK, DL_PRECISION_MONTH, DL_PRECISION_SEASON, DL_PRECISION_YEAR } dl_precision;
typedef enum dl_basis { DL_BASIS_PUBLICATION, DL_BASIS_STATED, DL_BASIS_UNANCHORED } dl_basis;

typedef struct dl_time {
    dl_span span;
    uint32_t first, last;        /* tokens, inclusive */
    dl_time_type type;
    dl_str value;                /* TIMEX3 value: "2018-09-04", "2015-W07", "P3D", "PRESENT_REF" */
    int32_t low, high;           /* days since 1970-01-01, inclusive bounds; INT32_MIN when open or unknown */
    dl_precision precision;
    uint8_t unanchored;          /* relative words in a block whose own date is unknown */
    dl_str why;                  /* how the value was reached */
} dl_time;

typedef struct dl_place {
    dl_span span;
    uint32_t first, last;        /* tokens, inclusive */
    dl_str name, code, province, feature; /* resolved name, ISO3, first-order division, GeoNames feature code */
    double lat, lon;             /* degrees; both 0 and `resolved` 0 when unknown */
    uint8_t resolved;
    dl_str why;
} dl_place;

typedef struct dl_quantity {
    dl_span span;
    uint32_t first, last;        /* tokens, inclusive */
    uint32_t unit;               /* token that is counted ("people"), DL_NONE */
    int64_t low, high;           /* bounds; high is INT64_MAX when open ("more than 10") */
} dl_quantity;

typedef enum dl_stance { DL_STANCE_NONE, DL_STANCE_ASSERTS, DL_STANCE_ADMITS, DL_STANCE_DENIES, DL_STANCE_BELIEVES, DL_STANCE_EXPECTS, DL_STANCE_COUNT } dl_stance;
dl_str dl_stance_text(dl_stance stance);

/* Somebody's word: source, cue and what is said. */
typedef struct dl_claim {
    uint32_t source;             /* entity index, DL_NONE when unnamed */
    dl_span source_span;         /* {0,0} when none */
    dl_span cue;
    dl_span content[4];          /* a direct quotation may be broken */
    uint32_t content_count;
    uint32_t sentence;
    dl_stance stance;
    uint32_t outer;              /* claim index that reports this claim, DL_NONE */
} dl_claim;

/* ## The record: what comes out */

/* PLOVER 2.0's sixteen types with quad class and score. */
#define DL_TYPE_LIST(X) \
    X(AGREE, 1, 2.5) X(CONSULT, 1, 2.5) X(SUPPORT, 1, 5) X(CONCEDE, 1, 4.5) X(COOPERATE, 2, 9.5) X(AID, 2, 10) X(RETREAT, 2, 6.5) \
    X(REQUEST, 3, 0) X(ACCUSE, 3, -2) X(REJECT, 3, -2) X(THREATEN, 3, -3.5) X(PROTEST, 4, -5) X(SANCTION, 4, -6) X(MOBILIZE, 4, -5.5) \
    X(COERCE, 4, -7) X(ASSAULT, 4, -9)
typedef enum dl_type {
#define X_(name, quad, score) DL_TYPE_##name,
    DL_TYPE_LIST(X_)
#undef X_
    DL_TYPE_COUNT
} dl_type;
dl_str dl_type_text(dl_type type);
int dl_type_quad(dl_type type);

enum { DL_AUX_HISTORICAL = 1, DL_AUX_FUTURE = 2, DL_AUX_HYPOTHETICAL = 4, DL_AUX_NEGATION = 8 }; /* bits of dl_event.aux */

/* One piece of evidence for a record: a rule that matched, or a score that the model gave. */
typedef struct dl_evidence {
    dl_str what;                 /* "rule reject.refuse-attend", "model type ASSAULT", "model actor" */
    float score;                 /* probability for the model; the rule's weight for a rule */
    dl_span span;                /* the words that it rests on; {0,0} for none */
    uint8_t decided;             /* 1: part of the decision, 0: considered and outweighed */
} dl_evidence;

typedef struct dl_size {
    dl_str kind;                 /* "dead" "injured" "arrested" "abducted" "displaced" "participants" "troops" "invited" */
    uint32_t quantity;           /* index in dl_analysis.quantities */
} dl_size;

typedef enum dl_answer { DL_ANSWER_NONE, DL_ANSWER_INVITED, DL_ANSWER_ACCEPTED, DL_ANSWER_DECLINED, DL_ANSWER_EXPECTED, DL_ANSWER_UNANNOUNCED, DL_ANSWER_ATTENDED } dl_answer;
dl_str dl_answer_text(dl_answer answer);

#define DL_MAX_PARTIES 12

typedef struct dl_event {
    char id[24];                 /* hexadecimal, content-derived, NUL-terminated */
    dl_type type;
    dl_str modes[3];             /* PLOVER modes; mode_count of them */
    uint32_t mode_count;
    dl_str contexts[6];
    uint32_t context_count;
    uint32_t aux;                /* DL_AUX_ bits */
    char cameo[5];               /* "1211", NUL-terminated */
    uint32_t actor[DL_MAX_PARTIES], actor_count;         /* entity indices */
    uint32_t recipient[DL_MAX_PARTIES], recipient_count; /* entity indices */
    int32_t date_low, date_high; /* days since 1970-01-01; INT32_MIN unknown */
    dl_precision date_precision;
    dl_basis date_basis;
    uint32_t time;               /* dl_time that dated it, DL_NONE */
    uint32_t place;              /* dl_place index, DL_NONE */
    dl_size sizes[6];
    uint32_t size_count;
    uint32_t chain[3], chain_count; /* claims on whose word it stands, outermost first */
    uint32_t claim_source;       /* entity index; for a verbal act its speaker; DL_NONE: the reporter's own word */
    dl_span claim_cue;
    dl_stance stance;
    uint32_t meeting;            /* index in dl_analysis.meetings, DL_NONE */
    dl_answer answer;
    dl_span text[3];             /* the words that carry the event */
    uint32_t text_count;
    uint32_t trigger_first, trigger_last; /* tokens, inclusive */
    uint32_t sentence;
    dl_str rule;                 /* the rule or model head that decided */
    float confidence;            /* 0..1 */
    const dl_evidence *evidence; /* evidence_count of them, strongest first */
    uint32_t evidence_count;
} dl_event;

/* A conference or talks over the whole report. */
typedef struct dl_meeting {
    dl_str id;                   /* "moscow-2018-09-04" */
    uint32_t place;              /* dl_place index, DL_NONE */
    int32_t date_low, date_high;
    uint32_t host;               /* entity index, DL_NONE */
    int64_t invited;             /* how many parties were invited, -1 unknown */
} dl_meeting;

/* What the model thought of one word. */
typedef struct dl_score {
    float type[DL_TYPE_COUNT];   /* probability that the word carries an event of the type */
    float start;                 /* probability that a trigger begins at this word */
} dl_score;

/* Everything known about one report. Plain data, read-only, valid until the worker's next call. */
typedef struct dl_analysis {
    dl_report report;            /* with id and date filled in where they could be derived */
    const char *text;            /* = report.text.p */
    const dl_block *blocks;        uint32_t block_count;
    const dl_sentence *sentences;  uint32_t sentence_count;
    const dl_token *tokens;        uint32_t token_count;
    const dl_score *scores;        /* [token_count] */
    const dl_entity *entities;     uint32_t entity_count;
    const dl_time *times;          uint32_t time_count;
    const dl_place *places;        uint32_t place_count;
    const dl_quantity *quantities; uint32_t quantity_count;
    const dl_claim *claims;        uint32_t claim_count;
    const dl_meeting *meetings;    uint32_t meeting_count;
    const dl_event *events;        uint32_t event_count;
    const dl_event *rejected;      uint32_t rejected_count; /* nearly events, with their evidence; only with options.explain */
    const dl_evidence *near_rules; uint32_t near_rule_count; /* rules that matched all but one condition; only with options.explain */
    dl_str coder;                /* engine version and digest of data and models */
} dl_analysis;

/* ## The engine */

typedef struct dl_engine dl_engine;
typedef struct dl_worker dl_worker;

typedef struct dl_options {
    const char *data;            /* folder with tables, rules and models; NULL: $DATELINE_DATA, else the installed or built one */
    const char *model;           /* "base" (default), "fast", "auto" or a file; "auto:QUICK:CAREFUL", each a name or a file, is a pair of one's own */
    const char *rules;           /* a further rule file; NULL none */
    float min_confidence;        /* 0 is the default, where F1 is best */
    int explain;                 /* keep rejected readings and near rules */
    size_t memory;               /* bytes that one report may take at most; 0 is 1 GiB */
    const char *tables;          /* folder of further tables, read after those of `data`; NULL: $DATELINE_TABLES, else none */
} dl_options;

/* Loads models, tables and rules. A fault in a table or rule is told through dl_engine_check(), the rest is used. */
DL_CHECKED dl_status dl_engine_open(const dl_options *options, dl_engine **out, dl_error *err);
/* The folder that `data` of the options stands for: asked, else $DATELINE_DATA, else the built or the installed one. */
const char *dl_data_folder(const char *asked);
void dl_engine_close(dl_engine *engine);
DL_CHECKED dl_status dl_worker_open(const dl_engine *engine, dl_worker **out, dl_error *err);
void dl_worker_close(dl_worker *worker);
/* Reads one report whole: blocks, sentences, trees, marks, claims, events. */
DL_CHECKED dl_status dl_worker_code(dl_worker *worker, const dl_report *report, const dl_analysis **out, dl_error *err);
/* Only tokens, tags and trees of a text. */
DL_CHECKED dl_status dl_worker_parse(dl_worker *worker, const dl_report *report, const dl_analysis **out, dl_error *err);
/* Tags and trees for text whose tokens and sentences are given as CoNLL-U; the other columns are ignored. */
DL_CHECKED dl_status dl_worker_parse_conllu(dl_worker *worker, dl_str conllu, const dl_analysis **out, dl_error *err);
/* Lints the tables and runs every rule's own examples. Findings are appended to `out`, one line each, `file:line: words`.
 * `findings` counts them. */
DL_CHECKED dl_status dl_engine_check(dl_engine *engine, dl_buf *out, uint32_t *findings, dl_error *err);
/* The model's card (Markdown). */
dl_str dl_engine_card(const dl_engine *engine);
/* Name of the arithmetic kernel in use: "scalar", "avx2", "vnni" or "amx". */
const char *dl_kernel_name(void);

/* ## Tables: writing it down */

typedef enum dl_table_format { DL_TABLE_JSONL, DL_TABLE_CSV } dl_table_format;
/* Column names of the CSV form, with a line end; nothing for JSON Lines. */
void dl_table_header(dl_table_format format, dl_buf *out);
/* The events of a report, one a line (the record of doc/record.md). */
void dl_table_events(dl_table_format format, const dl_analysis *analysis, dl_buf *out);
/* Claims that carry no event, one JSON line each. */
void dl_table_claims(const dl_analysis *analysis, dl_buf *out);
/* One JSON line on the article: id, date, publisher, title, language, sentences, what was left out and why. */
void dl_table_article(const dl_analysis *analysis, dl_buf *out);
/* One JSON line with every mark as spans: sentences, entities, times, places, quantities, claims. */
void dl_table_marks(const dl_analysis *analysis, dl_buf *out);
/* CoNLL-U of all sentences. */
void dl_table_conllu(const dl_analysis *analysis, dl_buf *out);
/* For people: tokens, the tree drawn as text, entities, scores, rules. `colour` uses ANSI escapes; `width` is the terminal's, 0 for 100. */
void dl_table_explain(const dl_analysis *analysis, int colour, unsigned width, dl_buf *out);
/* For people: the report with its record beside it, as `dateline code --format text` prints it. */
void dl_table_text(const dl_analysis *analysis, int colour, unsigned width, dl_buf *out);

/* ## Keeping a store (doc/store.md) */

typedef struct dl_store dl_store;  /* opened for writing; belongs to one thread */
typedef enum dl_keep { DL_KEEP_FULL, DL_KEEP_SNIPPET, DL_KEEP_NONE } dl_keep; /* how much of a report's text stays */
typedef enum dl_store_state { DL_STORE_NEW, DL_STORE_HELD, DL_STORE_WITHDRAWN } dl_store_state;
/* What a run of reports did, for the frame `runs`. */
typedef struct dl_store_run { dl_keep keep; uint64_t reports, added, known, withdrawn, failed, events; int over; } dl_store_run;
/* What the store holds: `events` told by `reports` (a report counts once for each event that it tells of). */
typedef struct dl_settled { uint64_t documents, events, reports, copies, rewrites, meetings; } dl_settled;

/* Opens a store for writing; a file that is not there or empty becomes one. */
DL_CHECKED dl_status dl_store_open(const char *path, dl_store **out, dl_error *err);
void dl_store_close(dl_store *store); /* what is not committed is dropped */
/* Has the store the very report (all its fields), so that it need not be coded? */
dl_store_state dl_store_has(dl_store *store, const dl_report *report);
/* The rows that a report yields, for dl_store_add; on any thread. `report` is as the feed gave it. */
void dl_store_rows(const dl_report *report, const dl_analysis *analysis, dl_keep keep, dl_buf *out);
/* Writes the rows of one report, all or none; many reports are committed together. *added is 0 for a report that the store has or that was withdrawn. */
DL_CHECKED dl_status dl_store_add(dl_store *store, dl_str rows, int *added, dl_error *err);
DL_CHECKED dl_status dl_store_commit(dl_store *store, dl_error *err);
/* Commits and ties: reports that are copies, records that tell of one event, meetings. Until then questions are answered from what was tied last. */
DL_CHECKED dl_status dl_store_settle(dl_store *store, dl_settled *count, dl_error *err);
/* Writes down the run in `runs`; the later calls bring its row up to date. */
DL_CHECKED dl_status dl_store_note(dl_store *store, const dl_store_run *run, dl_error *err);

/* Brings in every report of another store, and what it withdrew; dl_store_settle afterwards. In whatever order stores are joined, the digest is the same. */
DL_CHECKED dl_status dl_store_merge(dl_store *store, const char *other, uint64_t *added, dl_error *err);
/* Takes a report out for good: it is not taken in again. DL_USAGE: there is none with this id. dl_store_settle afterwards. */
DL_CHECKED dl_status dl_store_withdraw(dl_store *store, const char *doc, const char *reason, dl_error *err);
/* SHA-256 over all that a store holds but times of day, in hexadecimal. */
DL_CHECKED dl_status dl_store_digest(const char *store, char out[65], dl_error *err);
/* Looks up every span in its text and hashes every text again; one line a finding. Texts that are not kept whole are passed over. */
typedef struct dl_verified { uint64_t documents, spans, wrong; } dl_verified;
DL_CHECKED dl_status dl_store_verify(const char *store, dl_buf *findings, dl_verified *count, dl_error *err);

/* ## Asking a store (doc/query.md, doc/export.md) */

/* Where output goes, piece by piece. `write` returns 0 when no more can be taken. */
typedef struct dl_sink {
    void *context;
    int (*write)(void *context, const char *bytes, size_t n);
} dl_sink;

typedef struct dl_ask {
    const char *question;        /* "actor=AFG.GOV recipient=AFG.REB type=REJECT date=2018"; NULL or empty: everything */
    const char *text;            /* words that the report must hold, as a full-text search takes them; NULL any */
    const char *format;          /* "table" (default), "csv", "jsonl" or, for queries, dyads and changes, "parquet" */
    uint32_t limit;              /* rows at most; 0: 50 of a table, all of the other forms */
    unsigned width;              /* columns of a table; 0 is 100 */
    const char *unit;            /* of a panel: "country-month", "country-year", "dyad-month", "dyad-year" */
    const char *codes;           /* of a panel: "iso3c" (default), "cown" or "gwcode" */
    const char *data;            /* folder of tables; NULL as in dl_options */
} dl_ask;

typedef struct dl_count { uint64_t rows, events, reports, left_out; } dl_count;

/* The events that answer a question, newest last. */
DL_CHECKED dl_status dl_store_query(const char *store, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err);
/* Who does what to whom: events and reports of each pair of parties, the most frequent first. */
DL_CHECKED dl_status dl_store_dyads(const char *store, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err);
/* Counts by unit and period, zero where nothing is on record. */
DL_CHECKED dl_status dl_store_panel(const char *store, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err);
/* One event with its sentences, parties, claims and evidence, for people; `id` may be that of a record or of a group, or their beginning. */
DL_CHECKED dl_status dl_store_show(const char *store, const char *id, const dl_ask *ask, const dl_sink *sink, dl_error *err);
/* The store in the layout of another data set. With a folder: table, sidecar and datapackage.json in it; without: the table to the sink. */
DL_CHECKED dl_status dl_store_export(const char *store, const char *to, const char *folder, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err);

/* What has changed since a day ("2026-11-01") or time ("2026-11-01T12:00:00Z"): reports added and withdrawn, events that changed, ids that lead elsewhere. */
DL_CHECKED dl_status dl_store_changes(const char *store, const char *since, const dl_ask *ask, const dl_sink *sink, dl_count *count, dl_error *err);

/* ## A store as a page for browsers, with all that it shows as JSON and CSV (doc/api.md) */

typedef struct dl_serve_options {
    const char *address;         /* of this machine, in figures; NULL: 127.0.0.1. One that is not loopback needs a token */
    unsigned port;               /* 0: any that is free */
    const char *token;           /* 16 to 128 letters, digits, - and _, asked of every browser; NULL: none */
    const char *data;            /* as in dl_options, for the codebook */
    int read_only;               /* take no corrections */
    unsigned threads;            /* 0: as many as there are processors, at least four */
} dl_serve_options;
typedef struct dl_server dl_server;
/* Reads the events of the store into memory and answers, on threads of its own, until it is closed. When reports are ingested meanwhile, it notices. */
DL_CHECKED dl_status dl_server_open(const char *store, const dl_serve_options *options, dl_server **out, dl_error *err);
const char *dl_server_url(const dl_server *server); /* to be opened in a browser, with the token if there is one; lives as long as the server */
void dl_server_close(dl_server *server);

/* ## Asking the tables alone; no model is needed */

typedef struct dl_who_ask {
    const char *name;            /* "Ashraf Ghani", "Taliban", "Kabul", or an office: "president of Afghanistan" */
    const char *day;             /* YYYY-MM-DD; NULL: at any time */
    const char *format;          /* "table" (default) or "jsonl" */
    const char *data, *tables;   /* as in dl_options */
} dl_who_ask;
/* Every reading of the name on that day is appended to `out`: row, country, sector, office with its dates, other names, relations. */
DL_CHECKED dl_status dl_tables_who(const dl_who_ask *ask, dl_buf *out, uint32_t *found, dl_error *err);
/* What is coded: the page of a type ("reject"), of all for NULL, in Markdown. `data` as in dl_options. */
DL_CHECKED dl_status dl_codebook(const char *data, const char *type, dl_buf *out, dl_error *err);

/* ## Bringing in dictionaries that people already have */

typedef struct dl_import_ask {
    const char *const *files;    /* actors and agents of PETRARCH and its kin, or JSON lines of Wikidata items */
    uint32_t file_count;
    const char *folder;          /* made when it is not there; its tables are written anew */
    const char *data;            /* the tables that are known already, as in dl_options */
    int new_codes;               /* a country code that no table has becomes a country of its own, a role that no sector fits UNK */
} dl_import_ask;
typedef struct dl_import_count { uint32_t lines, unusable, known, countries, people, organisations, agents; } dl_import_count;
/* Writes a folder for dl_options.tables. Each line that cannot be used is told in `findings`, `file:line: words`, and counted; names that the
 * tables have already are left as they are (`known`). */
DL_CHECKED dl_status dl_tables_import(const dl_import_ask *ask, dl_buf *findings, dl_import_count *count, dl_error *err);

/* ## Many reports at once */

/* Runs `work` over items on `jobs` threads and calls `done` in the order of the input, on the calling thread.
 * next: fills *item, returns DL_OK, or DL_END. work: one thread's state from `start`, may run anywhere. Any of the three may
 * return another status, which stops the run and is returned. */
typedef struct dl_parallel {
    void *context;
    dl_status (*next)(void *context, void **item, dl_error *err);
    dl_status (*start)(void *context, void **state, dl_error *err);
    dl_status (*work)(void *context, void *state, void *item, dl_error *err);
    dl_status (*done)(void *context, void *item, dl_error *err);
    void (*stop)(void *context, void *state);
} dl_parallel;
DL_CHECKED dl_status dl_parallel_run(const dl_parallel *parallel, unsigned jobs, dl_error *err);

#ifdef __cplusplus
}
#endif
#endif
