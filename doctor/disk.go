package doctor

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Disk looks how much room there is where the data is.
type Disk struct{ Folder string }

// Name is "disk".
func (Disk) Name() string { return "disk" }

// The least room: without it nothing can be written soon; with less, a backup may not fit.
const (
	littleRoom = 1 << 30
	noRoom     = 100 << 20
)

// Look asks for the room of the folder, or of the one that it will be made in.
func (d Disk) Look(context.Context) Finding {
	folder := d.Folder
	for _, err := os.Stat(folder); os.IsNotExist(err) && filepath.Dir(folder) != folder; _, err = os.Stat(folder) {
		folder = filepath.Dir(folder)
	}
	left, err := free(folder)
	if err != nil {
		return look("its free space is unknown: "+err.Error(), "Check how much space is left.")
	}
	says := fmt.Sprintf("%d MB are free", left>>20)
	switch {
	case left < noRoom:
		return must(says, "Free some space: without it the database cannot be written.")
	case left < littleRoom:
		return look(says, "Free some space: backups need as much as the database.")
	}
	return good(says)
}
