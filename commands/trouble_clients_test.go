package commands

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
)

// slowOnes are connections to the server that each sent the beginning and then say nothing; they
// end with the test.
func (s *server) slowOnes(n int, begins string) []net.Conn {
	s.t.Helper()
	var all []net.Conn
	for range n {
		conn, err := net.DialTimeout("tcp", s.address, 10*time.Second)
		if err != nil {
			break
		}
		_, _ = io.WriteString(conn, begins)
		all = append(all, conn)
	}
	s.t.Cleanup(func() { hangUp(all) })
	return all
}

func hangUp(all []net.Conn) {
	for _, conn := range all {
		_ = conn.Close()
	}
}

// closed counts the connections that the server ended.
func closed(all []net.Conn) int {
	n := 0
	for _, conn := range all {
		_ = conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		for {
			_, err := conn.Read(make([]byte, 1<<16))
			if err != nil {
				if timeout, is := err.(net.Error); !is || !timeout.Timeout() { //nolint:errorlint // as it comes
					n++
				}
				break
			}
		}
	}
	return n
}

// TestTroubleSlowClients: whoever is slow with headers, with a body, or with reading holds up nobody else.
// Those with headers or a body are cut off. Of readers that is not looked at: to look is to read.
func TestTroubleSlowClients(t *testing.T) {
	inTrouble(t)
	s := newServer(t)
	s.ready()
	s.load("", "/legal/cookie-policy").stop() // it is warm
	before := s.load("", "/legal/cookie-policy", "/login", "/pricing")
	time.Sleep(3 * time.Second)
	before.stop()
	headers := s.slowOnes(200, "GET / HTTP/1.1\r\nHost: "+s.address+"\r\nX-Slow: ")
	bodies := s.slowOnes(100, "POST /api/auth/login HTTP/1.1\r\nHost: "+s.address+
		"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nemail=a")
	pages := "GET /legal/privacy-policy HTTP/1.1\r\nHost: " + s.address + "\r\n\r\n"
	readers := s.slowOnes(100, strings.Repeat(pages, 100))
	load := s.load("", "/legal/cookie-policy", "/login", "/pricing")
	time.Sleep(12 * time.Second)
	load.stop()
	cutHeaders := closed(headers)
	if cutHeaders != len(headers) {
		t.Errorf("%d of %d slow headers are cut off after 12 s", cutHeaders, len(headers))
	}
	during := load.between(time.Time{}, time.Now())
	for _, path := range []string{"/legal/cookie-policy", "/login", "/pricing"} {
		must(t, "beside slow ones", during, path, http.StatusOK)
	}
	t.Logf("p99 without: %s, beside %d, %d and %d slow ones: %s; %s", slowest(before.between(time.Time{}, time.Now())),
		len(headers), len(bodies), len(readers), slowest(during), tally(during))
	s.until(90*time.Second, "slow bodies are not cut off", func() bool { return closed(bodies) == len(bodies) })
}

// TestTroubleFewFiles: with 64 file descriptors and more visitors than that, the server lives, serves some,
// and all as soon as they are gone.
func TestTroubleFewFiles(t *testing.T) {
	inTrouble(t)
	eachServer(t, func(t *testing.T, s *server, _ *models.DB) {
		s.shell = "ulimit -n 64"
		s.ready()
		admitted := s.signUp("before@example.com")
		if !admitted.acknowledged() {
			t.Fatalf("sign-up: %d %s", admitted.status, admitted.body)
		}
		crowd := s.slowOnes(150, "GET / HTTP/1.1\r\nHost: "+s.address+"\r\nX-Slow: ")
		load := s.load("", "/legal/cookie-policy", "/login")
		time.Sleep(15 * time.Second) // slow headers are cut after 10 s
		hangUp(crowd)
		gone := time.Now()
		time.Sleep(8 * time.Second)
		load.stop()
		after := load.between(gone.Add(5*time.Second), time.Now())
		for _, path := range []string{"/legal/cookie-policy", "/login"} {
			must(t, "after the crowd", after, path, http.StatusOK)
		}
		if a := s.signUp("after@example.com"); !a.acknowledged() {
			t.Errorf("sign-up: %d %s", a.status, a.body)
		}
		t.Logf("beside %d connections: %s, p99 %s; after: %s; lines logged: %d", len(crowd),
			tally(load.between(time.Time{}, gone)), slowest(load.between(time.Time{}, gone)), tally(after),
			strings.Count(fmt.Sprint(s.log), "\n"))
	})
}
