"$dateline" help serve
