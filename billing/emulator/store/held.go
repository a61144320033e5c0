package store

import "time"

// Held is the store for those who hold its lock: several updates with nothing in between.
type Held struct{ store *Store }

// Hold runs work while nobody else can reach the state. Held ends with it.
func (s *Store) Hold(work func(held *Held) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := &Held{s}
	defer func() { held.store = nil }()
	return work(held)
}

// Now is the emulator's time.
func (h *Held) Now() time.Time { return h.store.now() }

// Version tells states apart: it grows with each update that changed something.
func (h *Held) Version() uint64 { return h.store.version }

// View is [Store.View] under the lock that is held.
func (h *Held) View(work func(tx *Tx)) {
	tx := h.begin(h.Now())
	defer tx.end()
	defer h.store.undo()
	work(tx)
}

// Update is [Store.Update] under the lock that is held.
func (h *Held) Update(work func(tx *Tx) error) error { return h.UpdateAt(h.Now(), work) }

// UpdateAt is an Update that takes place at another moment than now.
func (h *Held) UpdateAt(at time.Time, work func(tx *Tx) error) error {
	tx := h.begin(at)
	defer tx.end()
	err := work(tx)
	if err == nil {
		err = h.store.commit()
	}
	if err != nil {
		h.store.undo()
		return err
	}
	h.store.stored(tx)
	return nil
}

func (h *Held) begin(at time.Time) *Tx {
	return &Tx{tables: h.store.tables, store: h.store, now: at, announced: map[string][]byte{}}
}

func (s *Store) commit() error {
	var all []change
	for _, one := range s.tables.all() {
		changes, err := one.changes()
		if err != nil {
			return err
		}
		all = append(all, changes...)
	}
	if err := s.db.write(all); err != nil {
		return err
	}
	for _, one := range s.tables.all() {
		one.keep()
	}
	if len(all) > 0 {
		s.version++
	}
	return nil
}

func (s *Store) undo() {
	for _, one := range s.tables.all() {
		one.revert()
	}
}
