// Package registry keeps the kinds of something, such as the kinds of blocks, each
// under its name and in their order. Packages block and claim have one each; every
// file of a kind adds its kind there, and everything else walks the registry. Start
// reading at [Registry].
package registry

import (
	"cmp"
	"slices"
	"sync"
)

// Kind is what a registry can hold.
type Kind interface {
	comparable
	// KindName is the name that documents use.
	KindName() string
	// KindPosition is the place among the other kinds.
	KindPosition() int
}

// Registry holds kinds in the order of their positions. The zero value is empty and
// ready for use; several goroutines may use it at once.
type Registry[K Kind] struct {
	mu      sync.RWMutex
	kinds   []K
	changes int
}

// Add adds a kind and returns what removes it again, which tests need. A name that
// is taken is a mistake in the program, and so is a position: Add panics.
func (r *Registry[K]) Add(kind K) (remove func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, other := range r.kinds {
		if other.KindName() == kind.KindName() || other.KindPosition() == kind.KindPosition() {
			panic("registry: " + kind.KindName() + " and " + other.KindName() + " share a name or a position")
		}
	}
	r.set(append(slices.Clone(r.kinds), kind))
	return func() { r.remove(kind) }
}

func (r *Registry[K]) remove(kind K) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.set(slices.DeleteFunc(slices.Clone(r.kinds), func(other K) bool { return other == kind }))
}

// set replaces the list, so that nobody who reads it sees it change.
func (r *Registry[K]) set(kinds []K) {
	slices.SortFunc(kinds, func(a, b K) int { return cmp.Compare(a.KindPosition(), b.KindPosition()) })
	r.kinds, r.changes = kinds, r.changes+1
}

// All returns every kind in order. The caller must not change the list.
func (r *Registry[K]) All() []K {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.kinds
}

// Find returns the kind of that name.
func (r *Registry[K]) Find(name string) (kind K, found bool) {
	return r.FindFunc(func(k K) bool { return k.KindName() == name })
}

// FindFunc returns the first kind that matches.
func (r *Registry[K]) FindFunc(matches func(K) bool) (kind K, found bool) {
	all := r.All()
	if i := slices.IndexFunc(all, matches); i >= 0 {
		return all[i], true
	}
	return kind, false
}

// Changes counts how often the registry changed: what was derived from it is out of
// date when the number is another.
func (r *Registry[K]) Changes() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.changes
}
