// Package certificatetest starts an authority for tests: Pebble, the ACME server that Let's Encrypt
// tests clients with, on this machine's own addresses.
package certificatetest

import (
	"crypto/x509"
	"io"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// Authority is a running Pebble, for which each domain is this machine.
type Authority struct {
	Directory string         // the address of its ACME directory
	Roots     *x509.CertPool // whom to believe that it is the authority
	RootsFile string         // the same as a file in PEM
	Stop      func()         // ends it before the test does
	manage    string
}

// Settings say at which ports of this machine the authority looks for answers to its challenges,
// and for how long its certificates are good (0: 90 days).
type Settings struct {
	HTTPPort, HTTPSPort int
	Period              time.Duration
}

// Start starts an authority, which ends with the test.
func Start(t testing.TB, settings Settings) *Authority {
	t.Helper()
	dir := t.TempDir()
	build(t, dir)
	api, manage := "127.0.0.1:"+strconv.Itoa(FreePort(t)), "127.0.0.1:"+strconv.Itoa(FreePort(t))
	a := &Authority{
		Directory: "https://" + api + "/dir", Roots: x509.NewCertPool(),
		RootsFile: filepath.Join(dir, "api.pem"), manage: "https://" + manage,
	}
	a.certify(t, dir)
	file := filepath.Join(dir, "pebble.json")
	write(t, file, settings.file(t, dir, api, manage))
	a.Stop = run(t, filepath.Join(dir, "pebble"), "-config", file, "-dnsserver", names(t, dir))
	a.await(t)
	return a
}

// Issued are the roots of what the authority issues: what a browser would have to trust.
func (a *Authority) Issued(t testing.TB) *x509.CertPool {
	t.Helper()
	answer, err := a.client().Get(a.manage + "/roots/0")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(text) {
		t.Fatalf("no root: %v: %s", err, text)
	}
	return pool
}
