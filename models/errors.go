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

// refusals are what triggers say of a row that is there already, or too late.
var refusals = []string{"a version in effect is not withdrawn", "this is only ever added to"}

// plain turns gorm's errors into ours.
func plain(err error) error {
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey), err != nil && slices.ContainsFunc(refusals, func(text string) bool { return strings.Contains(err.Error(), text) }):
		return ErrConflict
	case err != nil && strings.Contains(err.Error(), ErrLastAdmin.Error()):
		return ErrLastAdmin
	}
	return err
}

// one turns the outcome of a conditional write into ErrConflict unless it
// changed a row.
func one(rows int, err error) error {
	if err == nil && rows == 0 {
		return ErrConflict
	}
	return plain(err)
}
