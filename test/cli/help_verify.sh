"$dateline" help verify
