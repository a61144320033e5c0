package models

import "context"

// MigrateTables runs our own migrations without River's.
func (db *DB) MigrateTables(ctx context.Context) error { return db.migrateTables(ctx) }

// IsMigrated is isMigrated.
func (db *DB) IsMigrated(ctx context.Context) (bool, error) { return db.isMigrated(ctx) }
