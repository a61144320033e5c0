package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

// folder is where the program is built.
var folder string

// TestMain takes the program away again after the tests.
func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "prokken-e2e-"); err != nil {
		panic(err)
	}
	code := modelstest.Run(m)
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// program builds the program, once for all tests, and returns its file. It looks at
// every source file, so that a test that passed counts as passed only while none of
// them changes.
var program = sync.OnceValues(func() (string, error) {
	for _, folder := range []string{"*", "*/*", "*/*/*", "*/*/*/*"} {
		sources, _ := filepath.Glob(filepath.Join("..", folder))
		for _, source := range sources {
			_, _ = os.Stat(source)
		}
	}
	file := filepath.Join(folder, "prokken")
	out, err := exec.Command("go", "build", "-o", file, "..").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return file, err
})

func built(t *testing.T) string {
	t.Helper()
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// start runs the program as a new user would, on the database at url (empty:
// SQLite), and returns the site's address.
func start(t *testing.T, url string) string {
	t.Helper()
	return startIn(t, t.TempDir(), url)
}

// startWithAdmin runs the program with an account that may administer.
func startWithAdmin(t *testing.T, url string) string {
	t.Helper()
	folder := t.TempDir()
	create := exec.Command(built(t), "admin", "create", "--email", email)
	create.Dir, create.Stdin = folder, strings.NewReader(password)
	create.Env = append(os.Environ(), "PROKKEN_DATABASE_URL="+url)
	if out, err := create.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return startIn(t, folder, url)
}

func startIn(t *testing.T, folder, url string) string {
	t.Helper()
	site := "http://localhost:" + freePort(t)
	var log bytes.Buffer
	run := exec.Command(built(t))
	run.Dir = folder
	run.Stdout, run.Stderr = &log, &log
	run.Env = append(
		os.Environ(),
		"PROKKEN_HTTP_ADDRESS="+site[len("http://"):],
		"PROKKEN_DATABASE_URL="+url,
		"PROKKEN_AUDIT_EVERY=0",
	)
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = run.Process.Signal(syscall.SIGTERM)
		if err := run.Wait(); err != nil || t.Failed() {
			t.Errorf("the program ended with %v and said:\n%s", err, log.String())
		}
	})
	for range 400 {
		if res, err := http.Get(site + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return site
			}
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("the program does not answer")
	return ""
}

// freePort is one that no other test takes meanwhile: ports of outgoing connections, and
// those that the system chooses, are higher.
func freePort(t *testing.T) string {
	t.Helper()
	for range 100 {
		port := strconv.Itoa(10_000 + rand.IntN(20_000))
		if listener, err := net.Listen("tcp", "localhost:"+port); err == nil {
			_ = listener.Close()
			return port
		}
	}
	t.Fatal("no port is free")
	return ""
}

var link = regexp.MustCompile(`http://\S+/verify\?token=\S+`)

// mailedLink waits for the mail to that address and returns its link.
func mailedLink(t *testing.T, site, to string) string {
	t.Helper()
	for range 200 {
		for _, mail := range outbox(t, site) {
			if found := link.FindString(mail.Text); mail.To == to && found != "" {
				return found
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no mail came")
	return ""
}

type outboxMail struct{ To, Subject, Text string }

func outbox(t *testing.T, site string) []outboxMail {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, site+"/dev/mail.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var mails []outboxMail
	if err := json.NewDecoder(res.Body).Decode(&mails); err != nil {
		t.Fatal(err)
	}
	return mails
}
