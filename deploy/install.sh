#!/bin/bash
# Puts Newsroom on a Debian 12 or 13 of its own, or brings it up to date. See docs/deploy.md.
set -euo pipefail

usage() {
    cat <<'END'
deploy/install.sh --site https://www.example.com [--postgresql] [--certificate FILE --key FILE]
deploy/install.sh                 (later runs, after git pull: everything is known by then)

  --site URL          where readers find the site; needed the first time only
  --postgresql        use PostgreSQL on this machine; else SQLite. Decided the first time
  --certificate FILE  the certificate with its chain, and --key its key; later runs know them. Otherwise those of
                      Let's Encrypt for the site's name, and until there are any, one that browsers warn of
  --no-backup         don't make a backup before an update
  --no-nginx          leave nginx alone: another proxy is in front
  --help              this text

Run it as root. It can run again at any time: settings, data and backups stay as they are.
END
}

APP=/opt/newsroom               # the code, root's
DATA=/var/lib/newsroom          # the database, the pictures and what is made of them
BACKUPS=/var/backups/newsroom
CONFIG=/etc/newsroom
SITE='' POSTGRESQL=no CERTIFICATE='' KEY='' BACKUP=yes NGINX=yes

say() { printf '== %s\n' "$*"; }
stop() { printf 'Stopped: %s\n' "$*" >&2; exit 1; }
trap 'printf "Stopped at line %s of %s: the command above failed. Mend what it says and run this again.\n" "$LINENO" "$0" >&2' ERR

while [ $# -gt 0 ]; do
    case $1 in
        --site | --certificate | --key) [ $# -gt 1 ] || stop "$1 needs a value. See --help." ;;&
        --site) SITE=${2%/} && shift ;;
        --certificate) CERTIFICATE=$2 && shift ;;
        --key) KEY=$2 && shift ;;
        --postgresql) POSTGRESQL=yes ;;
        --no-backup) BACKUP=no ;;
        --no-nginx) NGINX=no ;;
        --help) usage && exit 0 ;;
        *) stop "there is no option $1. See --help." ;;
    esac
    shift
done

# What has to be so ---------------------------------------------------------------------------------

[ "$(id -u)" = 0 ] || stop "run it as root (sudo $0)."
[ "$(cd "$(dirname "$0")/.." && pwd -P)" = "$APP" ] ||
    stop "the code has to be in $APP, out of everybody's home: git clone <where the code is> $APP, and run $APP/deploy/install.sh."
[ ! -e "$APP/.env" ] ||
    stop "the settings are in $CONFIG/newsroom.env here, and the site's user could read $APP/.env: move it away."
command -v apt-get > /dev/null || stop "this is for Debian 12 or 13, and there is no apt-get here."
[ -z "$CERTIFICATE$KEY" ] || { [ -r "$CERTIFICATE" ] && [ -r "$KEY" ]; } ||
    stop "give both --certificate and --key, as files that are there."

setting() { [ ! -e "$CONFIG/newsroom.env" ] || sed -n "s/^$1=//p" "$CONFIG/newsroom.env" | tail -1; }
known=$(setting SITE_URL)
if [ -n "$known" ] && [ -n "$SITE" ] && [ "$known" != "$SITE" ]; then
    stop "the site is at $known already. To move it, change SITE_URL in $CONFIG/newsroom.env and run this again without --site."
