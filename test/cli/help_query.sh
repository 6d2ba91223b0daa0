"$dateline" help query
