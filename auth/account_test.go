package auth_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/validation"
)

// terms is agreement to a version of the terms, which are stored where they are
// missing.
func terms(t *testing.T, db *models.DB, number int64) consents.Acceptance {
	t.Helper()
	ctx, now, day := t.Context(), models.Now(), "2026-04-16"
	site, err := sites.EnsureOwn(ctx, db, "https://prokken.com")
	if err != nil {
		t.Fatal(err)
	}
	p, err := policies.BySlug(ctx, db, site.ID, "terms")
	if errors.Is(err, models.ErrNotFound) {
		p = policies.Policy{ID: models.NewID(), SiteID: site.ID, Slug: "terms"}
		err = policies.Create(ctx, db, &p, &policies.Version{
			ID: models.NewID(), Number: new(int64(1)), State: policies.Published, Document: "{}", SHA256: "x", Record: "{}",
			PublishedOn: &day, PublishedAt: &now, EffectiveAt: &now,
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return consents.Acceptance{PolicyID: p.ID, Number: number, SHA256: "x"}
}

// member is an account beside the admin's, logged in at home.
func (a *accounts) member(t *testing.T, email string) auth.Tokens {
	t.Helper()
	ctx := t.Context()
	if err := a.Signup(ctx, email, secret, terms(t, a.db, 1)); err != nil {
		t.Fatal(err)
	}
	if err := a.Verify(ctx, a.keys.LetterToken(a.last(t, letter.ConfirmAddress{}).Content), "", home); err != nil {
		t.Fatal(err)
	}
	tokens, err := a.logIn(ctx, email, secret)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

func (a *accounts) link(t *testing.T, kind letter.Content) string {
	t.Helper()
	return a.keys.LetterToken(a.last(t, kind).Content)
}

// askAddress asks, and has the mails sent.
func (a *accounts) askAddress(t *testing.T, by auth.Identity, email string) error {
	t.Helper()
	defer a.work(t)
	return a.AskAddress(t.Context(), by, email)
}

func TestChangeOfAddress(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		tokens := a.member(t, "bob@example.com")
		by := a.identity(t, tokens)
		var invalid validation.Errors
		for _, bad := range []string{"bob", "Bob@example.com", "a@b.example\r\nBcc: c@d.example"} {
			if err := a.AskAddress(ctx, by, bad); !errors.As(err, &invalid) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if err := a.askAddress(t, by, "robert@example.com"); err != nil {
			t.Fatal(err)
		}
		told := a.last(t, letter.AddressAsked{})
		if told.To != "bob@example.com" || told.Content.(letter.AddressAsked).Address != "robert@example.com" {
			t.Errorf("the old address was told: %+v", told)
		}
		confirm := a.link(t, letter.ConfirmNewAddress{})
		if err := a.Forgot(ctx, "bob@example.com"); err != nil {
			t.Fatal(err)
		}
		a.work(t)
		reset := a.link(t, letter.ResetPassword{})
		if err := a.ConfirmAddress(ctx, confirm, home); err != nil {
			t.Fatal(err)
		}
		if err := a.ConfirmAddress(ctx, confirm, home); !errors.Is(err, auth.ErrLink) {
			t.Errorf("twice: %v", err)
		}
		if err := a.ResetPassword(ctx, reset, better, elsewhere); !errors.Is(err, auth.ErrLink) {
			t.Errorf("a reset link in the old mailbox: %v", err)
		}
		if undo := a.last(t, letter.AddressChanged{}); undo.To != "bob@example.com" {
			t.Errorf("the way back went to %s", undo.To)
		}
		if _, err := a.logIn(ctx, "robert@example.com", secret); err != nil {
			t.Error(err)
		}
	})
}

// TestUndoOfAddress: whoever took the account over is out, with the password
// and the factors they set.
func TestUndoOfAddress(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		thief := a.identity(t, a.member(t, "bob@example.com"))
		if err := a.askAddress(t, thief, "eve@example.com"); err != nil {
			t.Fatal(err)
		}
		if err := a.ConfirmAddress(ctx, a.link(t, letter.ConfirmNewAddress{}), elsewhere); err != nil {
			t.Fatal(err)
		}
		a.wait(time.Minute)
		kept, err := a.logIn(ctx, "eve@example.com", secret)
		if err != nil {
			t.Fatal(err)
		}
		a.enrolLater(t, kept)
		if err := a.UndoAddress(ctx, a.link(t, letter.AddressChanged{}), home); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Authenticate(ctx, kept.Access, home); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("the thief's session: %v", err)
		}
		for _, email := range []string{"bob@example.com", "eve@example.com"} {
			if _, err := a.logIn(ctx, email, secret); !errors.Is(err, auth.ErrCredentials) {
				t.Errorf("%s with the old password: %v", email, err)
			}
		}
		reset := a.last(t, letter.ResetPassword{})
		if reset.To != "bob@example.com" {
			t.Errorf("the reset went to %s", reset.To)
		}
		if err := a.ResetPassword(ctx, a.keys.LetterToken(reset.Content), better, home); err != nil {
			t.Fatal(err)
		}
		if in, err := a.Login(ctx, "bob@example.com", better, home); err != nil || in.Next != nil {
			t.Errorf("the owner: %+v, %v", in, err)
		}
	})
}

