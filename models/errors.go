package models

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// What every query can answer.
var (
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("someone else changed this first")
	// ErrLastAdmin comes from the database itself: someone can always administer
	// the site.
	ErrLastAdmin = errors.New("the last admin has to stay")
)

// Invalid is what a person can correct: a message for each field at fault.
type Invalid map[string]string

// Error lists the fields and their messages.
func (i Invalid) Error() string {
	var lines []string
	for _, field := range slices.Sorted(maps.Keys(i)) {
		lines = append(lines, field+": "+i[field])
	}
	return strings.Join(lines, "; ")
}

// TranslateError turns the errors of gorm and of the database into ours.
func TranslateError(err error) error {
	switch code := refusalOf(err); {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey), code == refusedChange, code == refusedLate:
		return ErrConflict
	case code == refusedLastAdmin:
		return ErrLastAdmin
	}
	return err
}
