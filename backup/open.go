package backup

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
)

// Backup is a file that is open to be restored from. What it promises is read; the database is
// read by [Backup.Restore].
type Backup struct {
	Manifest
	Secrets []string // the current one first
	file    *os.File
	archive *reader
}

// maxText is more than a manifest or a list of secrets has.
const maxText = 1 << 20

// Open reads what the backup in the file holds. The file with the private key is needed where it
// is encrypted; "" is none.
func Open(file, identityFile string) (_ *Backup, err error) {
	identities, err := readIdentities(identityFile)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	b := &Backup{file: f}
	if err := b.begin(identities); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", file, err), b.Close())
	}
	return b, nil
}

func (b *Backup) begin(identities []age.Identity) (err error) {
	buffered := bufio.NewReader(b.file)
	start, _ := buffered.Peek(len(sealedWith)) // a shorter one is no backup, which is said below
	if b.archive, err = newReader(buffered, start, identities); err != nil {
		return err
	}
	text, err := b.text(manifestName)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &b.Manifest); err != nil {
		return fmt.Errorf("its manifest cannot be read: %w", err)
	}
	secrets, err := b.text(secretsName)
	b.Secrets = strings.Fields(string(secrets))
	return err
}

func (b *Backup) text(name string) ([]byte, error) {
	if err := b.archive.next(name); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(b.archive, maxText))
}

// Close closes the file.
func (b *Backup) Close() error {
	if b.archive != nil {
		b.archive.packed.Close()
	}
	return b.file.Close()
}

func readIdentities(file string) ([]age.Identity, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return age.ParseIdentities(f)
}
