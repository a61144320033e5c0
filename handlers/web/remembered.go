package web

import (
	"github.com/labstack/echo/v4"
)

// Remembered is an answer that is made at its first use.
type Remembered struct{ lazy[*Precompressed] }

func (r *Remembered) Serve(c echo.Context, contentType string, make func() ([]byte, error)) error {
	p, err := r.get(func() (*Precompressed, error) {
		text, err := make()
		return NewPrecompressed(contentType, Fixed(text)), err
	})
	if err != nil {
		return err
	}
	return ServeOpen(c, p)
}

// ServeOpen answers with what other sites' pages may read, too: there is nothing
// in it that is not for everyone.
func ServeOpen(c echo.Context, p *Precompressed) error {
	h := c.Response().Header()
	h["Access-Control-Allow-Origin"], h["Cross-Origin-Resource-Policy"] = []string{"*"}, []string{"cross-origin"}
	return p.Serve(c)
}
