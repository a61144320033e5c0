package commands

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/prokken/prokken/mail/mailtest"
)

// smallDisk is a folder with room for 20 MB.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=20m"); err != nil {
		t.Skip("a small disk cannot be mounted (only root can): ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill writes a file until nothing more fits.
func fill(t *testing.T, dir string) string {
	t.Helper()
	name := filepath.Join(dir, "ballast")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, size := range []int{1 << 16, 1 << 10, 1} {
		for block := make([]byte, size); err == nil; _, err = file.Write(block) {
		}
		err = nil
	}
	return name
}

// TestTroubleDiskFull: pages go on, what cannot be stored is refused in words, nothing that was
// acknowledged is lost, and all is well as soon as there is room.
func TestTroubleDiskFull(t *testing.T) {
	inTrouble(t)
	disk, mails := smallDisk(t), &mailtest.Server{}
	mails.Start(t)
	s := newServer(t, append(mailsTo(mails.Settings().SMTP.Port), "PROKKEN_DATA_DIR="+disk)...)
	t.Cleanup(s.close) // before the disk goes
	s.ready()
	ballast := fill(t, disk)
	acknowledged := map[string]bool{}
	var refused []answered
	for i := 0; len(refused) < 20 && i < 2000; i++ {
		email := fmt.Sprintf("a%d@example.com", i)
		a := s.signUp(email)
		if a.acknowledged() {
			acknowledged[email] = true
		} else {
			refused = append(refused, a)
		}
	}
	for _, a := range refused {
		if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
			t.Fatalf("without room: %d %v %s", a.status, a.err, a.body)
		}
	}
	for _, path := range []string{"/", "/legal/cookie-policy", "/login", "/healthz"} {
		if status, _ := get(s.address + path); status != http.StatusOK {
			t.Errorf("%s without room: %d", path, status)
		}
	}
	time.Sleep(3 * time.Second) // jobs cannot be noted as done either
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	again := s.until(5*time.Second, "not well again", func() bool { return s.signUp("later@example.com").acknowledged() })
	acknowledged["later@example.com"] = true
	took := s.until(3*time.Minute, "mails are missing", func() bool { return missing(mails, acknowledged) == "" })
	if err := s.end(); err != nil {
		t.Error(err)
	}
	s.ready()
	t.Logf("%d acknowledged, %d refused; well %s after there was room; all mails after %s; doubled: %d",
		len(acknowledged), len(refused), again, took, doubled(mails))
	if strings.Contains(s.log.String(), "panic") {
		t.Error("it panicked")
	}
}

// missing names one of the addresses without a mail; "" if all have one.
func missing(mails *mailtest.Server, addresses map[string]bool) string {
	got := map[string]bool{}
	for _, l := range mails.Letters() {
		got[l.To[0]] = true
	}
	for address := range addresses {
		if !got[address] {
			return address
		}
	}
	return ""
}

// doubled counts the mails that came more than once.
func doubled(mails *mailtest.Server) int {
	seen, n := map[string]bool{}, 0
	for _, l := range mails.Letters() {
		if seen[l.To[0]] {
			n++
		}
		seen[l.To[0]] = true
	}
	return n
}
