# shellcheck shell=bash
# Sourced by the executables next to this file: where everything is, and how PostgreSQL is started.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STATE="$ROOT/.dev"
# Each clone has its own PostgreSQL, so that two clones never see each other's databases.
CLONE_ID=$(printf '%s' "$ROOT" | sha256sum | cut -c1-8)
VENV="$STATE/venv"
ODOO_CONF="$STATE/odoo.conf"
DATA_DIR="$STATE/data"
DB_USER=ozon_dev
# Odoo starts in half the time where its compiled code is kept; beside the sources, which stay clean.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$STATE/pycache"
PG_SOCKETS="/tmp/ozon_connector-$CLONE_ID-$(id -u)"
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root, and user postgres cannot enter root's folders.
    PG_DATA="/var/lib/postgresql/ozon_connector-$CLONE_ID"
else
    PG_DATA="$STATE/postgres"
fi

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() { printf '\nStopped: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "this needs root rights and there is no sudo: $*"
    fi
}

as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        # A folder that user postgres may enter, unlike perhaps the caller's.
        (cd / && setpriv --reuid=postgres --regid=postgres --init-groups -- "$@")
    else
        "$@"
    fi
}

pg_bin() { find /usr/lib/postgresql -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -n 1; }

start_postgres() {
    local bin
    bin=$(pg_bin)
    if [ ! -s "$PG_DATA/ozon_connector.ready" ]; then
        say "Creating a PostgreSQL cluster"
        # Remove what an interrupted run has left behind.
        as_postgres rm -rf "$PG_DATA"
        as_postgres "$bin/initdb" --pgdata "$PG_DATA" --username "$DB_USER" --auth trust \
            --encoding UTF8 --locale C.UTF-8 >/dev/null
        # A development database: what a power cut would destroy is rebuilt in a minute.
        printf '%s\n' "listen_addresses = ''" "fsync = off" "synchronous_commit = off" \
            "full_page_writes = off" "max_connections = 200" "shared_buffers = 256MB" |
            as_postgres tee -a "$PG_DATA/postgresql.conf" >/dev/null
        as_postgres sh -c "echo ready > '$PG_DATA/ozon_connector.ready'"
    fi
    if ! as_postgres "$bin/pg_ctl" --pgdata "$PG_DATA" status >/dev/null 2>&1; then
        say "Starting PostgreSQL"
        as_postgres mkdir -p -m 700 "$PG_SOCKETS"
        as_postgres "$bin/pg_ctl" --pgdata "$PG_DATA" --log "$PG_DATA/server.log" --wait \
            --options "-k $PG_SOCKETS" start >/dev/null ||
            die "PostgreSQL does not start; its log: $PG_DATA/server.log"
    fi
    export PGHOST="$PG_SOCKETS" PGUSER="$DB_USER"
}

database_exists() { [ "$(psql -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = '$1'")" = 1 ]; }

drop_database() {
    dropdb --if-exists --force "$1" 2>/dev/null
    rm -rf "$DATA_DIR/filestore/$1"
}

# Databases are cloned together with the attachments that Odoo keeps in files.
clone_database() {
    drop_database "$2"
    createdb --template "$1" "$2"
    if [ -d "$DATA_DIR/filestore/$1" ]; then
        cp -a "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"
    fi
}

odoo() { PYTHONPATH="$(cat "$STATE/odoo.pythonpath")" "$VENV/bin/python" -m odoo "$@"; }

# Runs Odoo with its log in a file, and from time to time says which module it is loading.
odoo_with_progress() {
    local log=$1 pid seconds=0 module
    shift
    odoo "$@" --log-level info >"$log" 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        sleep 1
        [ $((++seconds % 10)) -eq 0 ] || continue
        module=$(sed -n 's/.*Loading module \([a-z0-9_]* ([0-9/]*)\).*/\1/p' "$log" | tail -n 1)
        [ -z "$module" ] || say "Loading $module"
    done
    wait "$pid"
}

# A database with the addon's dependencies, in English and Russian: built once for each Odoo, cloned
# for every run. Prints its name. Arguments: further Odoo modules to install.
template_database() {
    local template log modules
    modules=$(IFS=,; echo "account,purchase_stock${*:+,$*}")
    template=ozon_template_$( (echo "$modules"; cat "$STATE/odoo.pythonpath" "$VENV/requirements.sha256" "$ROOT/dev/environment.sh"
        sed -n "/[\"']depends[\"']/,/]/p" "$ROOT"/ozon_connector*/__manifest__.py) | sha256sum | cut -c1-12)
    if ! database_exists "$template"; then
        say "Building a template database (once)"
        log="$STATE/template.log"
        drop_database "$template.part"
        odoo_with_progress "$log" server --config "$ODOO_CONF" --database "$template.part" \
            --stop-after-init --init "$modules" --skip-auto-install \
            --load-language en_US,ru_RU || die "Odoo could not build a database; its log: $log"
        rm -rf "$DATA_DIR/filestore/$template"
        [ ! -d "$DATA_DIR/filestore/$template.part" ] ||
            mv "$DATA_DIR/filestore/$template.part" "$DATA_DIR/filestore/$template"
        psql -q -d postgres -c "ALTER DATABASE \"$template.part\" RENAME TO \"$template\""
    fi
    echo "$template"
}
