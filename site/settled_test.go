package site

import (
	"testing"

	"github.com/google/uuid"
)

// TestSettledIsBounded: however many members there are.
func TestSettledIsBounded(t *testing.T) {
	var all settled
	shelf, first := new(Snapshot), uuid.New()
	all.add(shelf, first)
	if !all.has(shelf, first) || all.has(new(Snapshot), first) || all.has(shelf, uuid.New()) {
		t.Error("it remembers another member, or another shelf")
	}
	for range mostSettled {
		all.add(shelf, uuid.New())
	}
	if len(all.users) > mostSettled || all.has(shelf, first) {
		t.Errorf("%d are remembered", len(all.users))
	}
}
