package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
)

// assets are the files of static/. A file's address holds its hash, so that a
// browser may keep it for ever.
type assets struct {
	addresses map[string]string // by name
	files     map[string]*web.Precompressed
}

func readAssets(folder fs.FS) (*assets, error) {
	a := &assets{addresses: map[string]string{}, files: map[string]*web.Precompressed{}}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if contentTypes[path.Ext(entry.Name())] == "" {
			return nil, fmt.Errorf("static/%s is of a type that is not served", entry.Name())
		}
		text, err := fs.ReadFile(folder, entry.Name())
		if err != nil {
			return nil, err
		}
		address := AssetAddress(entry.Name(), text)
		a.addresses[entry.Name()] = address
		a.files[address] = web.NewPrecompressed(contentTypes[path.Ext(entry.Name())], web.Fixed(text))
	}
	return a, nil
}

// AssetAddress is where a file of static/ is served.
func AssetAddress(name string, text []byte) string {
	sum := sha256.Sum256(text)
	return "/static/" + hex.EncodeToString(sum[:6]) + "/" + name
}

// contentTypes of what is in static/. The package mime would read the machine's
// own list at every start.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

func (s *Server) asset(c echo.Context) error {
	file, found := s.assets.files[c.Request().URL.Path]
	if !found {
		return models.ErrNotFound
	}
	return file.Serve(c)
}

func (s *Server) favicon(c echo.Context) error {
	return c.Redirect(http.StatusSeeOther, s.assets.addresses["favicon.svg"])
}
