# Without a command: usage on standard error, nothing on standard output.
"$dateline"
