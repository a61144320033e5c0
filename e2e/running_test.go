package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"
)

// running is the program while it runs.
type running struct {
	site    string // its address
	log     bytes.Buffer
	process *exec.Cmd
}

// launch runs the program in the folder, with more in its environment, and waits until it answers.
func launch(file, folder, url string, environ ...string) (*running, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	p := &running{site: "http://localhost:" + port, process: exec.Command(file)}
	p.process.Dir = folder
	p.process.Stdout, p.process.Stderr = &p.log, &p.log
	p.process.SysProcAttr = dyingWithUs()
	p.process.Env = append(
		os.Environ(),
		"PROKKEN_HTTP_ADDRESS="+p.site[len("http://"):],
		"PROKKEN_DATABASE_URL="+url,
		"PROKKEN_AUDIT_EVERY=0", "PROKKEN_BACKUP_EVERY=0",
	)
	p.process.Env = append(p.process.Env, environ...)
	if err := p.process.Start(); err != nil {
		return nil, err
	}
	if err := p.untilUp(); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

func (p *running) untilUp() error {
	for range 400 {
		if res, err := http.Get(p.site + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(25 * time.Millisecond)
	}
	return errors.New("the program does not answer")
}

// stop ends the program as an operator does. An error quotes what it said.
func (p *running) stop() error {
	_ = p.process.Process.Signal(syscall.SIGTERM)
	if err := p.process.Wait(); err != nil {
		return fmt.Errorf("the program ended with %w and said:\n%s", err, p.log.String())
	}
	return nil
}

// freePort is one that no other test takes meanwhile: ports of outgoing connections, and
// those that the system chooses, are higher.
func freePort() (string, error) {
	var failed error
	for range 100 {
		port := strconv.Itoa(10_000 + rand.IntN(20_000))
		listener, err := net.Listen("tcp", "localhost:"+port)
		if err == nil {
			return port, listener.Close()
		}
		failed = err
	}
	return "", failed
}
