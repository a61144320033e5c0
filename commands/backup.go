package commands

import (
	"context"
	"path/filepath"
	"time"

	"github.com/prokken/prokken/backup"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
)

// makeBackup copies the database and the secrets into a file.
type makeBackup struct {
	Out string `help:"Write FILE; else one in the folder of backups, named after the time." placeholder:"FILE"`
}

// Run makes the backup; the server may run meanwhile.
func (cmd *makeBackup) Run(ctx context.Context, i Invocation) error {
	c, err := i.load()
	if err != nil {
		return err
	}
	db, err := models.Open(ctx, c.Database.URL, databaseFile(c))
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Ready(ctx); err != nil {
		return err
	}
	source, err := backupSource(c, db)
	if err != nil {
		return err
	}
	at, i := i.begin("Copying the database")
	defer at.end()
	if cmd.Out == "" {
		kept, err := keeper(c, source).Make(ctx)
		if err == nil {
			i.tellBackup(kept.File, kept.Manifest)
		}
		return err
	}
	file, err := filepath.Abs(cmd.Out)
	if err != nil {
		return err
	}
	made, err := backup.Make(ctx, file, source(time.Now()))
	if err != nil {
		return err
	}
	i.tellBackup(file, made)
	return nil
}

func (i Invocation) tellBackup(file string, m backup.Manifest) {
	i.say("%s: %s of %s, as of %s",
		file, count(int(m.Total()), "row"), m.Database, m.Made.Format("2006-01-02 15:04:05 UTC"))
	if !m.Encrypted {
		i.say("It is not encrypted and contains the secrets: keep it safe, or set backup.recipient.")
	}
}

// backupSource is what this server has to keep, at any moment.
func backupSource(c config.Config, db *models.DB) (func(time.Time) backup.Source, error) {
	secret, err := secretOf(c)
	if err != nil {
		return nil, err
	}
	secrets := append([]string{secret}, c.Auth.PreviousSecrets...)
	return func(now time.Time) backup.Source {
		return backup.Source{
			DB: db, URL: c.Database.URL, Secrets: secrets, Program: programVersion(), Recipient: c.Backup.Recipient, Now: now,
		}
	}, nil
}

func keeper(c config.Config, source func(time.Time) backup.Source) backup.Keeper {
	return backup.Keeper{
		Folder: c.BackupFolder(), Every: c.Backup.Every, Keep: c.Backup.Keep, Source: source, Now: time.Now,
	}
}
