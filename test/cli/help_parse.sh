"$dateline" help parse
