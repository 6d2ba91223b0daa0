# doc/codebook.md is what the command prints. After a change of the codebook's data or of rules: dateline codebook > doc/codebook.md
"$dateline" codebook | diff - ../../doc/codebook.md && "$dateline" codebook ReJect | head -1
