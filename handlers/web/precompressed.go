package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/labstack/echo/v4"
)

// encoding is a form in which an answer travels (RFC 9110, section 8.4).
type encoding struct {
	name     string // "" as it is
	compress func([]byte) []byte
}

// asIs leaves an answer as it is.
var asIs = encoding{"", func(b []byte) []byte { return b }}

// encodings in the order of our liking.
var encodings = []encoding{{"br", compressBrotli}, {"zstd", compressZstd}, {"gzip", compressGzip}, asIs}

// Precompressed is an answer that is the same for everyone: made once, and
// compressed once in each form, at its first use. One that cannot be made is not kept.
type Precompressed struct {
	contentType []string
	Vary        []string
	body        func() ([]byte, error)
	forms       map[string]*lazy[encodedAnswer]
}

// lazy is a value that is made at its first use. One that could not be made is not kept: the next use tries again.
type lazy[T any] struct {
	making sync.Mutex
	made   atomic.Pointer[T]
}

func (k *lazy[T]) get(make func() (T, error)) (T, error) {
	if made := k.made.Load(); made != nil {
		return *made, nil
	}
	k.making.Lock()
	defer k.making.Unlock()
	if made := k.made.Load(); made != nil {
		return *made, nil
	}
	made, err := make()
	if err == nil {
		k.made.Store(&made)
	}
	return made, err
}

// MadeOnce makes a value at its first use, and again after a failure.
func MadeOnce[T any](make func() (T, error)) func() (T, error) {
	var k lazy[T]
	return func() (T, error) { return k.get(make) }
}

// Fixed is a text that is there already.
func Fixed(text []byte) func() ([]byte, error) {
	return func() ([]byte, error) { return text, nil }
}

// encodedAnswer is the answer as it travels, with the headers that go with it.
type encodedAnswer struct {
	body                 []byte
	etag, length, coding []string
}

// NewPrecompressed asks for the body when it is first needed.
func NewPrecompressed(contentType string, body func() ([]byte, error)) *Precompressed {
	p := &Precompressed{
		contentType: []string{contentType}, Vary: varyEncoding, body: MadeOnce(body),
		forms: map[string]*lazy[encodedAnswer]{},
	}
	for _, e := range encodings {
		p.forms[e.name] = &lazy[encodedAnswer]{}
	}
	return p
}

// in is the answer in that encoding.
func (p *Precompressed) in(e encoding) (encodedAnswer, error) {
	return p.forms[e.name].get(func() (encodedAnswer, error) {
		body, err := p.body()
		if err != nil {
			return encodedAnswer{}, err
		}
		return newForm(e, body), nil
	})
}

func newForm(e encoding, body []byte) encodedAnswer {
	sum := sha256.Sum256(body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:12])
	f := encodedAnswer{body: e.compress(body), etag: []string{`"` + tag + `"`}}
	if e.name != "" {
		f.etag, f.coding = []string{`"` + tag + "-" + e.name + `"`}, []string{e.name}
	}
	f.length = []string{strconv.Itoa(len(f.body))}
	return f
}

func (p *Precompressed) Warm() error {
	for _, e := range encodings {
		if _, err := p.in(e); err != nil {
			return err
		}
	}
	return nil
}

// Serve answers with the best form that the client takes, or 304.
func (p *Precompressed) Serve(c echo.Context) error {
	r, h := c.Request(), c.Response().Header()
	f, err := p.in(negotiate(r.Header.Get("Accept-Encoding")))
	if err != nil {
		return err
	}
	h["Cache-Control"], h["Vary"], h["Etag"] = optionsAt(c).cacheControl(), p.Vary, f.etag
	if matches(r.Header["If-None-Match"], f.etag[0]) {
		c.Response().WriteHeader(http.StatusNotModified)
		return nil
	}
	h["Content-Type"], h["Content-Length"] = p.contentType, f.length
	if f.coding != nil {
		h["Content-Encoding"] = f.coding
	}
	c.Response().WriteHeader(http.StatusOK)
	_, err = c.Response().Write(f.body)
	return err
}

// varyConsent is for answers that depend on what the visitor agreed to.
var (
	varyEncoding = []string{"Accept-Encoding"}
	VaryConsent  = []string{"Accept-Encoding, Cookie, Sec-GPC"}
)

// negotiate chooses among the encodings that the header accepts (RFC 9110,
// section 12.5.3): the highest weight wins, then our own order.
func negotiate(accept string) encoding {
	best, weight := asIs, 0.0
	for _, e := range encodings {
		if q := weightOf(accept, e.name); e.name != "" && q > weight {
			best, weight = e, q
		}
	}
	return best
}

func weightOf(accept, name string) float64 {
	wildcard := 0.0
	for item := range strings.SplitSeq(accept, ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(item), ";")
		q := 1.0
		if value, found := strings.CutPrefix(strings.TrimSpace(params), "q="); found {
			q, _ = strconv.ParseFloat(value, 64)
		}
		switch coding = strings.TrimSpace(coding); {
		case strings.EqualFold(coding, name):
			return q
		case coding == "*":
			wildcard = q
		}
	}
	return wildcard
}

// matches compares weakly, as RFC 9110, section 13.1.2, wants for this header.
func matches(ifNoneMatch []string, etag string) bool {
	for _, line := range ifNoneMatch {
		for tag := range strings.SplitSeq(line, ",") {
			if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
				return true
			}
		}
	}
	return false
}

// brotliLevel: a level of 11 makes a policy an eighth smaller and takes twenty
// times as long, which the first reader of a new version would wait for.
const brotliLevel = 6

func compressBrotli(body []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotliLevel)
	_, _ = w.Write(body) // a bytes.Buffer does not fail
	_ = w.Close()
	return out.Bytes()
}

func compressGzip(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}

// zstdWindow is more than a page, and little memory.
const zstdWindow = 128 << 10

func compressZstd(body []byte) []byte {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(zstdWindow))
	if err != nil {
		panic(err) // only for options that do not exist
	}
	compressed := w.EncodeAll(body, nil)
	_ = w.Close()
	return compressed
}
