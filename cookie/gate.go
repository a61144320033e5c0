package cookie

import (
	"net/http"
	"slices"
	"strings"
)

// Gate stands before every answer: a Set-Cookie that is not, attribute for
// attribute, one that the published policy declares is taken out. On a host that is not
// the site's nothing is declared.
type Gate struct {
	mint     *Mint
	reporter Reporter
}

// Reporter is told of each cookie that the gate takes out: the request, the header of its
// answer, the cookie's name (never its value), and why.
type Reporter interface {
	ReportUndeclared(r *http.Request, answer http.Header, name string, why Reason)
}

// NewGate returns the gate for what the mint writes.
func NewGate(mint *Mint, reporter Reporter) *Gate {
	return &Gate{mint: mint, reporter: reporter}
}

// Handler puts the gate in front of next. An answer keeps to the declarations
// that were in force when its request came: a publication meanwhile cannot part
// what is minted from what is checked.
func (g *Gate) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		gated := &gatedWriter{ResponseWriter: w, gate: g, request: r}
		gated.declared, gated.former = g.declaredOn(r.Host)
		next.ServeHTTP(gated, r)
		gated.check() // an answer that wrote nothing sends its header after this
	})
}

// declaredOn are the declarations for answers on the host, and the former ones.
func (g *Gate) declaredOn(host string) (declared, former []Declaration) {
	if !g.mint.site.HasHost(host) {
		return nil, nil
	}
	return g.mint.site.Cookies(), g.mint.site.FormerCookies()
}

// judge returns why the line is not one that the mint would write, or "". What needs
// consent is set by nothing in this program, and can only be taken back: where it is
// declared to be, and, from a browser that sent it, where else it can be. So can what
// needed consent once, and the cookies of a log-in from a browser that sent one of them twice.
func (w *gatedWriter) judge(line string) Reason {
	name, rest, _ := strings.Cut(line, "=")
	value, _, _ := strings.Cut(rest, ";")
	if strings.ContainsAny(value, " \",\\\r\n\x00") {
		return Malformed
	}
	mint := w.gate.mint
	d, found := find(w.declared, Name(name))
	if !found {
		d, found = w.meant(name)
		return reasonUnless(found && mint.takesBack(line, w.request, d), found)
	}
	return reasonUnless(line == mint.header(d, "", 0) || mint.takesBack(line, w.request, d) ||
		!d.Optional() && d.Party == "" && line == mint.header(d, value, d.Lifetime.Seconds()), found)
}

// meant finds what can only be taken back under the name: a declared pattern means it, or a
// declaration of before.
func (w *gatedWriter) meant(name string) (Declaration, bool) {
	d, found := Find(w.declared, name)
	if !found {
		d, found = Find(w.former, name)
	}
	d.Name = name
	return d, found
}

// filter keeps the declared lines of the header, whatever case its key is in:
// net/http sends keys as they stand in the map. It reports whether any line is left.
func (w *gatedWriter) filter() (left bool) {
	h := w.Header()
	for key, lines := range h {
		if len(key) != len("Set-Cookie") || !strings.EqualFold(key, "Set-Cookie") {
			continue
		}
		kept := slices.DeleteFunc(lines, func(line string) bool { return !w.passes(line) })
		if h[key] = kept; len(kept) == 0 {
			delete(h, key)
		}
		left = left || len(kept) > 0
	}
	return left
}

func (w *gatedWriter) passes(line string) bool {
	why := w.judge(line)
	if why == "" {
		return true
	}
	name, _, _ := strings.Cut(line, "=")
	w.gate.reporter.ReportUndeclared(w.request, w.Header(), name, why)
	return false
}

// gatedWriter has no Unwrap and no Hijack: there is no way around it.
type gatedWriter struct {
	http.ResponseWriter
	gate     *Gate
	request  *http.Request
	declared []Declaration
	former   []Declaration
	checked  bool
}

func (w *gatedWriter) check() {
	if !w.checked {
		w.checked = true
		if w.filter() {
			w.keepFromOthers()
		}
	}
}

// keepFromOthers marks an answer that sets a cookie: caches that browsers share must not hand
// one visitor's cookie to another, whatever the page itself allows them to keep.
func (w *gatedWriter) keepFromOthers() {
	h := w.Header()
	said := strings.ToLower(strings.Join(h.Values("Cache-Control"), ","))
	if !strings.Contains(said, "private") && !strings.Contains(said, "no-store") {
		h.Set("Cache-Control", "private, no-cache")
	}
}

// WriteHeader checks informational answers too, each on its own.
func (w *gatedWriter) WriteHeader(status int) {
	if status < http.StatusOK {
		w.filter()
	} else {
		w.check()
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *gatedWriter) Write(b []byte) (int, error) {
	w.check()
	return w.ResponseWriter.Write(b)
}

// FlushError sends what is written so far; http.ResponseController finds it.
func (w *gatedWriter) FlushError() error {
	w.check()
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Flush is FlushError for those who ask for an http.Flusher.
func (w *gatedWriter) Flush() { _ = w.FlushError() }
