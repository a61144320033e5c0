package commands

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/backup"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	policyrows "github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site/signing"
	"github.com/prokken/prokken/site/translation"
)

// restoreBackup puts a backup back on an empty machine.
type restoreBackup struct {
	File     string `arg:"" name:"file" help:"The backup."`
	Identity string `help:"The file with the private key, where the backup is encrypted." placeholder:"FILE"`
}

// errOtherSecret: with another secret nobody could log in, and no policy could be verified.
var errOtherSecret = errors.New("auth.secret: it is not the one of the backup; leave it empty, or set that one")

// Run restores into an empty place, and verifies what is there then.
func (cmd *restoreBackup) Run(ctx context.Context, i Invocation) error {
	c, err := i.loadIncomplete()
	if err != nil {
		return err
	}
	b, err := backup.Open(cmd.File, cmd.Identity)
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }() // it was read
	if len(b.Secrets) == 0 || c.Auth.Secret != "" && c.Auth.Secret != b.Secrets[0] {
		return errOtherSecret
	}
	if err := makeDataFolder(c.DataDir); err != nil {
		return err
	}
	if err := checkSecret(c.DataDir, b.Secrets[0]); err != nil {
		return err
	}
	at, i := i.begin("Putting the database back")
	defer at.end()
	if err := b.Restore(ctx, backup.Place{URL: c.Database.URL, File: databaseFile(c)}); err != nil {
		return err
	}
	if err := keepSecrets(c.DataDir, b.Secrets); err != nil {
		return err
	}
	i.say("%s of %s restored, as of %s",
		count(int(b.Total()), "row"), b.Database, b.Made.Format("2006-01-02 15:04:05 UTC"))
	if c.Auth.Secret == "" {
		i.say("The secret is in %s; in production, set auth.secret (PROKKEN_AUTH_SECRET) to it.", secretFile(c.DataDir))
	}
	return i.verifyRestored(ctx, at, c, b.Secrets)
}

// loadIncomplete reads the configuration also where the rest of what production needs is not set
// yet: on an empty machine the data comes first.
func (i Invocation) loadIncomplete() (config.Config, error) {
	c, err := i.load()
	var problems config.Problems
	if errors.As(err, &problems) {
		return c, nil
	}
	return c, err
}

func secretFile(folder string) string { return filepath.Join(folder, "secret") }

// checkSecret refuses a folder that keeps another secret.
func checkSecret(folder, secret string) error {
	known, err := os.ReadFile(secretFile(folder))
	if err == nil && string(known) != secret {
		return fmt.Errorf("%s: %w, which is not the secret of the backup", secretFile(folder), backup.ErrExists)
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// keepSecrets writes the secrets where a development server looks for its own.
func keepSecrets(folder string, secrets []string) error {
	file := secretFile(folder)
	err := os.WriteFile(file, []byte(secrets[0]), 0o600)
	if len(secrets) > 1 {
		err = errors.Join(err, os.WriteFile(file+".previous", []byte(strings.Join(secrets[1:], "\n")), 0o600))
	}
	return err
}

// verifyRestored checks the signatures of all versions, with the secrets of the backup.
func (i Invocation) verifyRestored(ctx context.Context, at *progress, c config.Config, secrets []string) error {
	db, err := models.Open(ctx, c.Database.URL, databaseFile(c))
	if err != nil {
		return err
	}
	defer db.Close()
	own, err := sites.BySlug(ctx, db, sites.HouseSite)
	if err != nil {
		return err
	}
	ring, err := keys.New(secrets[0], secrets[1:]...)
	if err != nil {
		return err
	}
	slugs, err := policyrows.Slugs(ctx, db, own.ID)
	if err != nil {
		return err
	}
	records := &signing.Records{
		DB: db, Site: own.ID, Address: own.Address, Signer: record.NewSigner(ring.PolicyKey()),
	}
	return i.verifyEach(ctx, at, slugs, own.Address, records, &translation.Translations{DB: db, Records: records})
}
