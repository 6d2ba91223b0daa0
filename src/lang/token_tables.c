/* token_tables.c - the word lists of the cutter. Each is sorted, so that a new word has one place; a test checks the order. */
#include "lang/words.h"

static const char *const abbreviations[] = {
    "adm", "afp", "al", "amb", "approx", "apr", "apt", "assn", "asst", "attn", "atty", "aug", "ave", "bldg", "blvd", "brig", "bros", "ca", "capt",
    "cf", "cmdr", "co", "col", "comdr", "conf", "corp", "cpl", "cpt", "dec", "dept", "dist", "div", "dr", "drs", "ed", "eds", "eg", "esp", "esq", "est",
    "etc", "ext", "feb", "fri", "ft", "gen", "gov", "govs", "hon", "hwy", "ie", "inc", "insp", "jan", "jr", "jul", "jun", "lieut", "lt", "ltd",
    "maj", "messrs", "mgr", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mssrs", "mt", "nov", "oct", "op", "pfc", "ph", "plc", "pp", "pres", "prof", "pvt",
    "rd", "rep", "reps", "rev", "revd", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "sts", "supt", "thur", "thurs", "treas", "tue", "tues", "univ", "viz",
    "vol", "vols", "vs",
};

/* Words in their own right as well; sure only where the text says more. */
static const char *const weak_abbreviations[] = {
    "ariz", "art", "calif", "colo", "conn", "del", "fig", "fla", "fr", "ga", "ill", "ind", "kan", "la", "mar", "mass", "md", "mich", "minn", "miss", "mo",
    "mon", "mont", "neb", "nev", "no", "nos", "okla", "ore", "p", "pa", "pt", "sat", "sec", "spec", "sun", "tenn", "tex", "v", "va", "wash", "wed", "wis",
};

static const char *const titles[] = {
    "adm", "amb", "asst", "atty", "brig", "capt", "cmdr", "col", "comdr", "cpl", "cpt", "dr", "drs", "ft", "gen", "gov", "govs", "hon", "insp", "lieut", "lt", "maj",
    "messrs", "mgr", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mssrs", "mt", "pfc", "pres", "prof", "pvt", "rep", "reps", "rev", "revd", "sen", "sens",
    "sgt", "st", "supt", "vs",
};

static const char *const prefixes[] = {
    "anti", "arch", "co", "counter", "cross", "e", "ex", "inter", "intra", "mid", "mini", "multi", "neo", "non", "over", "post", "pre", "pro",
    "psycho", "re", "semi", "socio", "sub",
};

static const char *const units[] = {
    "am", "b", "billion", "bn", "cm", "ft", "gb", "ghz", "hr", "hrs", "hz", "k", "kg", "kg/m", "khz", "km", "km/h", "kmh", "kph", "kw", "lb", "lbs", "m", "mb", "mg", "mhz",
    "million", "min", "mins", "ml", "mm", "mn", "mph", "mw", "oz", "pm", "sq", "tn", "trillion", "yr", "yrs",
};

static const char *const domains[] = {
    "au", "biz", "ca", "ch", "cn", "co", "com", "de", "doc", "docx", "edu", "es", "eu", "exe", "fr", "gif", "gov", "htm", "html", "il", "in", "info", "int",
    "io", "ir", "it", "jp", "jpeg", "jpg", "ke", "lk", "mil", "net", "news", "ng", "nl", "nz", "org", "pdf", "php", "pk", "pl", "png", "ppt", "rtf",
    "ru", "se", "sy", "tr", "tv", "tw", "txt", "ua", "uk", "url", "us", "xls", "xlsx", "xml", "za", "zip",
};

static const char *const wholes[] = { "b/c", "b/t", "i/c", "l/c", "n/a", "w/", "w/o", "w/out" };

typedef struct joined {
    const char *word;
    uint8_t first;
} joined;

/* Sorted by word. */
static const joined together[] = {
    {"aint", 2}, {"arent", 3}, {"arnt", 2}, {"cannot", 3}, {"cant", 2}, {"couldnt", 5}, {"didnt", 3}, {"doesnt", 4}, {"dont", 2}, {"elses", 4}, {"gonna", 3},
    {"gotta", 3}, {"hadnt", 3}, {"hasnt", 3}, {"havent", 4}, {"heres", 4}, {"hes", 2}, {"im", 1}, {"isnt", 2}, {"itll", 2}, {"ive", 1}, {"lets", 3}, {"outta", 3},
    {"shes", 3}, {"shouldnt", 6}, {"thats", 4}, {"theres", 5}, {"theyll", 4}, {"theyre", 4}, {"theyve", 4}, {"wana", 3}, {"wanna", 3}, {"wasnt", 3}, {"werent", 4},
    {"whats", 4}, {"wont", 2}, {"wouldnt", 5}, {"youll", 3}, {"youre", 3}, {"youve", 3},
};

static int compare(dl_str word, const char *entry)
{
    size_t n = strlen(entry);
    int order = memcmp(word.p, entry, DL_MIN(word.n, n));
    return order ? order : (word.n > n) - (word.n < n);
}

static bool is_in(dl_str word, const char *const *list, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(word, list[middle]);
        if (order == 0) return true;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return false;
}
#define IS_IN(word, list) ((word).n > 0 && (word).n < 10 && is_in((word), (list), DL_COUNT(list)))

bool dl_word_is_abbreviation(dl_str word) { return IS_IN(word, abbreviations); }
bool dl_word_is_weak_abbreviation(dl_str word) { return IS_IN(word, weak_abbreviations); }
bool dl_word_is_title(dl_str word) { return IS_IN(word, titles); }
bool dl_word_is_prefix(dl_str word) { return IS_IN(word, prefixes); }
bool dl_word_is_unit(dl_str word) { return IS_IN(word, units); }
bool dl_word_is_domain(dl_str word) { return IS_IN(word, domains); }
bool dl_word_is_whole(dl_str word) { return IS_IN(word, wholes); }

/* Most words are turned away by their length or last letter, since this is asked of every word of the text. */
uint32_t dl_word_split(dl_str word)
{
    if (word.n < 2 || word.n > 8 || !memchr("aelmst", word.p[word.n - 1], 6)) return 0;
    size_t low = 0, high = DL_COUNT(together);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(word, together[middle].word);
        if (order == 0) return together[middle].first;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return 0;
}

static bool is_sorted(const char *const *list, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (strcmp(list[i - 1], list[i]) >= 0) return false;
    return true;
}

bool dl_word_lists_sorted(void)
{
    for (size_t i = 1; i < DL_COUNT(together); i++)
        if (strcmp(together[i - 1].word, together[i].word) >= 0) return false;
#define SORTED(list) is_sorted((list), DL_COUNT(list))
    return SORTED(abbreviations) && SORTED(weak_abbreviations) && SORTED(titles) && SORTED(prefixes) && SORTED(units) && SORTED(domains) && SORTED(wholes);
}
