package handlers_test

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/logging"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	sites "github.com/prokken/prokken/site"
)

// BenchmarkLimits compares what the server answers most with the least that could answer it,
// both in one run, in turns, with the same clients beside them: 1 is at the limit.
func BenchmarkLimits(b *testing.B) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	b.Run("page", limitOfPage)
	b.Run("not-modified", limitOfNotModified)
	b.Run("who-am-I", limitOfMe)
	b.Run("refresh", limitOfRefresh)
	b.Run("webhook", limitOfWebhook)
}

// contest lets the two answer in turns, each of n requests by every client.
func contest(b *testing.B, n int, ours, bare func(client, turn int)) {
	contestAfter(b, func() {}, n, ours, bare)
}

// contestAfter does so, and prepares each of our turns.
func contestAfter(b *testing.B, prepare func(), n int, ours, bare func(client, turn int)) {
	var took, least time.Duration
	turns := func(do func(client, turn int)) time.Duration {
		return together(clients, func(client int) {
			for turn := range n {
				do(client, turn)
			}
		})
	}
	for round := 0; b.Loop(); round++ {
		prepare()
		if round%2 == 0 {
			took += turns(ours)
			least += turns(bare)
			continue
		}
		least += turns(bare)
		took += turns(ours)
	}
	b.ReportMetric(least.Seconds()/took.Seconds(), "of-bare")
	b.ReportMetric(float64(b.N*n*clients)/took.Seconds(), "req/s")
}

// quick is a client that costs as little as it can.
type quick struct {
	conn net.Conn
	in   *bufio.Reader
}

func dialQuick(b *testing.B, url string) []*quick {
	all := make([]*quick, clients)
	for i := range all {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		all[i] = &quick{conn, bufio.NewReaderSize(conn, 32<<10)}
	}
	return all
}

var contentLength, refreshCookie = []byte("Content-Length: "), []byte("Set-Cookie: prokken_refresh=")

// ask sends the request and returns the refresh cookie of the answer, if there is one.
func (q *quick) ask(b *testing.B, request []byte, status string) (refresh string) {
	if _, err := q.conn.Write(request); err != nil {
		b.Error(err)
		return ""
	}
	length := 0
	for first := true; ; first = false {
		text, err := q.in.ReadSlice('\n')
		if err != nil || first && !bytes.HasPrefix(text, []byte("HTTP/1.1 "+status)) {
			b.Errorf("%q, %v", text, err)
			return ""
		}
		if rest, found := bytes.CutPrefix(text, contentLength); found {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(rest)))
		}
		if rest, found := bytes.CutPrefix(text, refreshCookie); found {
			rest, _, _ = bytes.Cut(rest, []byte(";"))
			refresh = string(rest)
		}
		if len(text) == 2 {
			break
		}
	}
	if status == "304" {
		return "" // it says how long what it does not send would be
	}
	if _, err := q.in.Discard(length); err != nil {
		b.Error(err)
	}
	return refresh
}

func requestOf(url, method, path string, headers ...string) []byte {
	return []byte(method + " " + path + " HTTP/1.1\r\nHost: " + strings.TrimPrefix(url, "http://") + "\r\n" +
		strings.Join(append(headers, "", ""), "\r\n"))
}

// limitOfPage is the policy page against net/http with the same timeouts, id and log line.
func limitOfPage(b *testing.B) { limitOfAnswer(b, "200") }

func limitOfNotModified(b *testing.B) { limitOfAnswer(b, "304") }

func limitOfAnswer(b *testing.B, status string) {
	s := open(b, modelstest.SQLite(b), logAll)
	body, header := fetch(b, s.url+"/legal/cookie-policy")
	bare := serveBare(b, func(w http.ResponseWriter, r *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		if r.Header.Get("If-None-Match") == header.Get("ETag") {
			w.Header().Del("Content-Length")
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write(body)
	})
	headers := []string{"Accept-Encoding: br"}
	if status == "304" {
		headers = append(headers, "If-None-Match: "+header.Get("ETag"))
	}
	request := requestOf(s.url, "GET", "/legal/cookie-policy", headers...)
	us, them := dialQuick(b, s.url), dialQuick(b, bare)
	contest(b, 100, func(client, _ int) { us[client].ask(b, request, status) },
		func(client, _ int) { them[client].ask(b, request, status) })
}

// logAll writes a line about every request, as the other side does.
func logAll(c *config.Config, _ *sites.Settings) {
	c.Log.Requests = config.RequestsToWrite(logging.All)
}

// serveBare is net/http with what every server has to have: timeouts, an id and a line in the log.
func serveBare(b *testing.B, handle http.HandlerFunc) (url string) {
	lines := slog.New(slog.NewJSONHandler(bufio.NewWriter(io.Discard), nil)) // collected, as ours are
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, id := time.Now(), rand.Text()[:16]
		w.Header()["X-Request-Id"] = []string{id}
		handle(w, r)
		lines.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("request", id), slog.String("method", r.Method),
			slog.String("path", r.URL.Path), slog.Duration("took", time.Since(start)))
	}))
	server.Config.ReadHeaderTimeout, server.Config.ReadTimeout = 10*time.Second, time.Minute
	server.Config.WriteTimeout, server.Config.IdleTimeout = time.Minute, 2*time.Minute
	server.Start()
	b.Cleanup(server.Close)
	return server.URL
}

