package site

import (
	"sync"

	"github.com/google/uuid"
)

// mostSettled is how many members are remembered; with more, all are looked up
// again. It takes a few megabytes.
const maxSettled = 50_000

// settled remembers who owes nothing on a snapshot, so that not every page of a
// member asks the database. Nobody takes an agreement back; another snapshot may
// ask for more.
type settled struct {
	mu       sync.Mutex
	snapshot *Snapshot
	users    map[uuid.UUID]struct{}
}

func (s *settled) has(snapshot *Snapshot, user uuid.UUID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, found := s.users[user]
	return found && s.snapshot == snapshot
}

func (s *settled) add(snapshot *Snapshot, user uuid.UUID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.snapshot != snapshot || len(s.users) >= maxSettled {
		s.snapshot, s.users = snapshot, map[uuid.UUID]struct{}{}
	}
	s.users[user] = struct{}{}
}
