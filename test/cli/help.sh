"$dateline" --help
