package models_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
)

// withLogin is an audit of the own site that waits, with a log-in.
func withLogin(t *testing.T, db *models.DB, at time.Time) audits.Audit {
	t.Helper()
	a := asked(t, db)
	if err := audits.SaveLogin(t.Context(), db, &audits.Login{AuditID: a.ID, Sealed: "sealed", GivenAt: at}); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestLoginGoesWithItsAudit: whatever ends an audit takes its log-in away with it; one that goes back
// to the queue keeps it.
func TestLoginGoesWithItsAudit(t *testing.T) {
	now := models.Now()
	failed := func(a audits.Audit) audits.Audit { a.State, a.EndedAt = audits.AuditFailed, &now; return a }
	done := func(a audits.Audit) audits.Audit { a.State, a.EndedAt = audits.AuditDone, &now; return a }
	for name, tt := range map[string]struct {
		end  func(t *testing.T, db *models.DB, a audits.Audit) error
		gone bool
	}{
		"done":   {func(t *testing.T, db *models.DB, a audits.Audit) error { return audits.End(t.Context(), db, done(a)) }, program.AuditLoginsEndWithAudit},
		"failed": {func(t *testing.T, db *models.DB, a audits.Audit) error { return audits.End(t.Context(), db, failed(a)) }, program.AuditLoginsEndWithAudit},
		"given up": {func(t *testing.T, db *models.DB, _ audits.Audit) error {
			return audits.GiveUp(t.Context(), db, now.Add(time.Hour), now, "Gone.")
		}, true},
		"deleted": {func(t *testing.T, db *models.DB, a audits.Audit) error {
			row, err := sites.ByID(t.Context(), db, a.SiteID)
			return errors.Join(err, sites.Forget(t.Context(), db, row, now))
		}, true},
		"back to the queue": {func(t *testing.T, db *models.DB, a audits.Audit) error {
			return audits.Return(t.Context(), db, a.SiteID, a.ID)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				a := withLogin(t, db, now)
				if err := errors.Join(audits.Begin(t.Context(), db, a.SiteID, a.ID, now), tt.end(t, db, a)); err != nil {
					t.Fatal(err)
				}
				if _, err := audits.LoginOf(t.Context(), db, a.SiteID, a.ID); errors.Is(err, models.ErrNotFound) != tt.gone {
					t.Errorf("gone is to be %t: %v", tt.gone, err)
				}
				if rows, err := db.CountRows(t.Context()); err != nil || (rows["audit_logins"] == 0) != tt.gone {
					t.Errorf("%d rows, %v", rows["audit_logins"], err)
				}
			})
		})
	}
}

// TestLoginIsOfItsSite: no other site finds it.
func TestLoginIsOfItsSite(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := withLogin(t, db, models.Now())
		for id, found := range map[models.SiteID]bool{a.SiteID: true, customers(t, db, "shop"): false} {
			if _, err := audits.LoginOf(t.Context(), db, id, a.ID); errors.Is(err, models.ErrNotFound) == found {
				t.Errorf("found is to be %t: %v", found, err)
			}
		}
		if err := audits.SaveLogin(t.Context(), db, &audits.Login{AuditID: uuid.New(), Sealed: "x", GivenAt: models.Now()}); err == nil {
			t.Error("a log-in of no audit was stored")
		}
	})
}

// TestLoginsAreForgotten: what waits too long is emptied, so that its audit can say so.
func TestLoginsAreForgotten(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		now := models.Now()
		a := withLogin(t, db, now.Add(-time.Hour))
		for _, tt := range []struct {
			before time.Time
			want   string
		}{{now.Add(-time.Hour), "sealed"}, {now, ""}} {
			if err := audits.ForgetLogins(t.Context(), db, tt.before); err != nil {
				t.Fatal(err)
			}
			if l, err := audits.LoginOf(t.Context(), db, a.SiteID, a.ID); err != nil || l.Sealed != tt.want {
				t.Errorf("%+v, %v", l, err)
			}
		}
	})
}
