package models

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

func openPostgres(ctx context.Context, address string) (*DB, error) {
	settings, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("database.url: %w", err)
	}
	pool := stdlib.OpenDB(*settings.ConnConfig, stdlib.OptionAfterConnect(readTimesInUTC))
	pool.SetMaxOpenConns(int(max(settings.MaxConns, 10)))
	pool.SetMaxIdleConns(int(max(settings.MaxConns, 10)))
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return nil, fmt.Errorf("cannot reach the database: %w", err)
	}
	settings.MinConns, settings.MaxConns = 0, 1
	listeners, err := pgxpool.NewWithConfig(ctx, settings)
	if err != nil {
		return nil, err
	}
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig())
	if err != nil {
		return nil, err
	}
	return &DB{dialect: Postgres, Writer: db, Reader: db, listeners: listeners}, nil
}

// readTimesInUTC: pgx would give them in the machine's own zone.
func readTimesInUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}
