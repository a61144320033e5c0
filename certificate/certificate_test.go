package certificate

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caddyserver/certmagic"

	"github.com/prokken/prokken/certificate/certificatetest"
)

// world is a server of two domains whose certificates come from an authority on this machine.
type world struct {
	settings Settings
	keeper   *Keeper
	plain    string // the address without TLS
	secure   string // the address with it
}

// newDomains are two that no other test has: the library knows challenges by their domains alone.
func newDomains() []string {
	name := strings.ToLower(rand.Text()[:8]) + ".example"
	return []string{name, "www." + name}
}

// newWorld starts the authority. change changes how it looks for answers.
func newWorld(t *testing.T, change func(*certificatetest.Settings)) (*world, *certificatetest.Authority) {
	t.Helper()
	at := certificatetest.Settings{HTTPPort: certificatetest.FreePort(t), HTTPSPort: certificatetest.FreePort(t)}
	w := &world{settings: Settings{
		Domains: newDomains(), Folder: filepath.Join(t.TempDir(), "certificates"), HTTPPort: at.HTTPPort, HTTPSPort: at.HTTPSPort,
		Every: time.Second,
	}}
	if change != nil {
		change(&at)
	}
	authority := certificatetest.Start(t, at)
	w.settings.Directory, w.settings.Roots = authority.Directory, authority.Roots
	return w, authority
}

// serve answers on both ports until it is stopped.
func (w *world) serve(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w.keeper = Open(w.settings)
	w.plain, w.secure = fmt.Sprintf("127.0.0.1:%d", w.settings.HTTPPort), fmt.Sprintf("127.0.0.1:%d", w.settings.HTTPSPort)
	site := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) })
	quiet := log.New(io.Discard, "", 0)
	servers := []*http.Server{{Handler: w.keeper.Plain(), ErrorLog: quiet}, {Handler: site, ErrorLog: quiet}}
	plain, secure := listen(t, w.plain), w.keeper.Secure(listen(t, w.secure))
	go func() { _ = servers[0].Serve(plain) }()
	go func() { _ = servers[1].Serve(secure) }()
	ended := make(chan struct{})
	go func() { w.keeper.Run(ctx); close(ended) }()
	stop = sync.OnceFunc(func() {
		cancel()
		<-ended
		if err := errors.Join(servers[0].Close(), servers[1].Close()); err != nil {
			t.Error(err)
		}
		w.keeper.Close()
	})
	t.Cleanup(stop)
	return stop
}

func listen(t *testing.T, address string) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// leaf is the certificate that a client of the domain gets and believes, within a minute.
func (w *world) leaf(t *testing.T, domain string, roots *x509.CertPool) *x509.Certificate {
	t.Helper()
	var last error
	for range 600 {
		connection, err := tls.Dial("tcp", w.secure, &tls.Config{ServerName: domain, RootCAs: roots})
		if err == nil {
			defer connection.Close()
			return connection.ConnectionState().PeerCertificates[0]
		}
		last = err
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal(last)
	return nil
}

func TestCertificatesAreObtained(t *testing.T) {
	t.Parallel()
	w, authority := newWorld(t, nil)
	stop := w.serve(t)
	roots := authority.Issued(t)
	for _, domain := range w.settings.Domains {
		w.leaf(t, domain, roots)
	}
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: w.settings.Domains[0]}, ForceAttemptHTTP2: true,
	}}
	answer, err := client.Get("https://" + w.secure)
	if err != nil || answer.ProtoMajor != 2 {
		t.Fatalf("no HTTP/2: %v, %v", answer, err)
	}
	answer.Body.Close()
	client.CloseIdleConnections()

	serial := w.leaf(t, w.settings.Domains[0], roots).SerialNumber
	stop()
	authority.Stop()
	w.serve(t)
	if again := w.leaf(t, w.settings.Domains[0], roots).SerialNumber; again.Cmp(serial) != 0 {
		t.Error("the certificate was not kept over a restart")
	}
	readableByOthers(t, w.settings.Folder)
}

