"$dateline" help changes
