package sites

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
)

// Export answers with everything that is kept of the site.
func (s *Handler) Export(c echo.Context) error {
	var archive bytes.Buffer
	if err := s.Hosting.Export(c.Request().Context(), web.Site(c), &archive); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+rowOf(c).Slug+`.zip"`)
	return c.Blob(http.StatusOK, "application/zip", archive.Bytes())
}
