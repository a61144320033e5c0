package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"iter"
	"maps"
	"slices"
)

// Table keeps the objects of one kind in memory, in the order in which they
// were made. What [Table.Get] and [Table.Put] hand out may be changed: it is
// compared with what is stored when the update ends.
type Table[T any] struct {
	kind    string
	rows    map[string]*row[T]
	order   []string
	touched map[string]bool
	made    int
}

type row[T any] struct {
	value *T
	saved []byte // as stored; nil for a new one
	next  []byte // as it is about to be stored
	gone  bool
	n     int // in the order in which they were made
}

func newTable[T any](kind string) *Table[T] {
	return &Table[T]{kind: kind, rows: map[string]*row[T]{}, touched: map[string]bool{}}
}

// Get is nil for an id that nothing has.
func (t *Table[T]) Get(id string) *T {
	one := t.rows[id]
	if one == nil || one.gone {
		return nil
	}
	t.touched[id] = true
	return one.value
}

// Look is get for those who change nothing.
func (t *Table[T]) Look(id string) *T {
	if one := t.rows[id]; one != nil && !one.gone {
		return one.value
	}
	return nil
}

// Put stores an object under an id, in the place of the one that had it.
func (t *Table[T]) Put(id string, value *T) *T {
	if one := t.rows[id]; one != nil {
		one.value, one.gone = value, false
	} else {
		t.made++
		t.rows[id] = &row[T]{value: value, n: t.made}
		t.order = append(t.order, id)
	}
	t.touched[id] = true
	return value
}

// Remove forgets an object.
func (t *Table[T]) Remove(id string) {
	if one := t.rows[id]; one != nil {
		one.gone, t.touched[id] = true, true
	}
}

// Newest goes through all, the newest first; they must not be changed.
func (t *Table[T]) Newest() iter.Seq2[string, *T] {
	return func(yield func(string, *T) bool) {
		for _, id := range slices.Backward(t.order) {
			if one := t.rows[id]; !one.gone && !yield(id, one.value) {
				return
			}
		}
	}
}

// Find gives, to be changed, all that fit, the oldest first.
func (t *Table[T]) Find(fits func(*T) bool) []*T {
	var found []*T
	for _, id := range t.order {
		if one := t.rows[id]; !one.gone && fits(one.value) {
			found = append(found, t.Get(id))
		}
	}
	return found
}

// before is the object as it was when the request began; nil for a new one.
func (t *Table[T]) before(id string) []byte {
	if one := t.rows[id]; one != nil {
		return one.saved
	}
	return nil
}

// changes are the rows that differ from what is stored.
func (t *Table[T]) changes() ([]change, error) {
	var all []change
	inOrder := slices.SortedFunc(maps.Keys(t.touched), func(a, b string) int {
		return cmp.Compare(t.rows[a].n, t.rows[b].n)
	})
	for _, id := range inOrder {
		one := t.rows[id]
		one.next = nil
		if !one.gone {
			text, err := json.Marshal(one.value)
			if err != nil {
				return nil, err
			}
			one.next = text
		}
		if !bytes.Equal(one.next, one.saved) {
			all = append(all, change{t.kind, id, one.next})
		}
	}
	return all, nil
}

// Oldest goes through all, the oldest first; they must not be changed.
func (t *Table[T]) Oldest() iter.Seq2[string, *T] {
	return func(yield func(string, *T) bool) {
		for _, id := range t.order {
			if one := t.rows[id]; !one.gone && !yield(id, one.value) {
				return
			}
		}
	}
}

// Len is how many there are, or were when the update began.
func (t *Table[T]) Len() int { return len(t.order) }
