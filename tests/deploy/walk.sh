#!/bin/bash
# Walks docs/deploy.md in a fresh Debian; in_a_fresh_debian starts it there. `walk.sh install` installs where
# systemd doesn't run, as in an image that is being made; `walk.sh use` goes on under systemd, in a network of
# its own. `--postgresql` for either.
set -euo pipefail

HOST=www.example.com
PHASE=$1
DATABASE=("${@:2}")

step() { printf '\n---- %s\n' "$*"; }
fail() { printf 'WALK FAILED: %s\n' "$*" >&2; exit 1; }
is() { [ "$2" = "$3" ] || fail "$1 is $2 and should be $3"; }
mode() { stat -c '%a %U:%G' "$1"; }
refused() {  # a command that has to fail, with words that it has to say
    local words=$1 said; shift
    if said=$("$@" 2>&1); then fail "$* was not refused"; fi
    grep -q -- "$words" <<< "$said" || fail "$* says: $said"
    echo "Refused, as it should be: $said"
}

of_the_site() {  # a command as the site's user, who sees what the service sees
    local main; main=$(systemctl show --property MainPID --value newsroom)
    nsenter --target "$main" --mount setpriv --reuid=newsroom --regid=newsroom --init-groups --no-new-privs --bounding-set=-all "$@"
}
python() { /opt/newsroom/var/venv/bin/python "$@"; }
is_ready() {  # waits until the site can serve
    python -c '
import time, urllib.request
for _ in range(120):
    time.sleep(1)
    try:
        if urllib.request.urlopen("http://127.0.0.1:8000/health/ready/").read() == b"OK\n":
            break
    except OSError:
        pass
else:
    raise SystemExit(1)' || fail "the site is not ready"
}
answer_of() {  # what the address sends first for a Host: its status and where it leads, or "nothing"
    python -c '
import http.client, sys
connection = http.client.HTTPConnection("127.0.0.1", 80, timeout=10)
try:
    connection.request("GET", "/a/", headers={"Host": sys.argv[1]})
    answer = connection.getresponse()
    print(answer.status, answer.getheader("Location"))
except http.client.RemoteDisconnected:
    print("nothing")' "$1"
}

if [ "$PHASE" = install ]; then

step "What is wrong is said before anything is done"
refused "say where readers find the site" /opt/newsroom/deploy/install.sh
refused "say where readers find the site" /opt/newsroom/deploy/install.sh --site http://$HOST
refused "there is no option --sight" /opt/newsroom/deploy/install.sh --sight
cp -r /opt/newsroom/deploy /root/deploy
refused "the code has to be in /opt/newsroom" /root/deploy/install.sh --site https://$HOST
[ ! -e /etc/newsroom ] || fail "something was done"

step "The first time"
/opt/newsroom/deploy/install.sh --site https://$HOST "${DATABASE[@]}" | tee /root/first.log
exit

fi
KEY=$(grep -o 'AGE-SECRET-KEY-1[0-9A-Z]*' /root/first.log)

step "The second time, under systemd: everything is started"
newsroom_env=$(sha256sum /etc/newsroom/newsroom.env /etc/newsroom/backup.env)
/opt/newsroom/deploy/install.sh | tee /root/second.log
is "the settings" "$(sha256sum /etc/newsroom/newsroom.env /etc/newsroom/backup.env)" "$newsroom_env"
if grep -q AGE-SECRET /root/second.log; then fail "the key is printed again"; fi
refused "the site is at https://$HOST already" /opt/newsroom/deploy/install.sh --site https://other.example
refused "give both --certificate and --key" /opt/newsroom/deploy/install.sh --certificate /etc/newsroom/provisional.pem --key /nowhere
cp /etc/newsroom/provisional.pem /root/own.pem
cp /etc/newsroom/provisional.key /root/own.key
/opt/newsroom/deploy/install.sh --no-backup --certificate /root/own.pem --key /root/own.key
/opt/newsroom/deploy/install.sh --no-backup
grep -q '/root/own.key;' /etc/nginx/sites-available/newsroom || fail "the certificate is not known any more"
is newsroom "$(systemctl is-active newsroom)" active
is "the timer" "$(systemctl is-active newsroom-backup.timer)" active
is "what failed" "$(systemctl --failed --plain --no-legend)" ""

