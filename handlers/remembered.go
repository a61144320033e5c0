package handlers

import (
	"github.com/labstack/echo/v4"
)

// remembered is an answer that is made at its first use.
type remembered struct{ lazy[*precompressed] }

func (r *remembered) serve(c echo.Context, contentType string, make func() ([]byte, error)) error {
	p, err := r.get(func() (*precompressed, error) {
		text, err := make()
		return newPrecompressed(contentType, fixed(text)), err
	})
	if err != nil {
		return err
	}
	return serveOpen(c, p)
}

// serveOpen answers with what other sites' pages may read, too: there is nothing
// in it that is not for everyone.
func serveOpen(c echo.Context, p *precompressed) error {
	h := c.Response().Header()
	h["Access-Control-Allow-Origin"], h["Cross-Origin-Resource-Policy"] = []string{"*"}, []string{"cross-origin"}
	return p.serve(c)
}
