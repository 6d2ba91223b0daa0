"$dateline" help show
