#!/bin/sh
# certbot's deploy hook: put the renewed certificate and its key where Daybook
# may read them. Copy it to /etc/letsencrypt/renewal-hooks/deploy/daybook, and
# set tls_certificate and tls_key to the two files below. Daybook notices that
# they have changed; nothing is restarted.
set -eu

to=${DAYBOOK_TLS:-/etc/daybook/tls}

umask 027
mkdir -p "$to"
for file in fullchain.pem privkey.pem; do
	cp "$RENEWED_LINEAGE/$file" "$to/$file.new"
	chmod 640 "$to/$file.new"
	# Whoever may read the directory may read what is in it.
	chgrp --reference="$to" "$to/$file.new"
done
# Each in one step, the two at once or nearly so: between them Daybook stays
# with what it has.
mv "$to/fullchain.pem.new" "$to/fullchain.pem"
mv "$to/privkey.pem.new" "$to/privkey.pem"
