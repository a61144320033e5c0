package jobs_test

import (
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/users"
)

// TestErasureForgetsWaitingMails: those to the address that is erased, and no others.
func TestErasureForgetsWaitingMails(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		ctx, now := t.Context(), models.Now()
		user := users.User{ID: models.NewID(), Email: "a_a@example.com", PasswordHash: "x", Role: users.Member}
		if err := errors.Join(users.Create(ctx, o.db, &user), erasure.Schedule(ctx, o.db, user.ID, now)); err != nil {
			t.Fatal(err)
		}
		err := o.db.Transaction(ctx, func(tx *models.DB) error {
			return errors.Join(
				o.queue.SendMail(ctx, tx, mail.Letter{To: user.Email, Content: letter.ConfirmAddress{}}),
				o.queue.AccountTask(ctx, tx, jobrows.AccountTask{Name: "forgot", Email: user.Email}),
				o.queue.SendMail(ctx, tx, mail.Letter{To: "axa@example.com", Content: letter.ConfirmAddress{}}),
			)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := erasure.Erase(ctx, o.db, user.ID, now.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		left, _, err := o.queue.Jobs(ctx, "", 0)
		if err != nil || len(left) != 1 {
			t.Errorf("%d jobs left, %v", len(left), err)
		}
	})
}
