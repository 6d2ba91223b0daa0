"$dateline" help codebook
