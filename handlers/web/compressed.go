package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"
)

// compressors are gzip writers that can be used again: one is made of 800 KB.
var compressors = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return w
}}

// sendHTML answers with a page that was made for this request. It is compressed where the row says
// so and nobody is logged in: next to somebody's own data, sizes could tell what a page holds.
func sendHTML(c echo.Context, status int, html []byte) error {
	if !Has(c, Compressed) || status != http.StatusOK || len(c.Request().Cookies()) > 0 {
		return c.Blob(status, TypeHTML, html)
	}
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	if weightOf(c.Request().Header.Get("Accept-Encoding"), "gzip") == 0 {
		return c.Blob(status, TypeHTML, html)
	}
	packed, err := packed(html)
	if err != nil {
		return err
	}
	h.Set("Content-Encoding", "gzip")
	return c.Blob(status, TypeHTML, packed)
}

func packed(html []byte) ([]byte, error) {
	w := compressors.Get().(*gzip.Writer)
	defer compressors.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	if _, err := w.Write(html); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}
