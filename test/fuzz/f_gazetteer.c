/* f_gazetteer.c - any bytes as a file of places: it is refused, or looking up and the full check stay inside it. */
#include "mark/gazetteer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"Paris", "Saint Paul", "Al-Minya", "a", "\xff", "zzz"};
    dl_gazetteer g;
    dl_error err;
    dl_site site;
    uint32_t place;
    bool other;
    if (dl_gazetteer_read((dl_str){(const char *)data, size}, &g, &err) != DL_OK) return 0;
    for (size_t i = 0; i < DL_COUNT(names); i++) {
        dl_names found = dl_gazetteer_find(&g, dl_str_c(names[i]));
        for (uint32_t k = 0; k < found.count && k < 100; k++) {
            if (dl_gazetteer_at(&g, found.first + k, &site, &place, &other) && site.name.n > 255) __builtin_trap();
        }
    }
    (void)!dl_gazetteer_country(&g, DL_LIT("AFG"), &site);
    (void)!dl_gazetteer_check(&g, &err);
    return 0;
}
