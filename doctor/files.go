package doctor

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
)

// Files looks whether others on this machine can read the data folder.
type Files struct{ Folder string }

// Name is "permissions".
func (Files) Name() string { return "permissions" }

// Look walks the folder.
func (f Files) Look(context.Context) Finding {
	open, err := f.open()
	if os.IsNotExist(err) {
		return look(f.Folder+" is not there yet", "The first start makes it.")
	}
	if err != nil {
		return must("the data folder cannot be read: "+err.Error(), "Make the server's user its owner.")
	}
	if len(open) > 0 {
		return must(fmt.Sprintf("others on this machine can read %s", strings.Join(open[:min(3, len(open))], ", ")),
			"chmod -R go= "+f.Folder)
	}
	return good("nobody but its owner can read " + f.Folder)
}

// open lists what others can read, the folder itself included.
func (f Files) open() ([]string, error) {
	var open []string
	err := filepath.WalkDir(f.Folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			open = append(open, path)
		}
		return err
	})
	return open, err
}

// Secret looks how hard the secret is to guess.
type Secret struct{ Text string }

// Name is "auth.secret".
func (Secret) Name() string { return "auth.secret" }

// enough is the least of bits that nobody ever tries out.
const enough = 128

// Look estimates the bits from how often each character stands: a secret of random bytes has as
// many as it seems; words and repetitions have fewer.
func (s Secret) Look(context.Context) Finding {
	const do = "Make one with `openssl rand -base64 48`. docs/operations.md says how to change it with nobody logged out."
	if s.Text == "" {
		return must("there is none", do)
	}
	if bits := entropy(s.Text); bits < enough {
		return must(fmt.Sprintf("it looks like %.0f bits, and can perhaps be guessed", bits), do)
	}
	return good("it looks hard to guess")
}

// entropy is Shannon's, of the characters' frequencies, in bits of the whole text.
func entropy(text string) float64 {
	counts := map[rune]float64{}
	n := 0.0
	for _, r := range text {
		counts[r]++
		n++
	}
	bits := 0.0
	for _, count := range counts {
		bits -= count * math.Log2(count/n)
	}
	return bits
}
