package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

// folder is where the program is built and runs, and where the browser has its profile.
var folder string

// TestMain ends what all tests share, and takes it away again.
func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "prokken-e2e-"); err != nil {
		panic(err)
	}
	code := modelstest.Run(m)
	for _, end := range slices.Backward(ends) {
		if err := end(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

var (
	endsLock sync.Mutex
	ends     []func() error
)

// afterTests has something done after all tests, the last one first.
func afterTests(end func() error) {
	endsLock.Lock()
	defer endsLock.Unlock()
	ends = append(ends, end)
}

// program builds the program, once for all tests, and returns its file. It looks at
// every source file, so that a test that passed counts as passed only while none of
// them changes.
var program = sync.OnceValues(func() (string, error) {
	if file := os.Getenv(builtProgram); file != "" {
		return file, nil
	}
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

// sharedProgram is the one for tests that read, or have an account of their own. It is on
// SQLite, as a new user has it.
var sharedProgram = sync.OnceValues(func() (*running, error) {
	file, err := program()
	if err != nil {
		return nil, err
	}
	p, err := launch(file, filepath.Join(folder, "shared"), "")
	if p != nil {
		afterTests(p.stop)
	}
	return p, err
})

// sharedSite returns the address of the program that tests share.
func sharedSite(t *testing.T) string {
	t.Helper()
	p, err := sharedProgram()
	if err != nil {
		t.Fatal(err)
	}
	return p.site
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

func startIn(t *testing.T, folder, url string, environ ...string) string {
	t.Helper()
	p, err := launch(built(t), folder, url, environ...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Error(err)
		} else if t.Failed() {
			t.Logf("the program said:\n%s", p.log.String())
		}
	})
	return p.site
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
