package site

import (
	"testing"

	"github.com/google/uuid"
)

// TestSettledIsBounded: however many members there are.
func TestSettledIsBounded(t *testing.T) {
	var all settled
	snapshot, first := new(Snapshot), uuid.New()
	all.add(snapshot, first)
	if !all.has(snapshot, first) || all.has(new(Snapshot), first) || all.has(snapshot, uuid.New()) {
		t.Error("it remembers another member, or another snapshot")
	}
	for range maxSettled {
		all.add(snapshot, uuid.New())
	}
	if len(all.users) > maxSettled || all.has(snapshot, first) {
		t.Errorf("%d are remembered", len(all.users))
	}
}
