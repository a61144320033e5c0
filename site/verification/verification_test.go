package verification

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/prokken/prokken/models/sites"
)

const meta = `<!doctype html><html><head><title>Shop</title><meta name="prokken" content="` + token + `"></head><body>`

func TestMethods(t *testing.T) {
	tests := map[string]struct {
		records records
		pages   map[string]string
		want    sites.Method
	}{
		"DNS":                    {records{"_prokken.example.com": {"v=spf1", "prokken=" + token}}, nil, sites.ByDNS},
		"file":                   {nil, map[string]string{filePath: token + "\n"}, sites.ByFile},
		"file of several lines":  {nil, map[string]string{filePath: "\ufeffolder\r\n " + token + "\r\n"}, sites.ByFile},
		"meta":                   {nil, map[string]string{"/": meta}, sites.ByMeta},
		"file at www":            {nil, map[string]string{"example.com" + filePath: "-> https://www.example.com" + filePath, "www.example.com" + filePath: token}, sites.ByFile},
		"start page in a folder": {nil, map[string]string{"/": "-> /en", "/en": "-> /en/", "/en/": "-> /en/home", "/en/home": meta}, sites.ByMeta},
		"DNS before the others":  {records{"_prokken.example.com": {"prokken=" + token}}, map[string]string{filePath: token, "/": meta}, sites.ByDNS},
		"file before meta":       {nil, map[string]string{filePath: token, "/": meta}, sites.ByFile},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantMethod(t, world(t, pages(tt.pages), tt.records), tt.want) })
	}
}

// TestNotTheToken: the token is found whole, as it is written, and where it belongs.
func TestNotTheToken(t *testing.T) {
	tests := map[string]struct {
		records records
		pages   map[string]string
	}{
		"record of another token":   {records{"_prokken.example.com": {"prokken=other"}}, nil},
		"record with more":          {records{"_prokken.example.com": {"prokken=" + token + "x", "x prokken=" + token, token}}, nil},
		"record in capitals":        {records{"_prokken.example.com": {"prokken=" + strings.ToUpper(token)}}, nil},
		"record of the host itself": {records{"example.com": {"prokken=" + token}}, nil},
		"file with more":            {nil, map[string]string{filePath: "prokken=" + token + "\n" + token + "x"}},
		"file in capitals":          {nil, map[string]string{filePath: strings.ToUpper(token)}},
		"file in another place":     {nil, map[string]string{"/prokken.txt": token}},
		"file that is cut":          {nil, map[string]string{filePath: strings.Repeat("\n", maxRead-len(token)) + token + "longer"}},
		"meta with more":            {nil, map[string]string{"/": `<head><meta name=prokken content="` + token + ` x">`}},
		"meta of another name":      {nil, map[string]string{"/": `<head><meta name=description content="` + token + `">`}},
		"meta too late":             {nil, map[string]string{"/": "<head>" + strings.Repeat(" ", maxRead) + meta}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { missed(t, world(t, pages(tt.pages), tt.records), shop) })
	}
}

// TestAnswersOfErrorsShowNothing: an answer other than 200 can hold what somebody asked for.
func TestAnswersOfErrorsShowNothing(t *testing.T) {
	v := world(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, map[string]string{filePath: token, "/": meta}[r.URL.Path])
	}), records{})
	if got := missed(t, v, shop); strings.Count(got, "got the answer 404 (Not Found).") != 2 {
		t.Errorf("says %q", got)
	}
}

func TestOnlyDNS(t *testing.T) {
	known := records{}
	v := world(t, pages(map[string]string{filePath: token, "/": meta}), known)
	only := Options{Only: sites.ByDNS}
	method, err := v.CheckWith(t.Context(), shop, token, only)
	var missed NotFound
	if !errors.As(err, &missed) || len(missed.Looked) != 1 || missed.Looked[0].Method != sites.ByDNS {
		t.Errorf("without the record: %q, %v", method, err)
	}
	known["_prokken.example.com"] = []string{"prokken=" + token}
	if method, err := v.CheckWith(t.Context(), shop, token, only); method != sites.ByDNS || err != nil {
		t.Errorf("with the record: %q, %v", method, err)
	}
}

