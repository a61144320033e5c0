package observe

import (
	"github.com/prokken/prokken/audit/report"
)

// table keeps the order in which things were first seen, and no more than most
// of them.
type table[K comparable, V any] struct {
	order []*V
	byKey map[K]*V
	over  int // how many there was no room for
}

type (
	cookieKey struct{ name, domain, path string }
	storedKey struct {
		kind        report.StoreKind
		origin, key string
	}
	requestKey struct{ host, kind string }
)

// get finds the thing, or makes it; nil if there is no room.
func (t *table[K, V]) get(key K, fresh func() V) *V {
	if v, found := t.byKey[key]; found {
		return v
	}
	if len(t.order) >= MaxKept {
		t.over++
		return nil
	}
	if t.byKey == nil {
		t.byKey = map[K]*V{}
	}
	v := fresh()
	t.byKey[key] = &v
	t.order = append(t.order, &v)
	return &v
}

func (t *table[K, V]) all() []V {
	list := make([]V, len(t.order))
	for i, v := range t.order {
		list[i] = *v
	}
	return list
}

// places is how many places are kept for one thing: enough to find it.
const places = 5

// seenAt adds a place, once; of each journey there is always one.
func seenAt(list []report.Where, w report.Where) []report.Where {
	ofJourney := 0
	for _, known := range list {
		if known.Journey == w.Journey && known.Page == w.Page {
			return list
		}
		if known.Journey == w.Journey {
			ofJourney++
		}
	}
	if ofJourney >= places {
		return list
	}
	return append(list, w)
}
