package site

import (
	"context"
	"io/fs"

	"github.com/prokken/prokken/models/consents"
)

// Import brings policies into a site as version 1, as its first opening does.
func (l *Site) Import(ctx context.Context, shipped fs.FS) error { return l.importMissing(ctx, shipped) }

// Held is how many sites of customers are held.
func (r *Registry) Held() int { return len(r.held) }

// HashOf is the hash of a choice's row.
func HashOf(c consents.Consent) (string, error) { return hashOf(c) }
