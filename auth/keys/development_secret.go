package keys

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// DevelopmentSecret reads the secret of a development server from the folder,
// and creates one, readable by the owner alone, the first time.
func DevelopmentSecret(dir string) (string, error) {
	file := filepath.Join(dir, "secret")
	secret, err := os.ReadFile(file)
	if err == nil && len(secret) >= 32 {
		return string(secret), nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	made := rand.Text() + rand.Text()
	if err := os.WriteFile(file, []byte(made), 0o600); err != nil {
		return "", fmt.Errorf("cannot store the development secret: %w", err)
	}
	return made, nil
}
