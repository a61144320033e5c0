// Package api answers Stripe's HTTP API: one operation of the map in each file per address,
// with its parameters, idempotency keys, paging and expansion. The emulator mounts it; the
// pages call the operations that their forms ask for. What an operation means for money is
// in the packages rules and checkout. Start reading at [Server.Routes].
package api

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/prokken/prokken/billing/emulator/actions"
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/clock"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Server is the API, and the endpoints for scripts.
type Server struct {
	key     string
	store   *store.Store
	clock   *clock.Clock
	actions *actions.Actions
}

// New makes the API that takes a key.
func New(key string, state *store.Store, now *clock.Clock, do *actions.Actions) *Server {
	return &Server{key, state, now, do}
}

// operation is one kind of API request. It is one update of the state.
type operation struct {
	takes    string // the parameters that it knows, by the first part of their names
	requires string
	do       Do
}

// Do is what an operation does.
type Do func(tx *store.Tx, p params.Params) (any, error)

// Run does an operation on behalf of a page; the ids are those in its address.
func Run(tx *store.Tx, do Do, form url.Values, ids ...string) (any, error) {
	p := params.New(form, ids...)
	found, err := do(tx, p)
	if *p.Fault != nil {
		return found, *p.Fault
	}
	return found, err
}

func (s *Server) serve(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := objects.NewID("req_")
		p, err := s.admit(op, r)
		if err != nil {
			write(w, id, s.failed(err))
			return
		}
		write(w, id, s.answer(op, p, r, id))
	}
}

// admit lets in requests that have the key and only parameters that are known.
func (s *Server) admit(op operation, r *http.Request) (params.Params, error) {
	if err := errors.Join(s.authenticate(r), speaks(r)); err != nil {
		return params.Params{}, err
	}
	p, err := params.Read(r)
	if err != nil {
		return params.Params{}, err
	}
	return p, p.Check(op.takes, op.requires)
}

func (s *Server) authenticate(r *http.Request) error {
	key, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !found {
		key, _, _ = r.BasicAuth()
	}
	refused := &apierror.Error{Status: http.StatusUnauthorized, Type: apierror.InvalidRequest}
	switch {
	case key == "":
		refused.Message = "You did not provide an API key."
	case subtle.ConstantTimeCompare([]byte(key), []byte(s.key)) != 1:
		refused.Message = "Invalid API Key provided."
	default:
		return nil
	}
	return refused
}

// version is the one of Stripe's API that the emulator speaks; who names none gets it.
const version = "2024-06-20"

// speaks refuses the other versions, whose answers would have other fields.
func speaks(r *http.Request) error {
	asked := r.Header.Get("Stripe-Version")
	if asked == "" || asked == version {
		return nil
	}
	return apierror.BadParam("", "", "Invalid Stripe API version: "+asked+". This emulator speaks "+version+".")
}

// answer runs the operation, or repeats what it answered to the same
// idempotency key, and saves before it tells.
func (s *Server) answer(op operation, p params.Params, r *http.Request, id string) (done objects.Answer) {
	err := s.clock.Update(func(tx *store.Tx) (err error) {
		saved, mark, found := savedAnswer(tx, p, r)
		if found {
			done = saved
			return nil
		}
		tx.Request = &objects.EventRequest{ID: &id, IdempotencyKey: objects.Optional(r.Header.Get("Idempotency-Key"))}
		done, err = run(tx, op, p)
		done.Mark, done.At = mark, tx.Now().Unix()
		if err == nil {
			remember(tx, r, done)
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrRehearsed) {
		return s.failed(err)
	}
	return done
}

// run is the operation and its answer as it goes out.
func run(tx *store.Tx, op operation, p params.Params) (objects.Answer, error) {
	result, err := op.do(tx, p)
	if *p.Fault != nil {
		return objects.Answer{}, *p.Fault
	}
	var refused *apierror.Error
	if errors.As(err, &refused) && refused.Keeps {
		return failed(tx, err), nil
	}
	if err != nil && !errors.Is(err, store.ErrRehearsed) {
		return objects.Answer{}, err
	}
	shown, wrong := expanded(tx, result, p.All("expand"))
	if wrong != nil {
		return objects.Answer{}, wrong
	}
	body, wrong := json.Marshal(shown)
	if wrong != nil {
		return objects.Answer{}, wrong
	}
	return objects.Answer{Status: http.StatusOK, Body: body}, err
}

func (s *Server) unknownRoute(w http.ResponseWriter, r *http.Request) {
	err := s.authenticate(r)
	if err == nil {
		err = &apierror.Error{
			Status: http.StatusNotFound, Type: apierror.InvalidRequest,
			Message: "Unrecognized request URL (" + r.Method + ": " + r.URL.Path + ").",
		}
	}
	write(w, objects.NewID("req_"), s.failed(err))
}

func write(w http.ResponseWriter, id string, a objects.Answer) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Request-Id", id)
	w.Header().Set("Stripe-Version", version)
	if a.Repeated {
		w.Header().Set("Idempotent-Replayed", "true")
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body)
}