step "Whose things are"
is /etc/newsroom "$(mode /etc/newsroom)" "750 root:newsroom"
is newsroom.env "$(mode /etc/newsroom/newsroom.env)" "640 root:newsroom"
is backup.env "$(mode /etc/newsroom/backup.env)" "600 root:root"
is /var/lib/newsroom "$(mode /var/lib/newsroom)" "700 newsroom:newsroom"
is /var/backups/newsroom "$(mode /var/backups/newsroom)" "700 newsroom:newsroom"
[ -n "${DATABASE[*]}" ] || is "the database" "$(mode /var/lib/newsroom/db.sqlite3)" "600 newsroom:newsroom"
theirs=$(find /opt/newsroom ! -user root -o -perm /go=w ! -type l | head -3)
is "what of the code isn't root's alone to write" "$theirs" ""
refused "Permission denied" setpriv --reuid=newsroom --regid=newsroom --init-groups touch /opt/newsroom/newsroom/settings.py
refused "Permission denied" setpriv --reuid=newsroom --regid=newsroom --init-groups cat /etc/newsroom/backup.env
refused "Read-only file system" of_the_site touch /opt/newsroom/new
refused "Read-only file system" of_the_site touch /var/lib/newsroom/static/new
refused "Permission denied" of_the_site ls /var/backups/newsroom
refused "Permission denied" of_the_site cat /etc/newsroom/backup.env
is "what the site sees in /tmp" "$(of_the_site ls /tmp)" ""
of_the_site touch /var/lib/newsroom/new
rm /var/lib/newsroom/new

step "The units"
systemd-analyze verify --man=no /etc/systemd/system/newsroom.service /etc/systemd/system/newsroom-backup.service /etc/systemd/system/newsroom-backup.timer
for unit in newsroom newsroom-backup; do
    systemd-analyze security --offline=true --threshold=20 --no-pager /etc/systemd/system/$unit.service | tail -1
done

step "The server, and nginx in front"
echo "127.0.0.1 $HOST" >> /etc/hosts
is "port 80 for the site" "$(answer_of $HOST)" "301 https://$HOST/a/"
is "port 80 for another name" "$(answer_of evil.example)" "nothing"
refused "unrecognized name" openssl s_client -connect 127.0.0.1:443 -servername evil.example
DJANGO_SUPERUSER_PASSWORD=$(head -c 18 /dev/urandom | base64) newsroom createsuperuser --no-input --username ada --email ada@example.com
newsroom load_sample > /dev/null
session=$(newsroom shell --no-imports -c '
from django.conf import settings
from django.test import Client
from newsroom.models import User
client = Client()
client.force_login(User.objects.get())
print(client.cookies[settings.SESSION_COOKIE_NAME].value)')
python /root/visit.py $HOST "$session"
kill -9 "$(systemctl show --property MainPID --value newsroom)"
before=$SECONDS
is_ready
echo "After a kill it serves again within $((SECONDS - before)) s."
python /root/visit.py $HOST "$session"
find /var/lib/newsroom/originals -type f -name '*.jpg' -size +4M | grep -q . || fail "the original is not there"
loose=$(find /var/lib/newsroom ! -path '*/static/*' \( -perm /o=rwx -o ! -user newsroom \) | head -3)
is "what of the data others may read" "$loose" ""

step "Two backups, the second one proven"
systemctl start newsroom-backup
is "how it ended" "$(systemctl show --property Result --value newsroom-backup)" success
journalctl --unit newsroom-backup --output cat --no-pager
newsroom backup
is "how many are kept of one day, the newest and the proven one" "$(find /var/backups/newsroom -name 'newsroom-*' | wc -l)" 2
newsroom backup --prove | tee /root/proof.log
grep -Eq 'and [5-9][0-9] pages open' /root/proof.log || fail "fewer than fifty pages were opened"
newsroom backup --check
made=$(find /var/backups/newsroom -name 'newsroom-*.age' | sort | tail -1)
is "the backup" "$(mode "$made")" "600 newsroom:newsroom"

step "A backup on a full disk"
mkdir /mnt/small && mount -t tmpfs -o size=2m,mode=0777 tmpfs /mnt/small
refused "The disk is full" newsroom backup /mnt/small
is "what is left of it" "$(find /mnt/small -type f | wc -l)" 0
umount /mnt/small

step "The machine is lost: a new one, and the backup and its key from elsewhere"
systemctl stop newsroom
mv /var/backups/newsroom /root/from-elsewhere
mv /var/lib/newsroom /root/lost
rm -r /etc/newsroom
[ -z "${DATABASE[*]}" ] || (cd / && runuser -u postgres -- dropdb --force newsroom)
/opt/newsroom/deploy/install.sh --site https://$HOST "${DATABASE[@]}" > /dev/null
made=/var/backups/newsroom/${made##*/}
install -o newsroom -m 0600 "/root/from-elsewhere/${made##*/}" "$made"
printf 'BACKUP_KEY=%s\n' "$KEY" > /etc/newsroom/backup.env
systemctl stop newsroom
newsroom restore "$made"
refused "already has users" newsroom restore "$made"
systemctl start newsroom
is "who is signed in" "$(newsroom shell --no-imports -c 'from django.contrib.sessions.models import Session; print(Session.objects.count())')" 0
diff -r --exclude aside /root/lost/originals /var/lib/newsroom/originals || fail "the originals differ"
is_ready
printf '\nThe walk is done.\n'
