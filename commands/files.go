package commands

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// deliver writes to the file, whole or not at all, or to standard output.
func (i Invocation) deliver(text []byte, file string) error {
	if file == "" {
		_, err := i.out.Write(text)
		return err
	}
	return writeWhole(file, 0o644, func(to io.Writer) error {
		_, err := to.Write(text)
		return err
	})
}

// writeWhole makes the file with what fill writes, or leaves everything as it was.
func writeWhole(file string, mode fs.FileMode, fill func(io.Writer) error) error {
	made, err := os.CreateTemp(filepath.Dir(file), ".export-")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", file, plainCause(err))
	}
	err = fill(made)
	if err = errors.Join(err, made.Chmod(mode), made.Close()); err == nil {
		err = os.Rename(made.Name(), file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("cannot write %s: %w", file, err), os.Remove(made.Name()))
	}
	return nil
}

// maxFile is more than a document or a signed one ever has.
const maxFile = 4 << 20

// readFile reads no more than a document can have.
func readFile(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", file, plainCause(err))
	}
	defer f.Close()
	text, err := readAll(f)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", file, plainCause(err))
	}
	return text, nil
}

func readAll(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = errors.New("it is larger than any policy")
	}
	return text, err
}

// plainCause leaves out the file's name, which is said already.
func plainCause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func isURL(source string) bool {
	return strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "http://")
}

// fetch reads a file or what a web address answers with.
func fetch(ctx context.Context, source string) ([]byte, error) {
	if !isURL(source) {
		return readFile(source)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, source, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "application/json")
	client := http.Client{Timeout: 20 * time.Second}
	answer, err := client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("cannot fetch it: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", source, answer.Status)
	}
	text, err := readAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("cannot fetch %s: %w", source, err)
	}
	return text, nil
}
