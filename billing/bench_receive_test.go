package billing_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models/modelstest"
)

// BenchmarkReceive takes webhooks in with the real queue, against the same
// statements by database/sql alone, in turns.
func BenchmarkReceive(b *testing.B) {
	db := modelstest.Postgres(b)
	queue, err := jobs.NewQueue(db)
	if err != nil {
		b.Fatal(err)
	}
	known(b, db, "cus_1")
	service := billing.New(db, billing.Settings{WebhookSecret: secret, Queue: queue})
	var took, least time.Duration
	for n := 0; b.Loop(); n++ {
		payload := eventAbout(fmt.Sprintf("evt_%d", n), `"cus_1"`)
		signature := sign(payload, secret, time.Now())
		took += timed(b, func() error { return service.Receive(b.Context(), payload, signature) })
		least += timed(
			b,
			func() error { return bareReceive(b.Context(), db.Pool(), fmt.Sprintf("bare_%d", n), time.Now()) },
		)
	}
	b.ReportMetric(float64(took)/float64(b.N), "ns/ours")
	b.ReportMetric(float64(least)/float64(b.N), "ns/bare")
	b.ReportMetric(float64(least)/float64(took), "of-bare")
}

func timed(b *testing.B, do func() error) time.Duration {
	b.Helper()
	start := time.Now()
	err := do()
	took := time.Since(start)
	if err != nil {
		b.Fatal(err)
	}
	return took
}

// bareReceive is what is left of [billing.Service.Receive] without Stripe's
// signature, Go's types and every check: its statements.
func bareReceive(ctx context.Context, pool *sql.DB, id string, now time.Time) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var customer string
	var seq int64
	if err := tx.QueryRowContext(ctx, barePayer, "cus_1").Scan(&customer, &seq); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, bareEvent, id, "invoice.paid", "cus_1", "2030-01-01.future", "in_1", "", customer, seq, now); err != nil {
		return err
	}
	if err := bareJob(ctx, tx, customer, now); err != nil {
		return err
	}
	return tx.Commit()
}

const (
	barePayer = `UPDATE billing_customers SET dirty_seq = dirty_seq + 1 WHERE stripe_id = $1 RETURNING id, dirty_seq`
	bareEvent = `INSERT INTO stripe_events (id, kind, customer, api_version, object_id, charge, customer_id, seq, received_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`
)

func bareJob(ctx context.Context, tx *sql.Tx, customer string, now time.Time) error {
	at := `{"` + now.Format(time.RFC3339Nano) + `"}`
	rows, err := tx.QueryContext(
		ctx,
		riversInsert,
		`{0}`,
		`{"{\"customer\": \"`+customer+`\"}"}`,
		at,
		`{sync_customer}`,
		`{25}`,
		`{"{}"}`,
		`{1}`,
		`{default}`,
		at,
		`{available}`,
		`{""}`,
		`{"\\x"}`,
		`{0}`,
	)
	if err != nil {
		return err
	}
	defer rows.Close()
	rows.Next()
	return rows.Err()
}

// riversInsert is the queue's own statement.
const riversInsert = `WITH raw_job_data AS (
	SELECT unnest($1::bigint[]) AS id, unnest($2::jsonb[]) AS args, unnest($3::timestamptz[]) AS created_at, unnest($4::text[]) AS kind,
		unnest($5::smallint[]) AS max_attempts, unnest($6::jsonb[]) AS metadata, unnest($7::smallint[]) AS priority, unnest($8::text[]) AS queue,
		unnest($9::timestamptz[]) AS scheduled_at, unnest($10::text[]) AS state, unnest($11::text[]) AS tags, unnest($12::bytea[]) AS unique_key,
		unnest($13::integer[]) AS unique_states
)
INSERT INTO river_job (id, args, created_at, kind, max_attempts, metadata, priority, queue, scheduled_at, state, tags, unique_key, unique_states)
SELECT coalesce(nullif(id, 0), nextval('river_job_id_seq'::regclass)), args, coalesce(nullif(created_at, '0001-01-01 00:00:00 +0000'), now()) AS created_at,
	kind, max_attempts, coalesce(metadata, '{}'::jsonb) AS metadata, priority, queue,
	coalesce(nullif(scheduled_at, '0001-01-01 00:00:00 +0000'), now()) AS scheduled_at, state::river_job_state,
	string_to_array(tags, ',')::varchar(255)[], nullif(unique_key, '')::bytea, nullif(unique_states::integer, 0)::bit(8)
FROM raw_job_data
ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL AND unique_states IS NOT NULL AND river_job_state_in_bitmask(unique_states, state)
	DO UPDATE SET kind = river_job.kind
RETURNING river_job.id, river_job.args, river_job.attempt, river_job.attempted_at, river_job.attempted_by, river_job.created_at, river_job.errors,
	river_job.finalized_at, river_job.kind, river_job.max_attempts, river_job.metadata, river_job.priority, river_job.queue, river_job.state,
	river_job.scheduled_at, river_job.tags, river_job.unique_key, river_job.unique_states, (xmax != 0) AS unique_skipped_as_duplicate`
