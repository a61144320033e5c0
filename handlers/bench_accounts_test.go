package handlers_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// clients is how many ask at once.
const clients = 16

// together has every client do its part, and returns how long that took.
func together(n int, do func(client int)) time.Duration {
	start := time.Now()
	var wg sync.WaitGroup
	for client := range n {
		wg.Go(func() { do(client) })
	}
	wg.Wait()
	return time.Since(start)
}

// eachDatabase runs the benchmark on both.
func eachDatabase(b *testing.B, run func(b *testing.B, db *models.DB)) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	b.Run("sqlite", func(b *testing.B) { run(b, modelstest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { run(b, modelstest.Postgres(b)) })
}

// members are accounts that are logged in, with their tokens.
func members(b *testing.B, s *site, n int) []auth.Tokens {
	b.Helper()
	all := make([]auth.Tokens, n)
	for i := range all {
		email := fmt.Sprintf("user%d@example.com", i)
		if err := s.accounts.CreateAdmin(b.Context(), email, secret); err != nil {
			b.Fatal(err)
		}
		in, err := s.accounts.Login(b.Context(), email, secret, auth.RequestDetails{})
		if err != nil {
			b.Fatal(err)
		}
		all[i] = in.Tokens
	}
	for len(s.letters) > 0 {
		<-s.letters
	}
	return all
}

// line is a connection that is kept, with as little around it as there can be:
// the client shares the cores with what is measured.
type line struct {
	net.Conn
	in *bufio.Reader
}

func dial(b *testing.B, s *site) *line {
	b.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() })
	return &line{conn, bufio.NewReader(conn)}
}

func dialAll(b *testing.B, s *site) []*line {
	lines := make([]*line, clients)
	for i := range lines {
		lines[i] = dial(b, s)
	}
	return lines
}

// ask sends a request and returns the new refresh token, if one came.
func (l *line) ask(b *testing.B, method, path, cookies, body string) (refresh string) {
	_, err := fmt.Fprintf(
		l,
		"%s %s HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\nSec-Fetch-Site: same-origin\r\nCookie: %s\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		method,
		path,
		l.RemoteAddr(),
		cookies,
		len(body),
		body,
	)
	if err != nil {
		b.Error(err)
		return ""
	}
	length := 0
	for first := true; ; first = false {
		text, err := l.in.ReadString('\n')
		if err != nil || first && !strings.HasPrefix(text, "HTTP/1.1 200") {
			b.Errorf("%s %s: %q, %v", method, path, text, err)
			return refresh
		}
		if rest, found := strings.CutPrefix(text, "Content-Length: "); found {
			length, _ = strconv.Atoi(strings.TrimSpace(rest))
		}
		if rest, found := strings.CutPrefix(text, "Set-Cookie: prokken_refresh="); found {
			refresh, _, _ = strings.Cut(rest, ";")
		}
		if text == "\r\n" {
			break
		}
	}
	if _, err := l.in.Discard(length); err != nil {
		b.Error(err)
	}
	return refresh
}

func report(b *testing.B, ours, bare time.Duration, each int) {
	b.ReportMetric(bare.Seconds()/ours.Seconds(), "of-bare")
	b.ReportMetric(float64(b.N*each)/ours.Seconds(), "req/s")
}

func sessionIDs(b *testing.B, db *models.DB) []string {
	rows, err := db.Pool().Query("SELECT id FROM sessions ORDER BY id")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			b.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return ids
}

// BenchmarkLogin logs in through HTTP, and beside it does nothing but hash, as
// many at once as there are cores.
func BenchmarkLogin(b *testing.B) {
	eachDatabase(b, func(b *testing.B, db *models.DB) {
		s := open(b, db)
		members(b, s, clients)
		lines := dialAll(b, s)
		const each = 5
		var ours, bare time.Duration
		for b.Loop() {
			ours += together(clients, func(client int) {
				form := url.Values{"email": {fmt.Sprintf("user%d@example.com", client)}, "password": {secret}}
				for range each {
					lines[client].ask(b, "POST", "/api/auth/login", "", form.Encode())
				}
			})
			bare += together(hashes, func(int) {
				for range each * clients / hashes {
					argon2.IDKey([]byte(secret), []byte("0123456789abcdef"), 2, 19*1024, 1, 32)
				}
			})
			for len(s.letters) > 0 {
				<-s.letters
			}
		}
		report(b, ours, bare, each*clients)
	})
}

// BenchmarkPolicyPageWhileLogin500 asks for the policy page while 500 log-ins
// wait for a hash, and beside it while nothing else happens. It reports the
// ratio of the slowest hundredth, and how much more memory is in use.
func BenchmarkPolicyPageWhileLogin500(b *testing.B) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	s := open(b, modelstest.SQLite(b))
	http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = 600
	for b.Loop() {
		idle, before := slowest(b, s), memory()
		ctx, stop := context.WithCancel(b.Context())
		var wg sync.WaitGroup
		for i := range 500 {
			wg.Go(func() { waitForLogin(ctx, s, i) })
		}
		time.Sleep(500 * time.Millisecond)
		busy, during := slowest(b, s), memory()
		stop()
		wg.Wait()
		b.ReportMetric(busy.Seconds()/idle.Seconds(), "p99-of-idle")
		b.ReportMetric((float64(during)-float64(before))/(1<<20), "MiB-more")
	}
}

func waitForLogin(ctx context.Context, s *site, i int) {
	for ctx.Err() == nil {
		form := url.Values{"email": {fmt.Sprintf("nobody%d@example.com", i)}, "password": {"wrong"}}
		r, _ := http.NewRequestWithContext(ctx, "POST", s.url+"/api/auth/login", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if res, err := http.DefaultClient.Do(r); err == nil {
			_ = res.Body.Close()
		}
	}
}

// slowest is the 99th percentile of 1,000 policy pages.
func slowest(b *testing.B, s *site) time.Duration {
	var took []time.Duration
	for range 1000 {
		took = append(took, timed(b, s.url+"/legal/cookie-policy"))
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}

// memory is what the program holds from the machine, the client of this
// benchmark included.
func memory() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased
}