// readableByOthers fails for what others than the owner can read.
func readableByOthers(t *testing.T, folder string) {
	t.Helper()
	keys := 0
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others can read %s", path)
		}
		if strings.HasSuffix(path, ".key") {
			keys++
		}
		return err
	})
	if err != nil || keys == 0 {
		t.Errorf("%d keys, %v", keys, err)
	}
}

// TestHalfWrittenAccount: a domain is asked for while the account is being written for another one.
func TestHalfWrittenAccount(t *testing.T) {
	t.Parallel()
	w, authority := newWorld(t, nil)
	at := strings.ReplaceAll(strings.TrimPrefix(w.settings.Directory, "https://"), "/", "-")
	folder := filepath.Join(w.settings.Folder, "acme", certmagic.StorageKeys.Safe(at), "users", "default")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	w.serve(t)
	w.leaf(t, w.settings.Domains[0], authority.Issued(t))
	if accounts, err := os.ReadDir(folder); err != nil || len(accounts) == 0 {
		t.Errorf("the account is kept elsewhere: %v, %v", accounts, err)
	}
}

// TestEitherChallengeIsEnough: one of the two ports is not reached from outside.
func TestEitherChallengeIsEnough(t *testing.T) {
	tests := map[string]func(*certificatetest.Settings){
		"HTTP-01 alone":     func(s *certificatetest.Settings) { s.HTTPSPort = 1 },
		"TLS-ALPN-01 alone": func(s *certificatetest.Settings) { s.HTTPPort = 1 },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, authority := newWorld(t, change)
			w.serve(t)
			w.leaf(t, w.settings.Domains[0], authority.Issued(t))
		})
	}
}

// TestDamagedCertificateIsReplaced: a disk was full when it was written.
func TestDamagedCertificateIsReplaced(t *testing.T) {
	t.Parallel()
	w, authority := newWorld(t, nil)
	stop := w.serve(t)
	roots := authority.Issued(t)
	before := w.leaf(t, w.settings.Domains[0], roots).SerialNumber
	other := w.leaf(t, w.settings.Domains[1], roots).SerialNumber
	stop()
	cut(t, w.settings.Folder, w.settings.Domains[0]+".key")
	w.serve(t)
	if w.leaf(t, w.settings.Domains[0], roots).SerialNumber.Cmp(before) == 0 {
		t.Error("the certificate without its key is served")
	}
	if w.leaf(t, w.settings.Domains[1], roots).SerialNumber.Cmp(other) != 0 {
		t.Error("the other domain lost its certificate")
	}
}

// cut empties the file of that name.
func cut(t *testing.T, folder, name string) {
	t.Helper()
	cut := 0
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Name() == name {
			cut++
			err = os.Truncate(path, 0)
		}
		return err
	})
	if err != nil || cut != 1 {
		t.Fatalf("%d files, %v", cut, err)
	}
}

func TestCertificatesAreRenewed(t *testing.T) {
	t.Parallel()
	w, authority := newWorld(t, func(s *certificatetest.Settings) { s.Period = 30 * time.Second })
	w.settings.Domains = w.settings.Domains[:1]
	w.serve(t)
	roots := authority.Issued(t)
	first := w.leaf(t, w.settings.Domains[0], roots)
	for range 300 {
		if w.leaf(t, w.settings.Domains[0], roots).SerialNumber.Cmp(first.SerialNumber) != 0 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the certificate was not renewed before its end")
}

// TestTheAuthorityIsAway: what needs no certificate is served, and the program goes on.
func TestTheAuthorityIsAway(t *testing.T) {
	t.Parallel()
	w := &world{settings: Settings{
		Domains: newDomains(), Directory: "https://127.0.0.1:1/dir", Folder: t.TempDir(),
		HTTPPort: certificatetest.FreePort(t), HTTPSPort: certificatetest.FreePort(t),
	}}
	stop := w.serve(t)
	if _, err := tls.Dial("tcp", w.secure, &tls.Config{ServerName: w.settings.Domains[0]}); err == nil {
		t.Error("there is a certificate")
	}
	answer, err := noRedirect.Get("http://" + w.plain + "/pricing")
	if err != nil || answer.StatusCode != http.StatusPermanentRedirect {
		t.Errorf("%v, %v", answer, err)
	}
	stop()
}
