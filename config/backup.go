package config

import (
	"path/filepath"
	"regexp"
	"time"
)

// maxKept is more backups than anybody looks through.
const maxKept = 1000

// recipientForm is that of an age public key.
var recipientForm = regexp.MustCompile(`^age1[02-9ac-hj-np-z]{58}$`)

func (c Config) checkBackup() error {
	switch b := c.Backup; {
	case b.Every != 0 && b.Every < time.Hour:
		return wrong("backup.every", "an hour or more, for example 24h; 0 is never")
	case b.Keep < 1 || b.Keep > maxKept:
		return wrong("backup.keep", "between 1 and %d", maxKept)
	case b.Recipient != "" && !recipientForm.MatchString(b.Recipient):
		return wrong("backup.recipient", "it is no age public key, which begins with age1; `age-keygen` makes one")
	}
	return nil
}

// BackupFolder is where backups are kept.
func (c Config) BackupFolder() string {
	if c.Backup.Folder == "" {
		return filepath.Join(c.DataDir, "backups")
	}
	return c.Backup.Folder
}
