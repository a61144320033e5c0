package doctor_test

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/doctor"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy/record"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// sees fails unless the check finds that, in these words.
func sees(t *testing.T, check doctor.Check, want doctor.Verdict, words string) {
	t.Helper()
	doctor.Examine(t.Context(), []doctor.Check{check}, func(f doctor.Finding) {
		if f.Verdict != want || !strings.Contains(f.Says, words) {
			t.Errorf("%s: %q: %s, want %q: %s", f.Check, f.Verdict, f.Says, want, words)
		}
		if (f.Do == "") != (f.Verdict == doctor.Good) {
			t.Errorf("%s: %q, and what to do is %q", f.Check, f.Verdict, f.Do)
		}
	})
}

func TestSetting(t *testing.T) {
	sees(t, doctor.Settings{}, doctor.Good, "everything")
	sees(t, doctor.Setting{Problem: config.Problem{Setting: "base_url", Says: "is missing"}}, doctor.Must, "is missing")
}

func TestDatabase(t *testing.T) {
	file := filepath.Join(t.TempDir(), "prokken.db")
	sees(t, doctor.Database{File: file}, doctor.Look, "none yet")
	if _, err := os.Stat(file); err == nil {
		t.Error("looking made a database")
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	sees(t, doctor.Database{File: file}, doctor.Look, "older")
	if err := os.WriteFile(file, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	sees(t, doctor.Database{File: file}, doctor.Must, "does not answer")
	sees(t, doctor.Database{URL: modelstest.PostgresURL(t)}, doctor.Good, "postgres answers")
	sees(t, doctor.Database{URL: "postgres://127.0.0.1:1/x"}, doctor.Must, "does not answer")
}

// signer signs for the site of the tests.
var signer = record.NewSigner(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))

// keySet is what a site with one key answers at its address for keys.
func keySet() string {
	return `{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"` + signer.ID + `","x":"` + signer.PublicKey() + `"}]}`
}

func TestAddress(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/.well-known/policy-keys.json" {
			_, _ = w.Write([]byte(keySet()))
		}
	}))
	t.Cleanup(site.Close)
	other := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(other.Close)
	client := &http.Client{}
	sees(t, doctor.Address{URL: site.URL, Key: signer.ID, Client: client}, doctor.Good, "signs with our key")
	sees(t, doctor.Address{URL: site.URL, Key: "another", Client: client}, doctor.Must, "another key")
	sees(t, doctor.Address{URL: other.URL, Key: signer.ID, Client: client}, doctor.Look, "404")
	sees(t, doctor.Address{URL: "http://127.0.0.1:1", Key: signer.ID, Client: client}, doctor.Look, "refused")
}

