"$dateline" help check
