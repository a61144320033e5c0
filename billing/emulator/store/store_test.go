package store_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

func open(t *testing.T, file string) *store.Store {
	t.Helper()
	s, err := store.Open(file, "http://site.example")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func add(id, name string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		tx.Products.Put(id, &objects.Product{ID: id, Name: name})
		return nil
	}
}

func nameOf(s *store.Store, id string) (name string) {
	s.View(func(tx *store.Tx) {
		if one := tx.Products.Look(id); one != nil {
			name = one.Name
		}
	})
	return name
}

// TestUpdateIsAllOrNothing: what fails leaves nothing, neither here nor in the file.
func TestUpdateIsAllOrNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stripe.db")
	s := open(t, file)
	if err := s.Update(add("prod_1", "kept")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := s.Update(func(tx *store.Tx) error {
		tx.Products.Get("prod_1").Name = "changed"
		_ = add("prod_2", "new")(tx)
		return broken
	})
	if !errors.Is(err, broken) || nameOf(s, "prod_1") != "kept" || nameOf(s, "prod_2") != "" {
		t.Errorf("%v, %q, %q", err, nameOf(s, "prod_1"), nameOf(s, "prod_2"))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, file)
	if nameOf(again, "prod_1") != "kept" || nameOf(again, "prod_2") != "" {
		t.Errorf("from the file: %q, %q", nameOf(again, "prod_1"), nameOf(again, "prod_2"))
	}
}

func TestViewChangesNothing(t *testing.T) {
	s := open(t, "")
	if err := s.Update(add("prod_1", "kept")); err != nil {
		t.Fatal(err)
	}
	s.View(func(tx *store.Tx) {
		tx.Products.Get("prod_1").Name = "changed"
		_ = add("prod_2", "new")(tx)
	})
	if nameOf(s, "prod_1") != "kept" || nameOf(s, "prod_2") != "" {
		t.Errorf("%q, %q", nameOf(s, "prod_1"), nameOf(s, "prod_2"))
	}
}

// TestTxEnds: the state cannot be reached without the lock, not even by who once had it.
func TestTxEnds(t *testing.T) {
	s := open(t, "")
	var kept *store.Tx
	var held *store.Held
	_ = s.Update(func(tx *store.Tx) error { kept = tx; return nil })
	_ = s.Hold(func(h *store.Held) error { held = h; return nil })
	for name, reach := range map[string]func(){
		"a table":   func() { kept.Products.Look("prod_1") },
		"an update": func() { _ = held.Update(add("prod_1", "late")) },
	} {
		if !panics(reach) {
			t.Errorf("%s is reached without the lock", name)
		}
	}
}

func panics(do func()) (does bool) {
	defer func() { does = recover() != nil }()
	do()
	return false
}

// TestOnlyStoredUpdatesAreTold: who sends deliveries hears of what is stored alone.
func TestOnlyStoredUpdatesAreTold(t *testing.T) {
	s, told := open(t, ""), 0
	s.OnStored(func(tx *store.Tx) { told += len(tx.Unsent) })
	for _, failed := range []error{nil, store.ErrRehearsed} {
		_ = s.Update(func(tx *store.Tx) error {
			tx.Unsent = append(tx.Unsent, "del_1")
			return failed
		})
	}
	if told != 1 {
		t.Errorf("%d deliveries were told of", told)
	}
}