func TestCertificate(t *testing.T) {
	site := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(site.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(site.Certificate())
	end := site.Certificate().NotAfter
	at := func(now time.Time, trust *x509.CertPool) doctor.Certificate {
		verified := func() time.Time { return end.Add(-time.Hour) }
		return doctor.Certificate{
			URL:  site.URL,
			Now:  now,
			Dial: &tls.Dialer{Config: &tls.Config{RootCAs: trust, Time: verified}},
		}
	}
	sees(t, at(end.AddDate(0, 0, -30), trusted), doctor.Good, end.Format(time.DateOnly))
	sees(t, at(end.AddDate(0, 0, -13), trusted), doctor.Look, "expires on")
	sees(t, at(end.AddDate(0, 0, -30), nil), doctor.Must, "browsers refuse it")
	sees(t, doctor.Certificate{URL: "http://a.example"}, doctor.Must, "https")
	sees(t, doctor.Certificate{URL: "https://127.0.0.1:1", Dial: &tls.Dialer{}}, doctor.Look, "refused")
}

// server is a mail server that answers so.
type server struct{ err error }

func (s server) Try(context.Context) error { return s.err }

func TestMail(t *testing.T) {
	sees(t, doctor.Mail{}, doctor.Must, "no mail server")
	sees(t, doctor.Mail{Server: server{}, Host: "smtp.example"}, doctor.Good, "nothing was sent")
	sees(t, doctor.Mail{Server: server{errors.New("535 no")}, Host: "smtp.example"}, doctor.Must, "535 no")
}

// account is one at Stripe with these endpoints.
type account struct {
	endpoints []doctor.Endpoint
	err       error
}

func (a account) WebhookEndpoints(context.Context) ([]doctor.Endpoint, error) {
	return a.endpoints, a.err
}

func TestPayments(t *testing.T) {
	const url = "https://prokken.com/webhooks/stripe"
	good := doctor.Endpoint{URL: url, Status: "enabled", Version: "2024-06-20", Events: []string{"a", "b", "c"}}
	with := func(change func(e *doctor.Endpoint)) doctor.Payments {
		e := good
		change(&e)
		others := doctor.Endpoint{URL: "https://else.example", Status: "disabled"}
		return doctor.Payments{
			Account: account{endpoints: []doctor.Endpoint{others, e}}, HasKey: true, URL: url, Version: "2024-06-20",
			Events: []string{"a", "b"},
		}
	}
	sees(t, with(func(*doctor.Endpoint) {}), doctor.Good, url)
	sees(t, with(func(e *doctor.Endpoint) { e.Events = []string{"*"} }), doctor.Good, url)
	sees(t, with(func(e *doctor.Endpoint) { e.Version = "" }), doctor.Good, url)
	sees(t, with(func(e *doctor.Endpoint) { e.Events = []string{"a"} }), doctor.Must, "not sent b")
	sees(t, with(func(e *doctor.Endpoint) { e.Status = "disabled" }), doctor.Must, "switched off")
	sees(t, with(func(e *doctor.Endpoint) { e.Version = "2026-01-01" }), doctor.Look, "2026-01-01")
	sees(t, with(func(e *doctor.Endpoint) { e.URL += "/" }), doctor.Must, "no webhook endpoint")
	sees(
		t,
		doctor.Payments{Account: account{err: errors.New("it refuses our key")}, HasKey: true},
		doctor.Must,
		"refuses",
	)
	sees(t, doctor.Payments{}, doctor.Must, "no key")
}

func TestChromium(t *testing.T) {
	script := func(text string) string {
		file := filepath.Join(t.TempDir(), "chromium")
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		return file
	}
	sees(t, doctor.Chromium{Path: script("echo Chromium 150.0")}, doctor.Good, "Chromium 150.0")
	sees(t, doctor.Chromium{Path: script("exit 3")}, doctor.Look, "does not start")
	sees(t, doctor.Chromium{}, doctor.Look, "none on the path")
}

func TestClock(t *testing.T) {
	there := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(there.Close)
	off := func(d time.Duration) doctor.Clock {
		return doctor.Clock{URL: there.URL, Client: &http.Client{}, Now: func() time.Time { return time.Now().Add(d) }}
	}
	sees(t, off(0), doctor.Good, "right")
	sees(t, off(time.Hour), doctor.Must, "1h0m")
	sees(t, off(-time.Hour), doctor.Must, "off")
	sees(t, doctor.Clock{URL: "http://127.0.0.1:1", Client: &http.Client{}, Now: time.Now}, doctor.Look, "compared")
}

func TestFiles(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	sees(t, doctor.Files{Folder: folder}, doctor.Look, "not there yet")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "prokken.db")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	sees(t, doctor.Files{Folder: folder}, doctor.Good, "nobody")
	for _, path := range []string{file, folder} {
		if err := os.Chmod(path, 0o750); err != nil {
			t.Fatal(err)
		}
		sees(t, doctor.Files{Folder: folder}, doctor.Must, path)
		if err := os.Chmod(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSecret(t *testing.T) {
	sees(t, doctor.Secret{}, doctor.Must, "none")
	sees(t, doctor.Secret{Text: strings.Repeat("x", 64)}, doctor.Must, "guessed")
	sees(t, doctor.Secret{Text: "prokkenprokkenprokkenprokkenprokken"}, doctor.Must, "guessed")
	sees(t, doctor.Secret{Text: "pX1xdOCQZ0RkKXYp0Yl3n8mQe2h5vTjz7Lw4sUa9bGf6"}, doctor.Good, "guess")
}

func TestDisk(t *testing.T) {
	sees(t, doctor.Disk{Folder: filepath.Join(t.TempDir(), "not", "there", "yet")}, doctor.Good, "free")
}

func TestBackup(t *testing.T) {
	folder, now := t.TempDir(), time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	at := func(every time.Duration) doctor.Backup { return doctor.Backup{Folder: folder, Every: every, Now: now} }
	sees(t, at(0), doctor.Must, "automatic backups are off")
	sees(t, at(24*time.Hour), doctor.Look, "none yet")
	put := func(name, manifest string) {
		for ending, text := range map[string]string{".backup": "x", ".json": manifest} {
			if err := os.WriteFile(filepath.Join(folder, name+ending), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("prokken-20261127T120000Z", `{"made":"2026-11-27T12:00:00Z","encrypted":true}`)
	sees(t, at(24*time.Hour), doctor.Must, "2026-11-27")
	put("prokken-20261130T110000Z", `{"made":"2026-11-30T11:00:00Z"}`)
	sees(t, at(24*time.Hour), doctor.Look, "whoever reads it")
	put("prokken-20261130T113000Z", `{"made":"2026-11-30T11:30:00Z","encrypted":true}`)
	sees(t, at(24*time.Hour), doctor.Good, "2026-11-30 11:30")
}
