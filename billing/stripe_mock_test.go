package billing_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// startMock builds stripe-mock, and starts it. It returns its address and what
// stops it.
func startMock() (string, func(), error) {
	dir, err := os.MkdirTemp("", "prokken-stripe-mock-")
	if err != nil {
		return "", nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) }
	program := filepath.Join(dir, "stripe-mock")
	build := exec.Command("go", "build", "-modfile=../tools/go.mod", "-o", program, "github.com/stripe/stripe-mock")
	if said, err := build.CombinedOutput(); err != nil {
		remove()
		return "", nil, fmt.Errorf("it cannot be built: %w: %s", err, said)
	}
	plain, secure, err := freeAddresses()
	if err != nil {
		remove()
		return "", nil, err
	}
	run := exec.Command(program, "-http-addr", plain, "-https-addr", secure)
	if err := run.Start(); err != nil {
		remove()
		return "", nil, err
	}
	stop := func() { _ = run.Process.Kill(); _ = run.Wait(); remove() }
	if err := untilUp("http://" + plain); err != nil {
		stop()
		return "", nil, err
	}
	return "http://" + plain, stop, nil
}

// freeAddresses are two that nobody listens on.
func freeAddresses() (string, string, error) {
	first, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", err
	}
	defer first.Close()
	second, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", err
	}
	defer second.Close()
	return first.Addr().String(), second.Addr().String(), nil
}

// untilUp waits for any answer.
func untilUp(address string) error {
	var err error
	for range 1200 { // a minute
		var answer *http.Response
		if answer, err = http.Get(address); err == nil {
			return answer.Body.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("it does not start: %w", err)
}
