package doctor

import (
	"context"
	"time"

	"github.com/prokken/prokken/backup"
)

// Backup looks how old the newest backup is.
type Backup struct {
	Folder string
	Every  time.Duration // 0: none is made by itself
	Now    time.Time
}

// Name is "backup".
func (Backup) Name() string { return "backup" }

// Look looks at the newest in the folder.
func (b Backup) Look(context.Context) Finding {
	newest, err := backup.Newest(b.Folder)
	switch {
	case err != nil:
		return look("the folder of backups cannot be read: "+err.Error(), "Make the server's user the owner of "+b.Folder+".")
	case b.Every == 0 && newest.File == "":
		return must(
			"there is none, and automatic backups are off",
			"Set backup.every (PROKKEN_BACKUP_EVERY), for example to 24h.",
		)
	case newest.File == "":
		return look(
			"there is none yet in "+b.Folder,
			"The server makes the first when it starts; so does `prokken backup`.",
		)
	}
	says := "the newest is of " + newest.Made.UTC().Format("2006-01-02 15:04 UTC")
	if late := max(2*b.Every, 48*time.Hour); b.Now.Sub(newest.Made) > late {
		return must(says, "See /admin/jobs for why none was made since.")
	}
	if !newest.Encrypted {
		return look(
			says+", and whoever reads it has everything",
			"Set backup.recipient, or keep the folder as safe as the data.",
		)
	}
	return good(says)
}