// enrolLater makes sure that the factor is newer than all before it.
func (a *accounts) enrolLater(t *testing.T, tokens auth.Tokens) {
	t.Helper()
	time.Sleep(5 * time.Millisecond)
	a.enrol(t, a.identity(t, tokens))
}

// TestTakenAddress: asking for someone else's address tells them, and nobody else.
func TestTakenAddress(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	by := a.identity(t, a.member(t, "bob@example.com"))
	if err := a.askAddress(t, by, "ada@example.com"); err != nil {
		t.Fatal(err)
	}
	if told := a.last(t, letter.AddressTaken{}); told.To != "ada@example.com" {
		t.Errorf("%+v", told)
	}
	if err := a.askAddress(t, by, "free@example.com"); err != nil {
		t.Fatal(err)
	}
	link := a.link(t, letter.ConfirmNewAddress{})
	a.member(t, "free@example.com") // faster
	if err := a.ConfirmAddress(ctx, link, home); !errors.Is(err, auth.ErrLink) {
		t.Errorf("an address that was taken meanwhile: %v", err)
	}
}

func TestDeletion(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		var invalid validation.Errors
		if err := a.AskDeletion(ctx, a.identity(t, a.login(t))); !errors.As(err, &invalid) {
			t.Errorf("an admin: %v", err)
		}
		tokens := a.member(t, "bob@example.com")
		by := a.identity(t, tokens)
		if err := a.AskDeletion(ctx, by); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Authenticate(ctx, tokens.Access, home); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("the session: %v", err)
		}
		a.expectTasks(t, auth.TaskSettlePlan)
		if err := a.CancelDeletionByLink(ctx, a.link(t, letter.DeletionAsked{}), home); err != nil {
			t.Fatal(err)
		}
		a.expectTasks(t, auth.TaskSettlePlan)
		ended := 0
		end := func(context.Context, uuid.UUID) error { ended++; return nil }
		a.wait(8 * 24 * time.Hour)
		if err := a.EraseDue(ctx, end); err != nil || ended != 0 {
			t.Errorf("kept, and yet: %v, %d", err, ended)
		}
		again, err := a.logIn(ctx, "bob@example.com", secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.AskDeletion(ctx, a.identity(t, again)); err != nil {
			t.Fatal(err)
		}
		a.wait(8 * 24 * time.Hour)
		late, err := a.logIn(ctx, "bob@example.com", secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.CancelDeletion(ctx, a.identity(t, late)); !errors.Is(err, models.ErrConflict) {
			t.Errorf("after the week: %v", err)
		}
		broken := errors.New("Stripe is away")
		if err := a.EraseDue(ctx, func(context.Context, uuid.UUID) error { return broken }); !errors.Is(err, broken) {
			t.Errorf("while the plan cannot be ended: %v", err)
		}
		if err := a.EraseDue(ctx, end); err != nil || ended != 1 {
			t.Errorf("%v, %d plans ended", err, ended)
		}
		a.last(t, letter.AccountErased{})
		if _, err := a.logIn(ctx, "bob@example.com", secret); !errors.Is(err, auth.ErrCredentials) {
			t.Errorf("afterwards: %v", err)
		}
		a.member(t, "bob@example.com") // the address is free again
	})
}

