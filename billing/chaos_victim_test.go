package billing_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
)

// victim is the service in a process of its own, and whoever kills it.
type victim struct {
	*world
	as     killed
	random *rand.Rand
	spared chan struct{} // closed when it may live

	process *exec.Cmd
	life    io.Closer // the process ends with it
	deaths  int
	done    atomic.Int64 // operations
}

// live does a history while the service dies, lets it finish, and compares.
func (v *victim) live(ctx context.Context, all []operation) error {
	if err := v.start(); err != nil {
		return err
	}
	var failed error
	var killer sync.WaitGroup
	killer.Go(func() { failed = v.kill(ctx) })
	err := v.world.live(ctx, all, v.serve)
	close(v.spared)
	killer.Wait()
	defer v.end()
	if err != nil || failed != nil {
		return errors.Join(err, failed)
	}
	if err := errors.Join(v.sendAgain(), v.settle(ctx)); err != nil {
		return err
	}
	if v.deaths < 3 {
		return fmt.Errorf("it died %d times only", v.deaths)
	}
	return v.check(ctx)
}

// sendAgain brings what was given up while the service was dead: Stripe tries
// for days.
func (v *victim) sendAgain() error {
	var err error
	for _, sent := range v.stand.Log(50_000) {
		if sent.State == "failed" {
			err = errors.Join(err, v.stand.Resend(sent.Event))
		}
	}
	return err
}

// kill ends the service again and again, and starts it again. Where it dies too soon to
// get anything done, it lives longer from then on: how many lives a history takes does
// not depend on how fast the machine is.
func (v *victim) kill(ctx context.Context) error {
	for stretch := 1.0; ; {
		done := v.done.Load()
		life := time.Duration(float64(5+v.random.IntN(100)) * stretch * float64(time.Millisecond))
		select {
		case <-v.spared:
			return nil
		case <-time.After(life):
		}
		if v.done.Load() > done {
			stretch = max(1, stretch/1.1)
		} else {
			stretch *= 1.3
		}
		v.end()
		v.deaths++
		if err := v.expireLeases(ctx); err != nil {
			return err
		}
		if err := v.start(); err != nil {
			return err
		}
	}
}

// expireLeases is the minute after which a lease of the dead is free.
func (v *victim) expireLeases(ctx context.Context) error {
	_, err := v.db.Pool().ExecContext(ctx, "UPDATE billing_customers SET lease_token = ''")
	return err
}

func (v *victim) start() error {
	as, err := json.Marshal(v.as)
	if err != nil {
		return err
	}
	v.process = exec.Command(os.Args[0], "-test.run=^TestKill9$")
	v.process.Env = append(os.Environ(), killedService+"="+string(as))
	v.process.Stderr = os.Stderr
	if v.life, err = v.process.StdinPipe(); err != nil {
		return err
	}
	if err := v.process.Start(); err != nil {
		return err
	}
	return untilUp("http://" + v.as.Address)
}

func (v *victim) end() {
	_ = v.process.Process.Kill()
	_ = v.process.Wait()
	_ = v.life.Close()
}

// serve asks the service for an operation, and again where it died meanwhile, as
// people do.
func (v *victim) serve(ctx context.Context, d operation) error {
	body, err := json.Marshal(task{d, v.users[d.Who]})
	for giveUp := time.Now().Add(2 * time.Minute); time.Now().Before(giveUp); {
		if err != nil {
			return err
		}
		answer, failed := http.Post("http://"+v.as.Address+"/do", "application/json", bytes.NewReader(body))
		if failed != nil {
			time.Sleep(25 * time.Millisecond)
			continue
		}
		said, cut := io.ReadAll(answer.Body)
		answer.Body.Close()
		if cut == nil && answer.StatusCode != http.StatusOK {
			return fmt.Errorf("%s", said)
		}
		if cut == nil {
			v.done.Add(1)
			return nil
		}
	}
	return fmt.Errorf("the service does not come back")
}

// task is an operation for the service that is killed.
type task struct {
	Operation operation
	User      users.User
}

// beKilled is the service, until it is killed.
func beKilled(typed string) error {
	var as killed
	if err := json.Unmarshal([]byte(typed), &as); err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1) // the tests are over
	}()
	db, err := models.Open(context.Background(), as.Database, as.File)
	if err != nil {
		return err
	}
	service := billing.New(db, worldSettings("http://"+as.Address, as.API, clock.Func(as.now)))
	c := &world{db: db, services: []*billing.Service{service}, hints: make(chan struct{}, 1)}
	c.hints <- struct{}{} // what the one before left
	go c.work(context.Background(), service)
	http.HandleFunc("POST /webhooks/stripe", c.webhook)
	http.HandleFunc("POST /do", func(w http.ResponseWriter, r *http.Request) {
		var t task
		err := json.NewDecoder(r.Body).Decode(&t)
		if err == nil {
			err = perform(r.Context(), db, service, t.User, t.Operation)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	door, err := as.listen()
	if err != nil {
		return err
	}
	return http.Serve(door, nil)
}

// listen waits until the one before, who was killed this moment, has left the
// address.
func (as killed) listen() (net.Listener, error) {
	for range 100 {
		if door, err := net.Listen("tcp", as.Address); err == nil {
			return door, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return net.Listen("tcp", as.Address)
}

// now asks the emulator for its time.
func (as killed) now() time.Time {
	request, err := http.NewRequest(http.MethodGet, as.API+"/test/clock", nil)
	if err != nil {
		panic(err)
	}
	request.Header.Set("Authorization", "Bearer "+key)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return time.Now() // it has ended, and so will we
	}
	defer answer.Body.Close()
	var said struct{ Now int64 }
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		panic(err)
	}
	return time.Unix(said.Now, 0)
}
