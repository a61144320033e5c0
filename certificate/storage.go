package certificate

import (
	"context"
	"io/fs"
	"path"

	"github.com/caddyserver/certmagic"
)

// storage keeps keys and certificates in files, and names no accounts. There is one, without an
// address; but the library asks which there are, takes the name of a folder for the address of an
// account that is just being written, and then registers nothing until the next start.
type storage struct{ *certmagic.FileStorage }

// List gives the keys below a path; [fs.ErrNotExist] for the accounts of an authority.
func (s storage) List(ctx context.Context, below string, recursive bool) ([]string, error) {
	if path.Base(below) == "users" {
		return nil, fs.ErrNotExist
	}
	return s.FileStorage.List(ctx, below, recursive)
}
