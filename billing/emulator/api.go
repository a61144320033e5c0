package emulator

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// operation is one kind of API request. It runs under the lock.
type operation struct {
	takes    string // the parameters that it knows, by the first part of their names
	requires string
	do       func(e *Emulator, p params) (any, error)
}

func (e *Emulator) api(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := newID("req_")
		p, err := e.admit(op, r)
		if err != nil {
			write(w, id, e.failed(err))
			return
		}
		write(w, id, e.answer(op, p, r, id))
	}
}

// admit lets in requests that have the key and only parameters that are known.
func (e *Emulator) admit(op operation, r *http.Request) (params, error) {
	if err := e.authenticate(r); err != nil {
		return params{}, err
	}
	p, err := readParams(r)
	if err != nil {
		return params{}, err
	}
	return p, p.check(op)
}

func (e *Emulator) authenticate(r *http.Request) error {
	key, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !found {
		key, _, _ = r.BasicAuth()
	}
	refused := &refusal{status: http.StatusUnauthorized, kind: invalidRequest}
	switch {
	case key == "":
		refused.message = "You did not provide an API key."
	case subtle.ConstantTimeCompare([]byte(key), []byte(e.key)) != 1:
		refused.message = "Invalid API Key provided."
	default:
		return nil
	}
	return refused
}

// answer runs the operation, or repeats what it answered to the same
// idempotency key, and saves before it tells.
func (e *Emulator) answer(op operation, p params, r *http.Request, id string) answer {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.catchUp(); err != nil {
		return e.failed(err)
	}
	saved, mark, found := e.saved(p, r)
	if found {
		return saved
	}
	e.request = &eventRequest{ID: &id, IdempotencyKey: optional(r.Header.Get("Idempotency-Key"))}
	defer func() { e.request = nil }()
	var done answer
	err := e.within(func() (err error) {
		done, err = e.run(op, p)
		done.Mark, done.At = mark, e.now().Unix()
		if err == nil {
			e.remember(r, done)
		}
		return err
	})
	if err != nil && !errors.Is(err, errRehearsed) {
		return e.failed(err)
	}
	return done
}

// run is the operation and its answer as it goes out.
func (e *Emulator) run(op operation, p params) (answer, error) {
	result, err := op.do(e, p)
	if *p.fault != nil {
		return answer{}, *p.fault
	}
	var refused *refusal
	if errors.As(err, &refused) && refused.keeps {
		return e.failed(err), nil
	}
	if err != nil && !errors.Is(err, errRehearsed) {
		return answer{}, err
	}
	shown, wrong := e.expanded(result, p.all("expand"))
	if wrong != nil {
		return answer{}, wrong
	}
	body, wrong := json.Marshal(shown)
	if wrong != nil {
		return answer{}, wrong
	}
	return answer{Status: http.StatusOK, Body: body}, err
}

func (e *Emulator) unknownRoute(w http.ResponseWriter, r *http.Request) {
	err := e.authenticate(r)
	if err == nil {
		err = &refusal{status: http.StatusNotFound, kind: invalidRequest, message: "Unrecognized request URL (" + r.Method + ": " + r.URL.Path + ")."}
	}
	write(w, newID("req_"), e.failed(err))
}

func write(w http.ResponseWriter, id string, a answer) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Request-Id", id)
	if a.Repeated {
		w.Header().Set("Idempotent-Replayed", "true")
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body)
}
