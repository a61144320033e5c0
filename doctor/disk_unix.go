//go:build unix

package doctor

import "golang.org/x/sys/unix"

// free tells how many bytes the server can still write where the folder is.
func free(folder string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil //nolint:gosec // a block has a size above zero
}