// bareSession is what the least that reads a session needs.
type bareSession struct {
	pool *pgxpool.Pool
	key  []byte
}

// openBoth opens our server, and a pool of pgx on the same database.
func openBoth(b *testing.B) (*site, bareSession) {
	address := modelstest.PostgresURL(b)
	db, err := models.Open(b.Context(), address, "")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	settings, err := pgxpool.ParseConfig(address)
	if err != nil {
		b.Fatal(err)
	}
	settings.MaxConns = 10 // as ours
	pool, err := pgxpool.NewWithConfig(b.Context(), settings)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(pool.Close)
	return open(b, db, logAll), bareSession{pool, []byte("0123456789abcdef0123456789abcdef")}
}

// sign makes a token of an id and a counter, as short as it can be.
func (s bareSession) sign(id string, counter int64) string {
	mac := hmac.New(sha256.New, s.key)
	text := id + "." + strconv.FormatInt(counter, 10)
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (s bareSession) read(token string) (id string, counter int64) {
	id, rest, _ := strings.Cut(token, ".")
	number, _, _ := strings.Cut(rest, ".")
	counter, _ = strconv.ParseInt(number, 10, 64)
	if !hmac.Equal([]byte(s.sign(id, counter)), []byte(token)) {
		return "", 0
	}
	return id, counter
}

const bareSelect = `SELECT s.user_id, s.counter, s.idle_expires_at, s.absolute_expires_at, s.revoked_at, s.last_seen_at, u.email, u.role, u.disabled_at
	FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1`

// me answers who somebody is.
func (s bareSession) me(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie("prokken_access")
	if err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	id, _ := s.read(cookie.Value)
	var user uuid.UUID
	var counter int64
	var idle, absolute time.Time
	var revoked, seen, disabled *time.Time
	var email, role string
	err = s.pool.QueryRow(r.Context(), bareSelect, id).Scan(&user, &counter, &idle, &absolute, &revoked, &seen, &email, &role, &disabled)
	if err != nil || revoked != nil || disabled != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	w.Header()["Content-Type"] = []string{"application/json"}
	_ = json.NewEncoder(w).Encode(map[string]string{"id": user.String(), "email": email, "role": role})
}

func limitOfMe(b *testing.B) {
	s, bare := openBoth(b)
	all, ids := members(b, s, clients), sessionIDs(b, s.db)
	us, them := dialQuick(b, s.url), dialQuick(b, serveBare(b, bare.me))
	ours, theirs := make([][]byte, clients), make([][]byte, clients)
	for i := range clients {
		ours[i] = requestOf(s.url, "GET", "/api/me", "Accept: application/json", "Cookie: prokken_access="+all[i].Access)
		theirs[i] = requestOf(s.url, "GET", "/api/me", "Accept: application/json", "Cookie: prokken_access="+bare.sign(ids[i], 0))
	}
	contest(b, 50, func(client, _ int) { us[client].ask(b, ours[client], "200") },
		func(client, _ int) { them[client].ask(b, theirs[client], "200") })
}

const bareRotate = `UPDATE sessions s SET counter = counter + 1, rotated_at = $1, idle_expires_at = $2 FROM users u
	WHERE s.id = $3 AND s.counter = $4 AND s.revoked_at IS NULL AND u.id = s.user_id AND u.disabled_at IS NULL RETURNING s.user_id, s.counter`

// refresh trades a refresh cookie for the next, and an access cookie.
func (s bareSession) refresh(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie("prokken_refresh")
	if err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	id, counter := s.read(cookie.Value)
	now := time.Now()
	var user uuid.UUID
	if err := s.pool.QueryRow(r.Context(), bareRotate, now, now.Add(7*24*time.Hour), id, counter).Scan(&user, &counter); err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	attributes := "; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax"
	w.Header()["Set-Cookie"] = []string{
		"prokken_access=" + s.sign(user.String(), now.Unix()) + attributes,
		"prokken_refresh=" + s.sign(id, counter) + attributes,
	}
	w.Header()["Content-Type"] = []string{"application/json"}
	_ = json.NewEncoder(w).Encode(map[string]string{"message": "Renewed."})
}

func limitOfRefresh(b *testing.B) {
	s, bare := openBoth(b)
	const each = 8
	n := clients * each
	mine, theirs := members(b, s, 2*n)[:n], make([]string, n)
	for i, id := range sessionIDs(b, s.db)[n:] {
		theirs[i] = bare.sign(id, 0)
	}
	us, them := dialQuick(b, s.url), dialQuick(b, serveBare(b, bare.refresh))
	contestAfter(b, func() { s.later(2 * time.Minute) }, each, func(client, turn int) { // it rotates once a minute
		i := client*each + turn
		mine[i].Refresh = us[client].ask(b, refreshRequest(s.url, mine[i].Refresh), "200")
	}, func(client, turn int) {
		i := client*each + turn
		theirs[i] = them[client].ask(b, refreshRequest(s.url, theirs[i]), "200")
	})
}

func refreshRequest(url, token string) []byte {
	return requestOf(url, "POST", "/api/auth/refresh", "Accept: application/json", "Sec-Fetch-Site: same-origin",
		"Cookie: prokken_refresh="+token, "Content-Length: 0")
}
