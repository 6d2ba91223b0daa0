# needs model
# Words and sentences of CoNLL-U are kept, multiword tokens too.
printf '1\tThey\t_\n2-3\twon'"'"'t\t_\n2\two\t_\n3\tn'"'"'t\t_\n4\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n5\t.\t_\n\n' | "$dateline" parse --from conllu | cut -f 1,2,10
