"$dateline" codebook dance 2>&1
