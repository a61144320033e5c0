package jobs_test

import (
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// TestErasureForgetsWaitingMails: those to the address that is erased, and no others.
func TestErasureForgetsWaitingMails(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx, now := t.Context(), models.Now()
		user := models.User{ID: models.NewID(), Email: "a_a@example.com", PasswordHash: "x", Role: models.Member}
		if err := errors.Join(o.db.CreateUser(ctx, &user), o.db.ScheduleErasure(ctx, user.ID, now)); err != nil {
			t.Fatal(err)
		}
		err := o.db.Transaction(ctx, func(tx *models.DB) error {
			return errors.Join(
				o.queue.SendMail(ctx, tx, mail.Letter{Kind: mail.ConfirmAddress, To: user.Email}),
				o.queue.AccountTask(ctx, tx, models.AccountTask{Name: "forgot", Email: user.Email}),
				o.queue.SendMail(ctx, tx, mail.Letter{Kind: mail.ConfirmAddress, To: "axa@example.com"}),
			)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.db.EraseUser(ctx, user.ID, now.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		left, _, err := o.queue.Jobs(ctx, "", 0)
		if err != nil || len(left) != 1 {
			t.Errorf("%d jobs left, %v", len(left), err)
		}
	})
}
