package certificatetest

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// build compiles Pebble, and its server of names, into the folder.
func build(t testing.TB, dir string) {
	t.Helper()
	module, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		t.Fatal(err)
	}
	tools := filepath.Join(filepath.Dir(string(module)), "tools", "go.mod")
	const pebble = "github.com/letsencrypt/pebble/v2/cmd/pebble"
	made := exec.Command("go", "build", "-modfile="+tools, "-o", dir+"/", pebble, pebble+"-challtestsrv")
	if said, err := made.CombinedOutput(); err != nil {
		t.Fatalf("Pebble cannot be built: %v: %s", err, said)
	}
}

// run starts a program, which ends with the test or when it is stopped.
func run(t testing.TB, program string, arguments ...string) (stop func()) {
	t.Helper()
	running := exec.Command(program, arguments...)
	running.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1")
	if testing.Verbose() {
		running.Stdout, running.Stderr = t.Output(), t.Output()
	}
	if err := running.Start(); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() { _ = running.Process.Kill(); _ = running.Wait() })
	t.Cleanup(stop)
	return stop
}

// names starts a server of names for which each domain is this machine, and returns its address.
func names(t testing.TB, dir string) string {
	t.Helper()
	address := "127.0.0.1:" + strconv.Itoa(FreePort(t))
	run(t, filepath.Join(dir, "pebble-challtestsrv"), "-dnsserver", address, "-defaultIPv6", "",
		"-management", "127.0.0.1:"+strconv.Itoa(FreePort(t)), "-http01", "", "-https01", "", "-doh", "", "-tlsalpn01", "")
	return address
}

// certify makes the certificate of the authority's own addresses: that of Go's servers for tests.
func (a *Authority) certify(t testing.TB, dir string) {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	a.Roots.AddCert(server.Certificate())
	key, err := x509.MarshalPKCS8PrivateKey(server.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	write(t, a.RootsFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	write(t, filepath.Join(dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
}

// file is Pebble's configuration.
func (s Settings) file(t testing.TB, dir, api, manage string) []byte {
	t.Helper()
	period := s.Period
	if period == 0 {
		period = 90 * 24 * time.Hour
	}
	text, err := json.Marshal(map[string]any{"pebble": map[string]any{
		"listenAddress": api, "managementListenAddress": manage, "certificate": filepath.Join(dir, "api.pem"),
		"privateKey": filepath.Join(dir, "key.pem"), "httpPort": s.HTTPPort, "tlsPort": s.HTTPSPort,
		"profiles": map[string]any{
			"default": map[string]any{"description": "for tests", "validityPeriod": int(period.Seconds())},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t testing.TB, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// await waits until the authority answers.
func (a *Authority) await(t testing.TB) {
	t.Helper()
	for range 200 {
		if answer, err := a.client().Get(a.Directory); err == nil {
			answer.Body.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("Pebble does not answer")
}

func (a *Authority) client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: a.Roots}, DisableKeepAlives: true},
	}
}

// FreePort returns a port of this machine that nobody listens on.
func FreePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := strings.Cut(listener.Addr().String(), ":")
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return number
}
