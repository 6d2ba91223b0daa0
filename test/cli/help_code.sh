"$dateline" help code
