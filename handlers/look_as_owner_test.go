package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	auditreport "github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	sitemodels "github.com/prokken/prokken/models/sites"
)

// TestLookingAsTheOwner: an admin sees what the owner sees, but for the token with which somebody
// shows that the host is theirs; and the owner reads of it.
func TestLookingAsTheOwner(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		const token = "vwxyz234567vwxyz234567"
		s.must(sitemodels.ReleaseHost(t.Context(), db, sitemodels.Host{SiteID: shop.SiteID(), Host: "shop.example"}, s.clock()))
		s.must(sitemodels.AddHost(t.Context(), db, sitemodels.Host{SiteID: shop.SiteID(), Host: "shop.example", Token: token, CreatedAt: s.clock()}))
		s.wasSeen(shop.SiteID())
		if _, body, _ := s.ask("GET", "/sites/shop", nil); !strings.Contains(body, token) {
			t.Fatal("the owner does not see the token")
		}
		s.forget()
		s.adminWithFactor("admin@example.com")
		status, body, _ := s.ask("POST", "/admin/sites/"+shop.SiteID().String()+"/look", nil)
		if status != http.StatusOK || !strings.Contains(body, "Verify that the website is yours") || strings.Contains(body, token) {
			t.Errorf("%d, %s", status, mainOf(body))
		}
	})
}

// wasSeen stores an audit that opened the site.
func (s *site) wasSeen(id models.SiteID) {
	s.t.Helper()
	now := s.clock()
	text, err := json.Marshal(auditreport.Report{
		Journeys: []auditreport.Journey{{Name: auditreport.Anonymous, Pages: []auditreport.Page{{URL: "https://shop.example/", Status: 200}}}},
	})
	s.must(err)
	s.must(audits.Create(s.t.Context(), s.db, &audits.Audit{
		ID: uuid.Must(uuid.NewV7()), SiteID: id, AskedAt: now, StartedAt: &now, EndedAt: &now, Cause: audits.Asked,
		State: audits.AuditDone, Report: string(text),
	}))
}
