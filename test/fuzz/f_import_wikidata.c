/* f_import_wikidata.c - any bytes as lines of Wikidata. */
#include "import_any.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size) import_any(dl_import_wikidata, false, (dl_str){(const char *)data, size});
    return 0;
}