fi
SITE=${known:-$SITE}
[[ $SITE =~ ^https://[A-Za-z0-9.-]+$ ]] ||
    stop "say where readers find the site: --site https://www.example.com (https, no port and no path)."
HOST=${SITE#https://}
if [ -n "$known" ]; then
    case $(setting DATABASE_URL) in postgresql:///newsroom) POSTGRESQL=yes ;; esac
fi
has_systemd() { [ -d /run/systemd/system ]; }

# Packages and user ---------------------------------------------------------------------------------

say "Packages"
export DEBIAN_FRONTEND=noninteractive
packages=(python3 python3-venv)
[ "$NGINX" = no ] || packages+=(nginx openssl)
[ "$POSTGRESQL" = no ] || packages+=(postgresql)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends "${missing[@]}" > /dev/null
fi

id newsroom > /dev/null 2>&1 ||
    useradd --system --user-group --home-dir "$DATA" --no-create-home --shell /usr/sbin/nologin newsroom

# The code is root's: the site can read and run it.
chown -R root:root "$APP"
chmod -R go-w,a+rX "$APP"
install -d -m 0700 -o newsroom -g newsroom "$DATA" "$BACKUPS"
install -d -m 0750 -o root -g newsroom "$CONFIG"

say "Python packages"
umask 022
[ -x "$APP/var/venv/bin/python" ] || python3 -m venv "$APP/var/venv"
requirements=$APP/requirements.lock
[ "$POSTGRESQL" = no ] || requirements=$APP/newsroom/requirements-large.lock
"$APP/var/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
for part in newsroom articles awards people photos search desk history verbs press words; do  # the site can't write them later
    "$APP/var/venv/bin/python" -m compileall -q "$APP/$part"
done

# Settings ------------------------------------------------------------------------------------------

random() { "$APP/var/venv/bin/python" -c 'import secrets; print(secrets.token_urlsafe(50))'; }
first_time=no
if [ ! -e "$CONFIG/newsroom.env" ]; then
    first_time=yes
    say "Settings, in $CONFIG/newsroom.env"
    umask 027
    {
        echo "# The settings of the site; $APP/.env.example explains each. Then: systemctl restart newsroom"
        echo "SECRET_KEY=$(random)"
        echo "SITE_URL=$SITE"
        echo "BEHIND_PROXY=True"
        echo "DATA_DIR=$DATA"
        echo "BACKUP_DIR=$BACKUPS"
        [ "$POSTGRESQL" = no ] || echo "DATABASE_URL=postgresql:///newsroom"
    } > "$CONFIG/newsroom.env.new"
    mv "$CONFIG/newsroom.env.new" "$CONFIG/newsroom.env"
fi
chown root:newsroom "$CONFIG/newsroom.env"
chmod 0640 "$CONFIG/newsroom.env"
install -m 0755 "$APP/deploy/newsroom" /usr/local/sbin/newsroom
manage() { /usr/local/sbin/newsroom "$@"; }

new_key=''
if [ ! -e "$CONFIG/backup.env" ]; then
    say "A key for the backups, in $CONFIG/backup.env"
    umask 077
    new_key=$(manage backup --new-key | tail -1)
    printf '# Encrypts and opens the backups. Without a copy of it elsewhere they are lost with this machine.\nBACKUP_KEY=%s\n' "$new_key" > "$CONFIG/backup.env"
fi
chown root:root "$CONFIG/backup.env"
chmod 0600 "$CONFIG/backup.env"
umask 022

# The database --------------------------------------------------------------------------------------

if [ "$POSTGRESQL" = yes ]; then
    say "PostgreSQL"
    if ! has_systemd && command -v pg_ctlcluster > /dev/null; then
        pg_lsclusters -h | while read -r version name _ status _; do
            [ "$status" = online ] || pg_ctlcluster "$version" "$name" start
        done
    fi
    as_postgres() { (cd / && runuser -u postgres -- "$@"); }
    # It may make a database beside the site's: backups are proven in one.
    as_postgres psql -tAc "SELECT 1 FROM pg_roles WHERE rolname = 'newsroom'" | grep -q 1 ||
        as_postgres createuser --createdb newsroom
    as_postgres psql -tAc "SELECT 1 FROM pg_database WHERE datname = 'newsroom'" | grep -q 1 ||
        as_postgres createdb --owner newsroom --encoding UTF8 --template template0 newsroom
fi

if [ "$first_time" = no ] && [ "$BACKUP" = yes ]; then
    say "A backup before the update"
    manage backup
fi
say "Tables and static files"
manage migrate --no-input --verbosity 0
manage collectstatic --no-input --verbosity 0
said=$(manage check --deploy 2>&1) || stop "the settings are not right: $said"

# The services --------------------------------------------------------------------------------------

say "Services"
install -m 0644 "$APP"/deploy/newsroom.service "$APP"/deploy/newsroom-backup.service "$APP"/deploy/newsroom-backup.timer /etc/systemd/system/

if [ "$NGINX" = yes ]; then
    in_use() { [ ! -e /etc/nginx/sites-available/newsroom ] || sed -n "s/^ *$1 *\([^ ]*\);/\1/p" /etc/nginx/sites-available/newsroom; }
    if [ -z "$CERTIFICATE" ]; then
        CERTIFICATE=$(in_use ssl_certificate) KEY=$(in_use ssl_certificate_key)
        case $CERTIFICATE in
            '' | "$CONFIG"/*) CERTIFICATE=/etc/letsencrypt/live/$HOST/fullchain.pem KEY=/etc/letsencrypt/live/$HOST/privkey.pem ;;
        esac
    fi
    if [ ! -r "$CERTIFICATE" ]; then
        say "There is no certificate yet: browsers will warn of the one made here. docs/deploy.md says how to get one."
        CERTIFICATE=$CONFIG/provisional.pem KEY=$CONFIG/provisional.key
        [ -r "$CERTIFICATE" ] || (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
            -days 90 -subj "/CN=$HOST" -addext "subjectAltName=DNS:$HOST" -keyout "$KEY" -out "$CERTIFICATE" 2> /dev/null)
    fi
    install -d -m 0755 /var/www/newsroom
    sed -e "s|SITE_HOST|$HOST|g" -e "s|TLS_CERT|$CERTIFICATE|" -e "s|TLS_KEY|$KEY|" "$APP/deploy/nginx.conf" > /etc/nginx/sites-available/newsroom
    case $(nginx -v 2>&1) in
        */1.1?.* | */1.2[0-4].*) ;;  # Debian 12's, which knows no other way to say http2
        *) sed -i -e 's/ ssl http2;/ ssl;/' -e 's/^    server_tokens off;/    http2 on;\n&/' /etc/nginx/sites-available/newsroom ;;
    esac
    ln -sf ../sites-available/newsroom /etc/nginx/sites-enabled/newsroom
    rm -f /etc/nginx/sites-enabled/default  # Debian's own, which would answer for every name
    nginx -t -q || stop "nginx doesn't take /etc/nginx/sites-available/newsroom: another site here may be a default_server too."
fi

if has_systemd; then
    systemctl daemon-reload
    systemctl enable --quiet newsroom.service newsroom-backup.timer
    systemctl restart newsroom.service
    systemctl restart newsroom-backup.timer
    [ "$NGINX" = no ] || { systemctl enable --quiet nginx && systemctl reload-or-restart nginx; }
    port=$(setting PORT)
    for _ in $(seq 60); do
        ready=$("$APP/var/venv/bin/python" -c "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:${port:-8000}/health/ready/').read().decode())" 2> /dev/null || true)
        [ "$ready" != OK ] || break
        sleep 1
    done
    [ "$ready" = OK ] || stop "the site doesn't answer. Look at: journalctl -u newsroom -n 50"
    say "$SITE is served."
else
    say "systemd doesn't run here, so nothing was started: the units are in /etc/systemd/system."
fi

if [ -n "$new_key" ]; then
    cat <<END

Keep a copy of this key away from this machine. Without it nobody can read the backups:

    $new_key

END
fi
if [ "$first_time" = yes ]; then
    echo "Next: newsroom createsuperuser, or, to bring back a site: newsroom restore FILE (docs/deploy.md)."
fi
