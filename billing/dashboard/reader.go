// Package dashboard reads what the back office shows: the figures of the business
// and what needs attention, from the database alone. The back office alone calls
// it. Start reading at [Reader.Figures].
package dashboard

import (
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
)

// Reader reads figures and what needs attention.
type Reader struct {
	db    *models.DB
	clock clock.Clock
}

// New makes a [Reader].
func New(db *models.DB, clock clock.Clock) *Reader {
	return &Reader{db, clock}
}
