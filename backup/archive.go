package backup

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// The names in the archive, in their order.
const (
	manifestName = "manifest.json"
	secretsName  = "secrets"
	databaseName = "database"
)

// writer writes an archive: tar in zstd, in age where it is encrypted.
type writer struct {
	*tar.Writer
	under []io.Closer // from the inside out
}

func newWriter(out io.Writer, recipient string) (*writer, error) {
	w := &writer{}
	if recipient != "" {
		to, err := age.ParseX25519Recipient(recipient)
		if err != nil {
			return nil, err
		}
		sealed, err := age.Encrypt(out, to)
		if err != nil {
			return nil, err
		}
		out, w.under = sealed, append(w.under, sealed)
	}
	packed, err := zstd.NewWriter(out)
	if err != nil {
		return nil, err
	}
	w.Writer, w.under = tar.NewWriter(packed), append([]io.Closer{packed}, w.under...)
	return w, nil
}

// Close ends each layer.
func (w *writer) Close() error {
	err := w.Writer.Close()
	for _, layer := range w.under {
		err = errors.Join(err, layer.Close())
	}
	return err
}

func (w *writer) fill(ctx context.Context, m Manifest, secrets []string, database string) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := w.add(manifestName, int64(len(text)), bytes.NewReader(text)); err != nil {
		return err
	}
	list := strings.Join(secrets, "\n")
	if err := w.add(secretsName, int64(len(list)), strings.NewReader(list)); err != nil {
		return err
	}
	f, err := os.Open(database)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return w.add(databaseName, info.Size(), until{ctx, f})
}

func (w *writer) add(name string, size int64, content io.Reader) error {
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size}); err != nil {
		return err
	}
	_, err := io.Copy(w.Writer, content)
	return err
}

// reader reads an archive from its beginning.
type reader struct {
	*tar.Reader
	packed *zstd.Decoder
}

// sealedWith is how a file begins that age encrypted.
const sealedWith = "age-encryption.org/"

// ErrSealed says that the backup is encrypted, and that the key that was named does not open it.
var ErrSealed = errors.New("it is encrypted; name the file with its private key: --identity FILE")

// newReader reads the file; identities open it where it is encrypted.
func newReader(file io.Reader, start []byte, identities []age.Identity) (*reader, error) {
	if bytes.HasPrefix(start, []byte(sealedWith)) {
		opened, err := age.Decrypt(file, identities...)
		if err != nil {
			return nil, errors.Join(ErrSealed, err)
		}
		file = opened
	}
	packed, err := zstd.NewReader(file)
	if err != nil {
		return nil, err
	}
	return &reader{tar.NewReader(packed), packed}, nil
}

// next expects the entry of that name.
func (r *reader) next(name string) error {
	header, err := r.Next()
	if err != nil || header.Name != name {
		return fmt.Errorf("this is no backup, or it is damaged: %s is missing", name)
	}
	return nil
}

// end makes sure that the archive was read to its end: its checksum stands there.
func (r *reader) end() error {
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		return errors.Join(errors.New("there is more than a backup holds"), err)
	}
	_, err := io.Copy(io.Discard, r.packed)
	return err
}

// until reads as long as nobody stops it.
type until struct {
	ctx context.Context
	io.Reader
}

// Read implements io.Reader.
func (u until) Read(into []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.Reader.Read(into)
}
