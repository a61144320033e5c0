package backup

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// ErrNoTool says that the machine has not what Postgres is copied with.
var ErrNoTool = errors.New(
	"a backup of Postgres needs pg_dump and pg_restore; on Debian: apt install postgresql-client",
)

// dump writes the database at the URL, as it is at the moment, to the file.
func dump(ctx context.Context, address, moment, file string) error {
	return runTool(ctx, address, "pg_dump",
		"--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--snapshot="+moment, "--file="+file)
}

// undump fills the empty database at the URL from the file, all of it or nothing.
func undump(ctx context.Context, address, file string) error {
	config, err := pgconn.ParseConfig(address)
	if err != nil {
		return err
	}
	return runTool(ctx, address, "pg_restore",
		"--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname="+config.Database, file)
}

// runTool runs one of Postgres's tools. The password goes by the environment: others on the
// machine can read the words of a command.
func runTool(ctx context.Context, address, name string, words ...string) error {
	path, err := findTool(name)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, path, words...)
	if command.Env, err = connection(address); err != nil {
		return err
	}
	if says, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, strings.Join(strings.Fields(string(says)), " "))
	}
	return nil
}

// findTool finds the tool on the path, or the newest that Debian keeps: a dump needs one that is
// not older than its server.
func findTool(name string) (string, error) {
	kept, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name) // the pattern is good
	if len(kept) > 0 {
		return slices.MaxFunc(kept, func(a, b string) int { return major(a) - major(b) }), nil
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", ErrNoTool
	}
	return path, nil
}

func major(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path)))) // 0 is the oldest
	return n
}

// connection is the environment with the address in libpq's variables.
func connection(address string) ([]string, error) {
	config, err := pgconn.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	env := append(os.Environ(),
		"PGHOST="+config.Host, "PGPORT="+strconv.Itoa(int(config.Port)), "PGUSER="+config.User,
		"PGPASSWORD="+config.Password, "PGDATABASE="+config.Database,
	)
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	for _, setting := range []string{"sslmode", "sslrootcert"} {
		if value := u.Query().Get(setting); value != "" {
			env = append(env, "PG"+strings.ToUpper(setting)+"="+value)
		}
	}
	return env, nil
}
