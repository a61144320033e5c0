package jobs_test

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
)

// Functions that do a kind of job.
type (
	syncFunc     func(ctx context.Context, customer uuid.UUID) error
	accountFunc  func(ctx context.Context, task jobrows.AccountTask) error
	hourlyFunc   func(ctx context.Context) error
	announceFunc func(ctx context.Context, version uuid.UUID) (bool, error)
	auditFunc    func(ctx context.Context, id uuid.UUID) (bool, error)
	writeFunc    func(ctx context.Context, letter mail.Letter) (mail.Message, error)
	sendFunc     func(ctx context.Context, m mail.Message) error
)

// syncer syncs those that somebody hints at.
type syncer struct {
	syncFunc
	mu    sync.Mutex
	hints []uuid.UUID
}

func (s *syncer) hint(customers ...uuid.UUID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hints = append(s.hints, customers...)
}

func (s *syncer) Sync(ctx context.Context, customer uuid.UUID) error {
	return s.syncFunc(ctx, customer)
}

func (s *syncer) TakeHinted(_ context.Context, _ *models.DB, limit int) (taken []uuid.UUID, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := min(limit, len(s.hints))
	taken, s.hints = s.hints[:n], s.hints[n:]
	return taken, nil
}

func (f accountFunc) Work(ctx context.Context, task jobrows.AccountTask) error { return f(ctx, task) }
func (f hourlyFunc) Hourly(ctx context.Context) error                          { return f(ctx) }
func (f announceFunc) Tell(ctx context.Context, version uuid.UUID) (bool, error) {
	return f(ctx, version)
}
func (f auditFunc) Run(ctx context.Context, id uuid.UUID) (bool, error) { return f(ctx, id) }
func (f sendFunc) Send(ctx context.Context, m mail.Message) error       { return f(ctx, m) }
func (f writeFunc) WriteMail(ctx context.Context, l mail.Letter) (mail.Message, error) {
	return f(ctx, l)
}
