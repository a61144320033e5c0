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
		if err := a.add(folder, entry); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// add serves a file under its name, and a folder of style sheets as one.
func (a *assets) add(folder fs.FS, entry fs.DirEntry) error {
	read, name := fs.ReadFile, entry.Name()
	if entry.IsDir() {
		read, name = StyleSheet, entry.Name()+".css"
	}
	kind := contentTypes[path.Ext(name)]
	if kind == "" {
		return fmt.Errorf("static/%s is of a type that is not served", name)
	}
	text, err := read(folder, entry.Name())
	if err != nil {
		return err
	}
	address := AssetAddress(name, text)
	a.addresses[name], a.files[address] = address, web.NewPrecompressed(kind, web.Fixed(text))
	return nil
}

// layers is the order of the cascade: what comes later wins, in whichever file it stands.
const layers = "@layer base, layout, parts, pages, print;\n"

// StyleSheet returns the style sheets of a folder of static/ as one, in the order of their names.
func StyleSheet(static fs.FS, folder string) ([]byte, error) {
	names, err := fs.Glob(static, folder+"/*.css")
	if err != nil {
		return nil, err
	}
	sheet := []byte(layers)
	for _, name := range names {
		text, err := fs.ReadFile(static, name)
		if err != nil {
			return nil, err
		}
		sheet = append(sheet, text...)
	}
	return sheet, nil
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
	".png": "image/png",
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
