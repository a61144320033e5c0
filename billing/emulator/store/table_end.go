package store

import (
	"encoding/json"
	"fmt"
	"slices"
)

// anyTable is a table, whatever its objects are.
type anyTable interface {
	name() string
	changes() ([]change, error)
	keep()
	revert()
	load(id string, text []byte) error
	clear()
	any(id string) (any, bool)
	before(id string) []byte
}

func (t *Table[T]) name() string { return t.kind }

// keep: the changes are stored now.
func (t *Table[T]) keep() {
	for id := range t.touched {
		one := t.rows[id]
		if one.saved, one.next = one.next, nil; one.gone {
			t.forget(id)
		}
	}
	clear(t.touched)
}

// revert undoes what was changed since the last keep.
func (t *Table[T]) revert() {
	for id := range t.touched {
		one := t.rows[id]
		if one.saved == nil {
			t.forget(id)
			continue
		}
		value := new(T)
		_ = json.Unmarshal(one.saved, value) // it was made by Marshal
		t.rows[id] = &row[T]{value: value, saved: one.saved, n: one.n}
	}
	clear(t.touched)
}

func (t *Table[T]) forget(id string) {
	delete(t.rows, id)
	for i := len(t.order) - 1; i >= 0; i-- {
		if t.order[i] == id {
			t.order = slices.Delete(t.order, i, i+1)
			return
		}
	}
}

func (t *Table[T]) load(id string, text []byte) error {
	value := new(T)
	if err := json.Unmarshal(text, value); err != nil {
		return fmt.Errorf("the %s %s: %w", t.kind, id, err)
	}
	t.made++
	t.rows[id] = &row[T]{value: value, saved: text, n: t.made}
	t.order = append(t.order, id)
	return nil
}

func (t *Table[T]) clear() {
	for id := range t.rows {
		t.Remove(id)
	}
}

func (t *Table[T]) any(id string) (any, bool) {
	if one := t.Look(id); one != nil {
		return one, true
	}
	return nil, false
}