func TestWordsTellWhatWasFound(t *testing.T) {
	v := world(t, pages(map[string]string{filePath: "older\n", "/": `<head><meta name="prokken" content="old">`}),
		records{"_prokken.example.com": {"prokken=old"}})
	want := `We asked for TXT records of _prokken.example.com and got "prokken=old", which is not what we asked you to put there. ` +
		`We asked for https://example.com/.well-known/prokken.txt and found no line in it that is the token; it begins with "older". ` +
		`We asked for the page https://example.com/ and found "old" in <meta name="prokken">, which is not the token.`
	if got := missed(t, v, shop); got != want {
		t.Errorf("says\n%s\nnot\n%s", got, want)
	}
	v = world(t, pages(map[string]string{filePath: "", "/": ""}), records{})
	want = `We asked for TXT records of _prokken.example.com and got none. ` +
		`We asked for https://example.com/.well-known/prokken.txt and got an empty file. ` +
		`We asked for the page https://example.com/ and found no <meta name="prokken"> in its head.`
	if got := missed(t, v, shop); got != want {
		t.Errorf("says\n%s\nnot\n%s", got, want)
	}
}

func TestQuotesAreShortAndOnOneLine(t *testing.T) {
	for _, text := range []string{strings.Repeat("ü", 1000), "a\nb\x00", "\xff"} {
		if got := quote(text); len([]rune(got)) > maxQuoted+3 || strings.ContainsAny(got, "\n\x00") || !utf8.ValidString(got) {
			t.Errorf("quoted as %s", got)
		}
	}
	if got := quoteSome([]string{"a", "b", "c", "d", "e"}); got != `"a", "b", "c", 2 more` {
		t.Errorf("quoted as %s", got)
	}
}

func TestAddresses(t *testing.T) {
	v := New(Settings{Private: []string{"shop.example:8080"}, Resolver: records{}})
	for address, want := range map[string]string{
		"https://Shop.Example":          "https://shop.example/",
		"https://shop.example.:8443/":   "https://shop.example:8443/",
		"https://bücher.example":        "https://xn--bcher-kva.example/",
		"http://shop.example:8080":      "http://shop.example:8080/",
		"http://shop.example":           "",
		"ftp://shop.example":            "",
		"https://u:p@shop.example":      "",
		"https://shop.example/page":     "",
		"https://shop.example/?q":       "",
		"https://shop.example?q=1":      "",
		"https://":                      "",
		"shop.example":                  "",
		"https://under_score.example":   "",
		"https://[2606:4700::1111]:443": "https://[2606:4700::1111]:443/",
	} {
		u, err := v.parse(address)
		if got := fmt.Sprint(u); err == nil && got != want || (err != nil) != (want == "") {
			t.Errorf("%s: %s, %v", address, got, err)
		}
	}
	if _, err := v.Check(t.Context(), "http://shop.example", token); !errors.Is(err, ErrAddress) {
		t.Errorf("without HTTPS: %v", err)
	}
}

// TestNoToken: an empty file has no line that is an empty token.
func TestNoToken(t *testing.T) {
	v := world(t, pages(map[string]string{filePath: "\n\n", "/": `<head><meta name="prokken">`}), records{})
	if method, err := v.Check(t.Context(), shop, ""); err == nil {
		t.Errorf("found by %q", method)
	}
}

// TestWhoStopsWaiting learns nothing about the host.
func TestWhoStopsWaiting(t *testing.T) {
	v := world(t, pages(nil), records{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-ctx.Done()
	_, err := v.Check(ctx, shop, token)
	if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, new(NotFound)) {
		t.Errorf("got %v", err)
	}
}

func TestTokensDiffer(t *testing.T) {
	a, b := NewToken(), NewToken()
	if a == b || len(a) < 26 || strings.ToLower(a) != a {
		t.Errorf("made %q and %q", a, b)
	}
}

// TestLinesAreWhatIsLookedFor puts each line where it says.
func TestLinesAreWhatIsLookedFor(t *testing.T) {
	lines := Lines(shop, token)
	for _, l := range lines {
		known, texts := records{}, map[string]string{}
		if path, ok := strings.CutPrefix(l.Where, shop); ok {
			texts[path] = l.What
		} else {
			known[l.Where] = []string{l.What}
		}
		wantMethod(t, world(t, pages(texts), known), l.Method)
	}
	if len(lines) != 3 || len(Lines("https://192.0.2.1", token)) != 2 {
		t.Errorf("lines: %+v", lines)
	}
}
