package commands

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/certificate/certificatetest"
)

// TestServeHoldsItsCertificates: the program as it is built, with its domains and nothing before it.
func TestServeHoldsItsCertificates(t *testing.T) {
	t.Parallel()
	at := certificatetest.Settings{HTTPPort: certificatetest.FreePort(t), HTTPSPort: certificatetest.FreePort(t)}
	authority := certificatetest.Start(t, at)
	program := newServer(t,
		"PROKKEN_HTTP_DOMAINS=prokken.example,www.prokken.example", "PROKKEN_AUDIT_EVERY=0",
		fmt.Sprintf("PROKKEN_BASE_URL=https://prokken.example:%d", at.HTTPSPort),
		fmt.Sprintf("PROKKEN_HTTP_HTTPS_ADDRESS=127.0.0.1:%d", at.HTTPSPort),
		fmt.Sprintf("PROKKEN_HTTP_REDIRECT_ADDRESS=127.0.0.1:%d", at.HTTPPort),
		"PROKKEN_HTTP_ACME_DIRECTORY="+authority.Directory, "SSL_CERT_FILE="+authority.RootsFile,
	)
	program.start()
	client := clientOf(authority.Issued(t))
	answer := eventually(t, client, fmt.Sprintf("http://prokken.example:%d/legal/cookie-policy", at.HTTPPort))
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.ProtoMajor != 2 || answer.Request.URL.Scheme != "https" {
		t.Errorf("%s %s for %s", answer.Proto, answer.Status, answer.Request.URL)
	}
	if got := answer.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=63072000") {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
	info, err := os.Stat(filepath.Join(program.folder, "data", "certificates"))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of the keys: %v, %v", info, err)
	}
}

// clientOf finds each domain on this machine, and trusts the roots alone.
func clientOf(roots *x509.CertPool) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			_, port, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port)
		},
		TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true,
	}}
}

// eventually asks until there is an answer, for a minute.
func eventually(t *testing.T, client *http.Client, address string) *http.Response {
	t.Helper()
	var last error
	for range 300 {
		answer, err := client.Get(address)
		if err == nil {
			return answer
		}
		last = err
		time.Sleep(200 * time.Millisecond)
	}
	t.Fatal(last)
	return nil
}
