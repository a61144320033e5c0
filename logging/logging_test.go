package logging

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestWhichRequests have a line.
func TestWhichRequests(t *testing.T) {
	for which, want := range map[Which]string{
		All: "GET 200,GET 404,GET 503,POST 303", Changes: "GET 404,GET 503,POST 303", Errors: "GET 503", None: "", "": "",
	} {
		log, written := NewRequests(new(bytes.Buffer), Settings{Requests: which}), []string{}
		for _, r := range []struct {
			method string
			status int
			name   string
		}{{"GET", 200, "GET 200"}, {"GET", 404, "GET 404"}, {"GET", 503, "GET 503"}, {"POST", 303, "POST 303"}} {
			if log.Wants(r.method, r.status) {
				written = append(written, r.name)
			}
		}
		if got := strings.Join(written, ","); got != want {
			t.Errorf("%q: %s", which, got)
		}
	}
}

// TestTheLineOfARequest holds what the Privacy Policy says that it can hold, and nothing else.
func TestTheLineOfARequest(t *testing.T) {
	var out bytes.Buffer
	log := NewRequests(&out, Settings{JSON: true, Requests: All, Level: slog.LevelError})
	log.Write(t.Context(), Request{
		ID: "X1", Method: "GET", Route: "/legal/:slug", Path: "/legal/terms", Status: 200, Took: 1500 * time.Microsecond,
	})
	log.Write(t.Context(), Request{ID: "X2", Method: "GET", Route: "/healthz", Path: "/healthz", Status: 200, IsProbe: true})
	log.Close()
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("not one line: %v: %s", err, &out)
	}
	want := []string{"level", "method", "milliseconds", "msg", "path", "request", "route", "status", "time"}
	if keys := slices.Sorted(maps.Keys(line)); !slices.Equal(keys, want) || line["milliseconds"] != 1.5 {
		t.Errorf("%v", line)
	}
}

// TestPathsWithoutSecrets: what belongs into a query can stand in the path of a broken link.
func TestPathsWithoutSecrets(t *testing.T) {
	token := "0192c3a4-0000-7000-8000-000000000001.k1.aGVsbG8gd29ybGQgaGVsbG8"
	for path, want := range map[string]string{
		"/":                               "/",
		"/legal/cookie-policy/versions/1": "/legal/cookie-policy/versions/1",
		"/.well-known/gpc.json":           "/.well-known/gpc.json",
		"/admin/users/" + token[:36]:      "/admin/users/" + token[:36],
		"/verify/" + token:                "/verify/***",
		"/verify?token=x":                 "/***",
		"/legal/unsubscribe=x/y":          "/legal/***/y",
		"/ada@example.com":                "/***",
		"/a\nb/c":                         "/***/c",
		"/" + strings.Repeat("x", 37):     "/***",
		strings.Repeat("/"+strings.Repeat("x", 9), 50): strings.Repeat("/"+strings.Repeat("x", 9), 20),
	} {
		if got := Path(path); got != want {
			t.Errorf("%q: %q", path, got)
		}
	}
}

// TestLinesAreCollected: for a second, until there are many, or until the end; never in parts.
func TestLinesAreCollected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &counted{}
		b := &buffer{out: out}
		line := []byte(strings.Repeat("x", 99) + "\n")
		write := func(n int) {
			for range n {
				_, _ = b.Write(line)
			}
		}
		check := func(when string, writes, bytes int) {
			t.Helper()
			synctest.Wait()
			if w, n := out.seen(); w != writes || n != bytes {
				t.Errorf("%s: %d writes of %d bytes", when, w, n)
			}
		}
		write(10)
		check("at once", 0, 0)
		time.Sleep(flushEvery)
		check("after a second", 1, 1000)
		time.Sleep(time.Hour)
		check("an hour without lines", 1, 1000)
		write(656)
		check("full", 2, 1000+65_600)
		write(1)
		b.flush()
		check("at the end", 3, 1000+65_700)
		time.Sleep(flushEvery)
	})
}

// counted counts what is written.
type counted struct {
	mu     sync.Mutex
	writes int
	bytes  int
}

func (c *counted) Write(text []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writes++
	c.bytes += len(text)
	return len(text), nil
}

func (c *counted) seen() (writes, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.writes, c.bytes
}

// TestLevelAndFormat of what the program says.
func TestLevelAndFormat(t *testing.T) {
	var out bytes.Buffer
	log := New(&out, Settings{Level: slog.LevelWarn, JSON: true})
	log.Info("little")
	log.Warn("much", "n", 1)
	var line struct {
		Msg string
		N   int
	}
	if err := json.Unmarshal(out.Bytes(), &line); err != nil || line.Msg != "much" || line.N != 1 {
		t.Errorf("%v: %s", err, &out)
	}
	out.Reset()
	if New(&out, Settings{}).Info("little"); !strings.Contains(out.String(), "level=INFO msg=little") {
		t.Error(out.String())
	}
}
