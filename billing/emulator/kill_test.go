package emulator_test

import (
	"bufio"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// killedFile names the state file to the process that is killed.
const killedFile = "PROKKEN_EMULATOR_KILLED"

// TestKill9 kills a process that tells of every customer that it was promised.
func TestKill9(t *testing.T) {
	if file := os.Getenv(killedFile); file != "" {
		s, _ := newSite(t, file)
		for {
			fmt.Println(text(s.create("customers", url.Values{"email": {"ada@example.com"}}), "id"))
		}
	}
	file := filepath.Join(t.TempDir(), "stripe.db")
	child := exec.Command(os.Args[0], "-test.run=^TestKill9$")
	child.Env = append(os.Environ(), killedFile+"="+file)
	said, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var promised []string
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if promised = append(promised, lines.Text()); len(promised) == 200 {
			_ = child.Process.Kill()
		}
	}
	_ = child.Wait()
	s, _ := newSite(t, file)
	if len(promised) < 200 {
		t.Fatalf("only %d customers: %v", len(promised), promised)
	}
	for _, id := range promised {
		if status, found, _ := s.call(http.MethodGet, "customers/"+id, "", nil); status != http.StatusOK {
			t.Errorf("%d %v", status, found)
		}
	}
}
