package models

import (
	"github.com/google/uuid"
)

// NewID is a fresh id; ids sort by the time they were made.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// SiteID is the id of a site. It is a type of its own, so that no other id can
// stand where a site is meant: a query of what belongs to a site takes one.
type SiteID struct{ uuid.UUID }

// NewSiteID returns a new id for a site.
func NewSiteID() SiteID { return SiteID{NewID()} }
