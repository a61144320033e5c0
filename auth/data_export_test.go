package auth_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
)

func TestExport(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		by := a.identity(t, a.member(t, "bob@example.com"))
		confirms(t, db, by.User.ID, a.identity(t, a.member(t, "eve@example.com")).User.ID)
		if err := a.AskExport(ctx, by); err != nil {
			t.Fatal(err)
		}
		all, ready, err := a.Exports(ctx, by)
		if err != nil || len(all) != 1 || ready[all[0].ID] {
			t.Fatalf("%v, %v, %v", all, ready, err)
		}
		if _, err := a.TakeExport(ctx, by, all[0].ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("before it is made: %v", err)
		}
		a.work(t)
		if told := a.last(t, letter.ExportReady{}); told.To != "bob@example.com" {
			t.Errorf("%+v", told)
		}
		archive, err := a.TakeExport(ctx, by, all[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		text := unzip(t, archive)
		for _, want := range []string{`"bob@example.com"`, "Firefox", `"address_confirmed"`, `"terms"`, `"stripe_customer"`, `"Bananas are yellow."`} {
			if !strings.Contains(text, want) {
				t.Errorf("the archive lacks %s", want)
			}
		}
		for _, other := range []string{"argon2id", "Cherries"} {
			if strings.Contains(text, other) {
				t.Errorf("the archive holds %s", other)
			}
		}
		other := a.identity(t, a.login(t))
		if _, err := a.TakeExport(ctx, other, all[0].ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("another's: %v", err)
		}
		a.wait(25 * time.Hour)
		if _, err := a.TakeExport(ctx, by, all[0].ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("after a day: %v", err)
		}
	})
}

// TestExportStopped: a copy that is deleted before it is made is not made, and no mail tells of it; nobody
// else can delete it.
func TestExportStopped(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		by, other := a.identity(t, a.member(t, "bob@example.com")), a.identity(t, a.member(t, "eve@example.com"))
		if err := a.AskExport(ctx, by); err != nil {
			t.Fatal(err)
		}
		all, _, _ := a.Exports(ctx, by)
		if err := a.DeleteExport(ctx, other, all[0].ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("another's: %v", err)
		}
		if err := a.DeleteExport(ctx, by, all[0].ID); err != nil {
			t.Fatal(err)
		}
		a.work(t)
		for _, told := range a.letters {
			if told.Content == (letter.ExportReady{}) {
				t.Errorf("it was made all the same: %+v", told)
			}
		}
		if all, _, err := a.Exports(ctx, by); err != nil || len(all) > 0 {
			t.Errorf("left: %v, %v", all, err)
		}
	})
}

// confirms has the user confirm a sentence of a policy that they agreed to, and somebody another.
func confirms(t *testing.T, db *models.DB, user, other uuid.UUID) {
	t.Helper()
	agreed, err := consents.AcceptancesOf(t.Context(), db, user)
	if err != nil || len(agreed) == 0 {
		t.Fatal(err, agreed)
	}
	row := policies.Confirmation{
		PolicyID: agreed[0].PolicyID, Key: strings.Repeat("1", 64), Says: "Bananas are yellow.",
		As: "not checkable", By: "admin",
		UserID: &user, Reason: "I looked.", Alone: true, ConfirmedAt: models.Now(),
	}
	others := policies.Confirmation{
		PolicyID: row.PolicyID, Key: strings.Repeat("2", 64), Says: "Cherries are red.", As: "not checkable", By: "admin",
		UserID: &other, ConfirmedAt: models.Now(),
	}
	if err := policies.SaveConfirmations(t.Context(), db, []policies.Confirmation{row, others}); err != nil {
		t.Fatal(err)
	}
}

func unzip(t *testing.T, archive []byte) string {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, file := range reader.File {
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&text, content); err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}