func (a *accounts) expectTasks(t *testing.T, name string) {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.tasks) != 1 || a.tasks[0].Name != name {
		t.Errorf("tasks %v, want %s", a.tasks, name)
	}
	a.tasks = nil
}

// TestAdminActs: each does what it says, stands in the log, and tells no secret.
func TestAdminActs(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		admin := a.identity(t, a.login(t))
		tokens := a.member(t, "bob@example.com")
		bob := a.identity(t, tokens).User.ID
		if err := a.RemoveFactors(ctx, admin, bob); !errors.Is(err, models.ErrConflict) {
			t.Errorf("factors that are not there: %v", err)
		}
		a.enrol(t, a.identity(t, tokens))
		if err := a.Disable(ctx, admin, bob); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Authenticate(ctx, tokens.Access, home); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("a disabled account's session: %v", err)
		}
		if _, err := a.logIn(ctx, "bob@example.com", secret); !errors.Is(err, auth.ErrDisabled) {
			t.Errorf("its log-in: %v", err)
		}
		if err := a.Forgot(ctx, "bob@example.com"); err != nil {
			t.Fatal(err)
		}
		a.work(t)
		for name, act := range map[string]func(context.Context, auth.Identity, uuid.UUID) error{
			"disable": a.Disable, "take the role": a.TakeRole, "verification": a.SendVerification,
		} {
			if err := act(ctx, admin, bob); !errors.Is(err, models.ErrConflict) {
				t.Errorf("%s, needlessly: %v", name, err)
			}
		}
		if err := a.GiveRole(ctx, admin, bob); !errors.Is(err, models.ErrConflict) {
			t.Errorf("the role for a disabled account: %v", err)
		}
		if err := errors.Join(
			a.Enable(ctx, admin, bob), a.EndSessionsOf(ctx, admin, bob), a.SendReset(ctx, admin, bob),
			a.GiveRole(ctx, admin, bob), a.RemoveFactors(ctx, admin, bob),
		); err != nil {
			t.Error(err)
		}
		if err := a.Enable(ctx, admin, models.NewID()); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		if err := a.TakeRole(ctx, admin, bob); err != nil {
			t.Error(err)
		}
		if err := a.TakeRole(ctx, admin, admin.User.ID); !errors.Is(err, models.ErrLastAdmin) {
			t.Errorf("the last admin: %v", err)
		}
		if err := errors.Join(a.GiveRole(ctx, admin, bob), a.TakeRole(ctx, admin, admin.User.ID)); err != nil {
			t.Error(err)
		}
		if err := a.Disable(ctx, admin, bob); !errors.Is(err, models.ErrConflict) {
			t.Errorf("no admin any more: %v", err)
		}
		entries, err := activity.List(ctx, db, activity.Filter{User: bob}, 100)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[activity.Action]bool{}
		for _, e := range entries {
			seen[e.Action] = e.ActorID != nil
		}
		for _, action := range []activity.Action{
			activity.AccountDisabled, activity.AccountEnabled, activity.RoleGiven, activity.ResetSent,
			activity.FactorsRemoved, activity.SessionsEnded,
		} {
			if !seen[action] {
				t.Errorf("the log lacks %s", action)
			}
		}
	})
}
