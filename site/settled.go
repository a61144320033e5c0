package site

import (
	"sync"

	"github.com/google/uuid"
)

// mostSettled is how many members are remembered; with more, all are looked up
// again. It takes a few megabytes.
const mostSettled = 50_000

// settled remembers who owes nothing on a shelf, so that not every page of a
// member asks the database. Nobody takes an agreement back; another shelf may
// ask for more.
type settled struct {
	mu    sync.Mutex
	shelf *Snapshot
	users map[uuid.UUID]struct{}
}

func (s *settled) has(shelf *Snapshot, user uuid.UUID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, found := s.users[user]
	return found && s.shelf == shelf
}

func (s *settled) add(shelf *Snapshot, user uuid.UUID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shelf != shelf || len(s.users) >= mostSettled {
		s.shelf, s.users = shelf, map[uuid.UUID]struct{}{}
	}
	s.users[user] = struct{}{}
}
