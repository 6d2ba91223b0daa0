# The first line is the version; the kernel depends on the machine.
"$dateline" --version | head -n 1
