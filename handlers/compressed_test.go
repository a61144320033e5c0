package handlers_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/models/modelstest"
)

// TestPagesOfStrangersAreCompressed: for those who take it, and for nobody who is logged in.
func TestPagesOfStrangersAreCompressed(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	ask := func(path, encoding string) (coding, body string) {
		r, err := http.NewRequest(http.MethodGet, s.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", encoding)
		res, err := s.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		from := io.Reader(res.Body)
		if coding = res.Header.Get("Content-Encoding"); coding == "gzip" {
			if from, err = gzip.NewReader(res.Body); err != nil {
				t.Fatal(err)
			}
		}
		text, err := io.ReadAll(from)
		if err != nil || coding != "" && !strings.Contains(strings.Join(res.Header["Vary"], ","), "Accept-Encoding") {
			t.Errorf("%s varies by %q, %v", path, res.Header.Get("Vary"), err)
		}
		return coding, string(text)
	}
	for _, path := range []string{"/", "/pricing", "/login", "/signup"} {
		plain, whole := ask(path, "identity")
		coding, text := ask(path, "br, gzip")
		if plain != "" || coding != "gzip" || text != whole || !strings.HasSuffix(strings.TrimSpace(text), "</html>") {
			t.Errorf("%s: %q and %q, the same text: %t", path, plain, coding, text == whole)
		}
	}
	s.signUp("ada@example.com")
	s.logIn("ada@example.com")
	if coding, text := ask("/", "gzip"); coding != "" || !strings.Contains(text, "Log out") {
		t.Errorf("a member's page is %q", coding)
	}
}
