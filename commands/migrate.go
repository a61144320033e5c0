package commands

import "context"

// migrate brings the database up to this program.
type migrate struct{}

// Run opens the database, which migrates it.
func (migrate) Run(ctx context.Context, i Invocation) error {
	c, err := i.load()
	if err != nil {
		return err
	}
	at, _ := i.begin("Bringing the database up to this program")
	defer at.end()
	db, err := openDatabase(ctx, c)
	if err != nil {
		return err
	}
	return db.Close()
}
